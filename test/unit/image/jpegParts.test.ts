import { writeJpegWithSharp } from '../../support/image';
import { JpegBits, JpegEncoder, makeCodes } from '../../support/tested/image';

const SIZE = { width: 21, height: 300 };
/** Its parts that libjpeg doesn't write: what makes it a JFIF file, of 1 × 1 pixels without a smaller picture. */
const JFIF = Buffer.from([...Buffer.from('JFIF'), 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]);

/** What stands in front of the picture's bits: of each marker all that it states. */
function readParts(jpeg: Uint8Array): Record<string, Buffer> {
	const bytes = Buffer.from(jpeg);
	const parts: Record<string, Buffer> = {};
	let at = 2;
	for (let marker = ''; marker !== 'ffda'; ) {
		marker = bytes.toString('hex', at, at + 2);
		const end = at + 2 + bytes.readUInt16BE(at + 2);
		parts[marker] = Buffer.concat([parts[marker] ?? Buffer.alloc(0), bytes.subarray(at + 4, end)]);
		at = end;
	}
	return parts;
}

function encode(quality: number): Uint8Array {
	const encoder = new JpegEncoder(SIZE, quality);
	const row = new Uint8Array(SIZE.width * 3).fill(99);
	for (let y = 0; y < SIZE.height; y++) encoder.takeRow(row);
	return encoder.end();
}

describe('the header of a JPEG', () => {
	it.each([1, 10, 25, 40, 49, 50, 51, 75, 92, 100])(
		'says at quality %i what libjpeg says',
		async (quality) => {
			const rgb = new Uint8Array(SIZE.width * SIZE.height * 3).fill(99);
			const theirs = readParts(await writeJpegWithSharp({ ...SIZE, rgb }, quality));
			expect(readParts(encode(quality))).toEqual({ ffe0: JFIF, ...theirs });
		},
	);
});

describe('the bits of a JPEG', () => {
	/** A code of a single bit, 0, for a block's difference of nothing, and for the end of a block. */
	const codes = makeCodes(Uint8Array.of(1, ...new Array<number>(15).fill(0), 0));

	it.each([
		[0, []],
		[1, [0b0011_1111]],
		[3, [0b0000_0011]],
		[4, [0]],
		[5, [0, 0b0011_1111]],
	])('of %i empty blocks fill whole bytes, the last one with ones', (blocks, expected) => {
		const bits = new JpegBits();
		for (let block = 0; block < blocks; block++) {
			bits.writeBlock(new Int32Array(64), 0, codes, codes);
		}
		bits.finishBits();
		expect([...bits.end()]).toEqual(expected);
	});

	it('may be a million bytes', () => {
		const bits = new JpegBits();
		const bytes = Uint8Array.from({ length: 1_000_000 }, (_, at) => at % 251);
		bits.writeBytes(bytes);
		expect(Buffer.compare(bits.end(), bytes)).toBe(0);
	});
});
