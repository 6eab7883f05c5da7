/** Foreign errors can point at themselves, so only this many are followed. */
const MAX_CAUSES = 6;

/** A caught value and what it says caused it, outermost first. */
export function listCauses(error: unknown): unknown[] {
	const chain: unknown[] = [];
	let link = error;
	while (link !== undefined && link !== null && chain.length < MAX_CAUSES) {
		chain.push(link);
		link = typeof link === 'object' ? Reflect.get(link, 'cause') : undefined;
	}
	return chain;
}
