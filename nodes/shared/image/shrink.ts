import { byteAt, integerAt, realAt } from './numbers';
import type { Size } from './size';

const RGB = 3;

/** Takes rows of red, green and blue, from the top down; each may be overwritten afterwards. */
export type TakeRow = (rgb: Uint8Array) => void;

/** Which place of a shorter row each place of a longer one falls into, and how much of it: the next gets the rest. */
interface Shares {
	/** One more than there are places. */
	readonly targets: Int32Array;
	readonly shares: Float64Array;
}

/**
 * Makes a picture smaller: each new pixel is the average of the area that it covers, so no fine line is left out.
 *
 * @param to no side longer than that of `from`
 */
export function shrinkRows(from: Size, to: Size, takeRow: TakeRow): TakeRow {
	if (from.width === to.width && from.height === to.height) return takeRow;
	const columns = share(from.width, to.width);
	const lines = share(from.height, to.height);
	const area = (from.width * from.height) / (to.width * to.height);
	const averages = new Uint8Array(to.width * RGB);
	// One place more, for the rest of the last one, which is nothing.
	const row = new Float64Array((to.width + 1) * RGB);
	let [sums, next] = [new Float64Array(row.length), new Float64Array(row.length)];
	let y = 0;
	return (rgb) => {
		narrow(rgb, columns, row);
		split(row, realAt(lines.shares, y), sums, next);
		y += 1;
		if (integerAt(lines.targets, y) === integerAt(lines.targets, y - 1)) return;
		for (let at = 0; at < averages.length; at++) averages[at] = Math.round(realAt(sums, at) / area);
		takeRow(averages);
		[sums, next] = [next, sums.fill(0)];
	};
}

function share(length: number, shorter: number): Shares {
	const targets = Int32Array.from({ length: length + 1 }, (_, at) =>
		Math.floor((at * shorter) / length),
	);
	const shares = Float64Array.from({ length }, (_, at) => {
		const end = (integerAt(targets, at) + 1) * length;
		return Math.min(1, (end - at * shorter) / shorter);
	});
	return { targets, shares };
}

/** Sums of what falls into each place of the shorter row. */
function narrow(rgb: Uint8Array, { targets, shares }: Shares, sums: Float64Array): void {
	sums.fill(0);
	for (let x = 0; x < shares.length; x++) {
		const to = integerAt(targets, x) * RGB;
		const part = realAt(shares, x);
		for (let at = 0; at < RGB; at++) {
			const level = byteAt(rgb, x * RGB + at);
			sums[to + at] = realAt(sums, to + at) + level * part;
			sums[to + RGB + at] = realAt(sums, to + RGB + at) + level * (1 - part);
		}
	}
}

/** Adds a part of the row to the one, and the rest to the other. */
function split(row: Float64Array, part: number, one: Float64Array, other: Float64Array): void {
	for (let at = 0; at < row.length; at++) {
		one[at] = realAt(one, at) + realAt(row, at) * part;
		other[at] = realAt(other, at) + realAt(row, at) * (1 - part);
	}
}
