import { executeNode } from '../../support/node/executeNode';
import { createParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';
import { scale } from '../../support/scale';

jest.setTimeout(scale(60_000, 600_000));

const LOOKS_EACH = 6;
const POSTS_PER_MINUTE = 6;
const LOOKS_PER_MINUTE = 30;
const MINUTE_MS = 60_000;
const MOST = 1.05;
/** The last post of a minute has to be sent, too, and looked at. */
const LAST_ONE_MS = 2_000;

/** How long TikTok's limits make a batch take at least: the last post, or the last look, has to find room. */
function leastMs(items: number): number {
	const minutes = (calls: number, perMinute: number) => Math.ceil(calls / perMinute) - 1;
	const forPosts = minutes(items, POSTS_PER_MINUTE);
	const forLooks = minutes(items * LOOKS_EACH, LOOKS_PER_MINUTE);
	return Math.max(forPosts, forLooks) * MINUTE_MS + LAST_ONE_MS;
}

describe('a batch with the default settings', () => {
	const use = useStage();

	it.each([20, scale(60, 200)])('of %d takes no longer than TikTok makes it', async (count) => {
		const { simulator } = use.stage;
		Object.assign(simulator.switches, {
			processingPolls: LOOKS_EACH - 1,
			postCapPerDay: 1_000_000,
		});
		const items = await Promise.all(Array.from({ length: count }, async () => use.videoItem()));
		const begunAt = simulator.clock.now();
		const { output } = await executeNode({
			parameters: createParameters(),
			items,
			credential: use.credential,
		});
		const tookMs = simulator.clock.now() - begunAt;
		expect(output.map(({ json }) => json.status)).toEqual(items.map(() => 'PUBLISH_COMPLETE'));
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		expect(simulator.posts).toHaveLength(count);
		expect(tookMs).toBeLessThanOrEqual(MOST * leastMs(count));
	});
});
