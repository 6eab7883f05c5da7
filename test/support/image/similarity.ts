import type { Pixels } from './otherReader';

const WINDOW = 8;
const STEP = 4;
/** (0.01 × 255)² and (0.03 × 255)², as its authors chose them. */
const [C1, C2] = [6.5025, 58.5225];

/**
 * Structural similarity of the brightness of two pictures of the same size: 1 for the same picture. The mean over
 * windows of 8 × 8 pixels (of the whole picture where it is smaller), every 4 pixels.
 *
 * @see https://doi.org/10.1109/TIP.2003.819861 Wang, Bovik, Sheikh and Simoncelli
 */
export function compareStructure(one: Pixels, other: Pixels): number {
	const { width, height } = one;
	if (other.width !== width || other.height !== height) return 0;
	const [a, b] = [brightness(one), brightness(other)];
	const [across, down] = [Math.min(WINDOW, width), Math.min(WINDOW, height)];
	let [sum, windows] = [0, 0];
	for (let top = 0; top + down <= height; top += STEP) {
		for (let left = 0; left + across <= width; left += STEP) {
			sum += compareWindow(a, b, { start: top * width + left, across, down, width });
			windows += 1;
		}
	}
	return sum / windows;
}

/** The largest difference of any red, green or blue. */
export function largestDifference(one: Uint8Array, other: Uint8Array): number {
	if (one.length !== other.length) return Infinity;
	return one.reduce(
		(largest, level, at) => Math.max(largest, Math.abs(level - (other[at] ?? 0))),
		0,
	);
}

interface Window {
	readonly start: number;
	readonly across: number;
	readonly down: number;
	readonly width: number;
}

function compareWindow(a: Float64Array, b: Float64Array, window: Window): number {
	const { start, across, down, width } = window;
	const n = across * down;
	let [sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0];
	for (let row = 0; row < down; row++) {
		for (let column = 0; column < across; column++) {
			const at = start + row * width + column;
			const [valueA, valueB] = [a[at] ?? 0, b[at] ?? 0];
			sumA += valueA;
			sumB += valueB;
			squaresA += valueA * valueA;
			squaresB += valueB * valueB;
			products += valueA * valueB;
		}
	}
	const [meanA, meanB] = [sumA / n, sumB / n];
	const variances = squaresA / n - meanA ** 2 + squaresB / n - meanB ** 2;
	const covariance = products / n - meanA * meanB;
	const structure = (2 * covariance + C2) / (variances + C2);
	return ((2 * meanA * meanB + C1) / (meanA ** 2 + meanB ** 2 + C1)) * structure;
}

function brightness({ rgb }: Pixels): Float64Array {
	return Float64Array.from({ length: rgb.length / 3 }, (_, at) => {
		const [red = 0, green = 0, blue = 0] = rgb.subarray(3 * at, 3 * at + 3);
		return 0.299 * red + 0.587 * green + 0.114 * blue;
	});
}
