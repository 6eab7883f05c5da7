const POSTS_PER_MINUTE = 6;
const LOOKS_PER_MINUTE = 30;
const MINUTE_MS = 60_000;
/** The last post of a minute has to be sent, too, and looked at. */
const LAST_ONE_MS = 2_000;

/** How long TikTok's limits make a batch take at least: the last post, or the last look, has to find room. */
export function leastBatchMs(items: number, looksEach: number): number {
	const minutes = (calls: number, perMinute: number) => Math.ceil(calls / perMinute) - 1;
	const forPosts = minutes(items, POSTS_PER_MINUTE);
	const forLooks = minutes(items * looksEach, LOOKS_PER_MINUTE);
	return Math.max(forPosts, forLooks) * MINUTE_MS + LAST_ONE_MS;
}
