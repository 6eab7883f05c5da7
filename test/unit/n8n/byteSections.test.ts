import { ByteSections } from '../../support/tested/tiktok';

async function* deliver(...pieces: string[]): AsyncGenerator<Uint8Array> {
	for (const piece of pieces) yield Buffer.from(piece);
}

async function readAll(pieces: AsyncIterable<Uint8Array>): Promise<string[]> {
	const texts: string[] = [];
	for await (const piece of pieces) texts.push(Buffer.from(piece).toString());
	return texts;
}

describe('ByteSections', () => {
	it('cuts pieces at the section’s end and keeps the rest for the next', async () => {
		const sections = new ByteSections(deliver('abc', 'defg', 'h'));
		expect(await readAll(sections.take(5))).toEqual(['abc', 'de']);
		expect(await readAll(sections.take(3))).toEqual(['fg', 'h']);
		expect(await readAll(sections.take(1))).toEqual([]);
	});

	it('passes on views of what the source delivered, never copies', async () => {
		const piece = new Uint8Array([1, 2, 3, 4]);
		const source = (async function* () {
			yield piece;
		})();
		for await (const view of new ByteSections(source).take(2)) {
			expect(view.buffer).toBe(piece.buffer);
		}
	});

	it('hands a huge piece on in slices of a mebibyte, so that progress shows', async () => {
		const source = (async function* () {
			yield new Uint8Array(2_500_000);
		})();
		const sizes: number[] = [];
		for await (const piece of new ByteSections(source).take(2_500_000)) sizes.push(piece.length);
		expect(sizes).toEqual([1_048_576, 1_048_576, 402_848]);
	});

	it('ends a section early when the source ends', async () => {
		expect(await readAll(new ByteSections(deliver('ab')).take(5))).toEqual(['ab']);
	});

	it('peeks across pieces and leaves the bytes to be taken', async () => {
		const sections = new ByteSections(deliver('ab', '', 'cd', 'ef'));
		expect(Buffer.from(await sections.peek(3)).toString()).toBe('abc');
		expect(Buffer.from(await sections.peek(1)).toString()).toBe('a');
		expect((await readAll(sections.take(6))).join('')).toBe('abcdef');
	});

	it('peeks at all there is when asked for more', async () => {
		const sections = new ByteSections(deliver('ab', 'c'));
		expect(Buffer.from(await sections.peek(10)).toString()).toBe('abc');
		expect((await readAll(sections.take(10))).join('')).toBe('abc');
	});

	it('says how many bytes it could skip', async () => {
		const sections = new ByteSections(deliver('abcd', 'ef'));
		expect(await sections.skip(3)).toBe(3);
		expect(await sections.skip(10)).toBe(3);
		expect(await sections.skip(1)).toBe(0);
	});

	it('is at its end only when not one byte is left, empty pieces or not', async () => {
		const sections = new ByteSections(deliver('a', '', 'b', ''));
		expect(await sections.isAtEnd()).toBe(false);
		expect(await readAll(sections.take(2))).toEqual(['a', 'b']);
		expect(await sections.isAtEnd()).toBe(true);
		expect(await sections.isAtEnd()).toBe(true);
	});

	it('is at its end at once for a source without bytes', async () => {
		expect(await new ByteSections(deliver()).isAtEnd()).toBe(true);
		expect(Buffer.from(await new ByteSections(deliver('')).peek(4))).toHaveLength(0);
	});

	it('passes the source’s own failure on', async () => {
		const source = (async function* () {
			yield new Uint8Array(1);
			throw new Error('disk gone');
		})();
		await expect(readAll(new ByteSections(source).take(2))).rejects.toThrow('disk gone');
	});
});
