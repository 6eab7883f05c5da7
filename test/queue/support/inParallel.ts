/** Does the work for each item, at most so many at once; returns the results in the items' order. */
export async function inParallel<Item, Result>(
	items: readonly Item[],
	atOnce: number,
	work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = [];
	const rest = [...items.entries()].reverse();
	const takeTurns = async () => {
		for (let next = rest.pop(); next; next = rest.pop()) {
			const [index, item] = next;
			results[index] = await work(item, index);
		}
	};
	await Promise.all(Array.from({ length: atOnce }, takeTurns));
	return results;
}
