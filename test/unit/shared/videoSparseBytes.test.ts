import { SparseBytes } from '../../support/tested/video';

describe('reading a file of which only pieces are at hand', () => {
	const bytes = new SparseBytes([
		{ offset: 10, bytes: Uint8Array.of(1, 2, 3) },
		{ offset: 13, bytes: Uint8Array.of(4) },
		{ offset: 20, bytes: Uint8Array.of(0x41, 0x42) },
	]);

	it('goes across pieces that touch, and stops at a gap', () => {
		expect(bytes.uint(11, 3)).toBe(0x020304);
		expect([...bytes.copy(11, 100)]).toEqual([2, 3, 4]);
		expect(bytes.uint(12, 3)).toBeUndefined();
		expect(bytes.byteAt(9)).toBeUndefined();
		expect(bytes.has(10, 4)).toBe(true);
		expect(bytes.has(10, 5)).toBe(false);
		expect(bytes.text(20, 2)).toBe('AB');
		expect(bytes.text(20, 3)).toBeUndefined();
		expect(bytes.float(10, 8)).toBeUndefined();
	});

	it('gives numbers only while they are exact', () => {
		const of = (...values: number[]) =>
			new SparseBytes([{ offset: 0, bytes: Uint8Array.from(values) }]).uint(0, values.length);
		expect(of(0x00, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)).toBe(Number.MAX_SAFE_INTEGER);
		expect(of(0x00, 0x20, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00)).toBeUndefined();
		expect(of(0x00, 0x20, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01)).toBeUndefined();
		expect(of(0xff, 0xff, 0xff, 0xff)).toBe(4_294_967_295);
	});
});
