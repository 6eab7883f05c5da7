/**
 * A sample in which every two properties meet that meet anywhere: whatever value one cell has of one property
 * together with a value of another, a picked cell has both. Faults that need three at once are left out.
 *
 * @param propertiesOf the values by which cells differ, always the same ones in the same order
 * @returns the picked cells, in their order
 */
export function pickPairwise<Cell>(
	cells: readonly Cell[],
	propertiesOf: (cell: Cell) => readonly string[],
): Cell[] {
	const pairs = new Map(cells.map((cell) => [cell, listPairs(propertiesOf(cell))]));
	const missing = new Set([...pairs.values()].flat());
	const picked = new Set<Cell>();
	while (missing.size > 0) {
		const countNew = (cell: Cell) =>
			pairs.get(cell)?.filter((pair) => missing.has(pair)).length ?? 0;
		const best = cells.reduce((a, b) => (countNew(b) > countNew(a) ? b : a));
		picked.add(best);
		pairs.get(best)?.forEach((pair) => missing.delete(pair));
	}
	return cells.filter((cell) => picked.has(cell));
}

function listPairs(properties: readonly string[]): string[] {
	return properties.flatMap((first, index) =>
		properties.slice(index + 1).map((second, next) => JSON.stringify([index, next, first, second])),
	);
}
