import { integerAt, realAt } from './numbers';
import { ZIGZAG } from './jpegTables';

export const BLOCK_SIDE = 8;
export const BLOCK_SIZE = 64;

const SQRT_HALF = Math.SQRT1_2;
const ROTATION = Math.sin(Math.PI / 8);
const ROTATION_LOW = Math.SQRT2 * ROTATION;
const ROTATION_HIGH = Math.SQRT2 * Math.cos(Math.PI / 8);
/** What the transform leaves its results multiplied with, in each direction. */
const SCALES = Float64Array.from({ length: BLOCK_SIDE }, (_, k) =>
	k === 0 ? 1 : Math.cos((k * Math.PI) / 16) * Math.SQRT2,
);

/** How a block is divided: in its own order, with what the transform left included. */
export function makeDivisors(steps: Int32Array): Float64Array {
	return Float64Array.from(steps, (step, at) => {
		const scale = realAt(SCALES, at >> 3) * realAt(SCALES, at & 7);
		return 1 / (step * scale * BLOCK_SIDE);
	});
}

/**
 * From 64 levels around 0 to whole numbers of steps, low frequencies first. The levels are overwritten.
 *
 * @see https://doi.org/10.1109/icassp.1989.266596 Arai, Agui and Nakajima's transform
 */
export function quantise(block: Float64Array, divisors: Float64Array, steps: Int32Array): void {
	for (let row = 0; row < BLOCK_SIZE; row += BLOCK_SIDE) transform(block, row, 1);
	for (let column = 0; column < BLOCK_SIDE; column++) transform(block, column, BLOCK_SIDE);
	for (let at = 0; at < BLOCK_SIZE; at++) {
		const from = integerAt(ZIGZAG, at);
		steps[at] = Math.round(realAt(block, from) * realAt(divisors, from));
	}
}

/** Eight values, each `step` behind the other. */
function transform(block: Float64Array, start: number, step: number): void {
	const sum07 = realAt(block, start) + realAt(block, start + 7 * step);
	const sum16 = realAt(block, start + step) + realAt(block, start + 6 * step);
	const sum25 = realAt(block, start + 2 * step) + realAt(block, start + 5 * step);
	const sum34 = realAt(block, start + 3 * step) + realAt(block, start + 4 * step);
	const difference07 = sum07 - 2 * realAt(block, start + 7 * step);
	const difference16 = sum16 - 2 * realAt(block, start + 6 * step);
	const difference25 = sum25 - 2 * realAt(block, start + 5 * step);
	const difference34 = sum34 - 2 * realAt(block, start + 4 * step);

	const outer = sum07 - sum34;
	const turned = (outer + sum16 - sum25) * SQRT_HALF;
	block[start] = sum07 + sum34 + sum16 + sum25;
	block[start + 4 * step] = sum07 + sum34 - sum16 - sum25;
	block[start + 2 * step] = outer + turned;
	block[start + 6 * step] = outer - turned;

	const inner = difference34 + difference25;
	const middle = (difference25 + difference16) * SQRT_HALF;
	const far = difference16 + difference07;
	const shared = (inner - far) * ROTATION;
	const low = inner * ROTATION_LOW + shared;
	const high = far * ROTATION_HIGH + shared;
	block[start + 5 * step] = difference07 - middle + low;
	block[start + 3 * step] = difference07 - middle - low;
	block[start + step] = difference07 + middle + high;
	block[start + 7 * step] = difference07 + middle - high;
}
