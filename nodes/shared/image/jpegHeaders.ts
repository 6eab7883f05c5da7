import { CHROMA_AC, CHROMA_DC, LUMA_AC, LUMA_DC, ZIGZAG } from './jpegTables';
import { integerAt } from './numbers';
import type { Size } from './size';

const BITS_PER_SAMPLE = 8;
const LENGTH_BYTES = 2;
const MAX_STEP = 255;
/** In letters, and a zero at the end. @see https://www.color.org/icc_specs2.xalter */
const PROFILE_NAME = Array.from('ICC_PROFILE\0', (letter) => letter.charCodeAt(0));

/** The steps of a quality from 1 to 100, by the rule of the Independent JPEG Group that others follow too. */
export function makeSteps(steps: Int32Array, quality: number): Int32Array {
	const percent = quality < 50 ? 5_000 / quality : 200 - 2 * quality;
	return steps.map((step) =>
		Math.min(MAX_STEP, Math.max(1, Math.floor((step * percent + 50) / 100))),
	);
}

/** All that stands before the picture's bits: brightness at full size, colour at half of it in both directions. */
export function frameHeader(
	size: Size,
	luma: Int32Array,
	chroma: Int32Array,
	profile?: Uint8Array,
): number[] {
	const identifier = [0x4a, 0x46, 0x49, 0x46, 0x00];
	const [version, aspectRatio] = [
		[1, 1],
		[0, 0, 1, 0, 1],
	];
	return [
		...[0xff, 0xd8],
		...segment(0xe0, [...identifier, ...version, ...aspectRatio, 0, 0]),
		// The first of one part.
		...(profile ? segment(0xe2, [...PROFILE_NAME, 1, 1, ...profile]) : []),
		...segment(0xdb, [0, ...inOrder(luma), 1, ...inOrder(chroma)]),
		...segment(0xc0, [
			...[BITS_PER_SAMPLE, ...word(size.height), ...word(size.width), 3],
			...[1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1],
		]),
		...segment(0xc4, [0x00, ...LUMA_DC, 0x10, ...LUMA_AC, 0x01, ...CHROMA_DC, 0x11, ...CHROMA_AC]),
		...segment(0xda, [3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]),
	];
}

function segment(marker: number, data: readonly number[]): number[] {
	return [0xff, marker, ...word(data.length + LENGTH_BYTES), ...data];
}

function inOrder(steps: Int32Array): number[] {
	return Array.from(ZIGZAG, (at) => integerAt(steps, at));
}

function word(value: number): number[] {
	return [value >> 8, value & 0xff];
}
