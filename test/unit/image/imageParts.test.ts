import { compareStructure, noise } from '../../support/image';
import * as image from '../../support/tested/image';

const { byteAt, crc32, fitSize, integerAt, realAt, sampleAt, shrinkRows } = image;

/** The average of the area that each new pixel covers, worked out place by place. */
function shrinkSlowly(rgb: Uint8Array, from: image.Size, to: image.Size): number[] {
	const overlap = (place: number, at: number, scale: number) =>
		Math.max(0, Math.min(at + 1, (place + 1) * scale) - Math.max(at, place * scale));
	const [scaleX, scaleY] = [from.width / to.width, from.height / to.height];
	return Array.from({ length: to.width * to.height * 3 }, (_, at) => {
		const [x, y] = [Math.floor(at / 3) % to.width, Math.floor(at / 3 / to.width)];
		let sum = 0;
		for (let row = 0; row < from.height; row++) {
			for (let column = 0; column < from.width; column++) {
				const share = overlap(x, column, scaleX) * overlap(y, row, scaleY);
				sum += share * (rgb[(row * from.width + column) * 3 + (at % 3)] ?? 0);
			}
		}
		return sum / scaleX / scaleY;
	});
}

function shrinkByRows(rgb: Uint8Array, from: image.Size, to: image.Size): number[] {
	const rows: number[] = [];
	const takeRow = shrinkRows(from, to, (row) => rows.push(...row));
	for (let y = 0; y < from.height; y++) {
		takeRow(rgb.subarray(y * from.width * 3, (y + 1) * from.width * 3));
	}
	return rows;
}

describe('shrinking', () => {
	const from = { width: 13, height: 11 };
	const rgb = Uint8Array.from({ length: 13 * 11 * 3 }, (_, at) => Math.floor(noise(at, 3) * 256));

	it('takes the average of each area, to any smaller size', () => {
		for (let width = 1; width <= from.width; width++) {
			for (let height = 1; height <= from.height; height++) {
				const ours = shrinkByRows(rgb, from, { width, height });
				const expected = shrinkSlowly(rgb, from, { width, height });
				expect(ours).toHaveLength(expected.length);
				const differences = ours.map((level, at) => Math.abs(level - (expected[at] ?? NaN)));
				expect(Math.max(...differences)).toBeLessThan(0.501);
			}
		}
	});

	it('leaves a picture of the right size as it is', () => {
		const takeRow = () => {};
		expect(shrinkRows(from, from, takeRow)).toBe(takeRow);
	});

	it('keeps the shape', () => {
		const limits = { shorter: 1_080, longer: 4_096 };
		expect(fitSize({ width: 1_254, height: 1_254 }, limits)).toEqual({
			width: 1_080,
			height: 1_080,
		});
		expect(fitSize({ width: 1_086, height: 1_448 }, limits)).toEqual({
			width: 1_080,
			height: 1_440,
		});
		expect(fitSize({ width: 941, height: 1_672 }, limits)).toEqual({ width: 941, height: 1_672 });
		expect(fitSize({ width: 16_384, height: 1 }, limits)).toEqual({ width: 4_096, height: 1 });
	});
});

describe('small parts', () => {
	it('take the checksum of the standard, in one piece or in several', () => {
		const digits = Buffer.from('123456789');
		expect(crc32(digits)).toBe(0xcbf43926);
		expect(crc32(digits.subarray(4), crc32(digits.subarray(0, 4)))).toBe(0xcbf43926);
	});

	it('read 0 beyond the end', () => {
		expect(byteAt(new Uint8Array(1), 1)).toBe(0);
		expect(sampleAt(new Uint16Array(1), 1)).toBe(0);
		expect(integerAt(new Int32Array(1), 1)).toBe(0);
		expect(realAt(new Float64Array(1), 1)).toBe(0);
	});
});

describe('a JPEG of lower quality', () => {
	const size = { width: 64, height: 64 };
	const rgb = Uint8Array.from({ length: 64 * 64 * 3 }, (_, at) =>
		Math.round(127 + 100 * Math.sin(at / 40)),
	);

	it('is smaller and less like it', () => {
		const write = (quality: number) => {
			const encoder = new image.JpegEncoder(size, quality);
			for (let y = 0; y < 64; y++) encoder.takeRow(rgb.subarray(y * 192, (y + 1) * 192));
			return encoder.end();
		};
		expect(write(20).length).toBeLessThan(write(60).length);
		expect(write(60).length).toBeLessThan(write(95).length);
	});

	it('is measured by a yardstick that knows what is the same', () => {
		const darker = rgb.map((level) => level - 20);
		expect(compareStructure({ ...size, rgb }, { ...size, rgb })).toBeCloseTo(1, 12);
		expect(compareStructure({ ...size, rgb }, { ...size, rgb: darker })).toBeLessThan(0.99);
	});
});
