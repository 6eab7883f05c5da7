import { ByteSections } from '../support/tested/tiktok';
import { fc } from '../support/randomness';

/** A file and how its storage delivers it: pieces of any size, from 1 byte to all, some of them empty. */
const delivery = fc.oneof(
	fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 30 }),
	fc.uint8Array({ maxLength: 200 }).map((file) => [file]),
	fc.uint8Array({ maxLength: 100 }).map((file) => Array.from(file, (byte) => Uint8Array.of(byte))),
);

type Step =
	| { do: 'take' | 'peek' | 'skip'; bytes: number }
	/** Reads only some pieces of a section and leaves the rest of it. */
	| { do: 'abandon'; bytes: number; pieces: number }
	| { do: 'isAtEnd' };

const bytes = fc.oneof(fc.nat(20), fc.nat(300));
const step: fc.Arbitrary<Step> = fc.oneof(
	fc.record({ do: fc.constantFrom('take', 'peek', 'skip'), bytes }),
	fc.record({ do: fc.constant('abandon'), bytes, pieces: fc.nat(3) }),
	fc.record({ do: fc.constant('isAtEnd') }),
);

async function* deliver(pieces: Uint8Array[]): AsyncGenerator<Uint8Array> {
	yield* pieces;
}

async function collect(pieces: AsyncIterable<Uint8Array>, most = Infinity): Promise<Buffer> {
	const read: Uint8Array[] = [];
	for await (const piece of pieces) {
		expect(piece.length).toBeGreaterThan(0);
		read.push(piece);
		if (read.length >= most) break;
	}
	return Buffer.concat(read);
}

it('reading in sections agrees with slicing the whole file, however it is delivered', async () => {
	await fc.assert(
		fc.asyncProperty(delivery, fc.array(step, { maxLength: 20 }), async (pieces, steps) => {
			const file = Buffer.concat(pieces);
			const sections = new ByteSections(deliver(pieces));
			let at = 0;
			for (const current of steps) at = await check(sections, file, at, current);
			expect(await collect(sections.take(file.length))).toEqual(file.subarray(at));
			expect(await sections.isAtEnd()).toBe(true);
		}),
		{ numRuns: 1_500 },
	);
});

async function check(
	sections: ByteSections,
	file: Buffer,
	at: number,
	current: Step,
): Promise<number> {
	if (current.do === 'isAtEnd') {
		expect(await sections.isAtEnd()).toBe(at === file.length);
		return at;
	}
	const ahead = file.subarray(at, at + current.bytes);
	switch (current.do) {
		case 'take':
			expect(await collect(sections.take(current.bytes))).toEqual(ahead);
			return at + ahead.length;
		case 'peek':
			expect(Buffer.from(await sections.peek(current.bytes))).toEqual(ahead);
			return at;
		case 'skip':
			expect(await sections.skip(current.bytes)).toBe(ahead.length);
			return at + ahead.length;
		case 'abandon': {
			const read = await collect(sections.take(current.bytes), Math.max(1, current.pieces));
			expect(read).toEqual(ahead.subarray(0, read.length));
			return at + read.length;
		}
	}
}
