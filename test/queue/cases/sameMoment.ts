import { report } from '../../e2e/support/postedVideos';
import { scale } from '../../support/scale';
import { countErrors } from '../support/errorMessages';
import { listDeliveries, openFlows, useSharedFlows, type Delivery } from '../support/flows';
import { inParallel } from '../support/inParallel';
import type { KeyedFlow } from '../support/keyedFlow';
import { fillLedgers } from '../support/ledgerRows';
import { RUN_TIMEOUT_MS, type QueueStage } from '../support/queueStage';
import { describeTallies, tallyAnswers, tallyPosts } from '../support/tallies';

const PAIR_FLOWS = 20;
const PAIRS_PER_FLOW = 10;
/** Fourteen executions for fifteen places, so that none of a pair waits for a worker. */
const PAIRS_AT_ONCE = 7;
const NEW_FLOWS = 10;
const KEYS_PER_NEW_FLOW = 6;
/** As many as three workers take up at once. A burst for each account, or the node would keep TikTok's pace. */
const BURST_SIZE = 15;
const BURSTS = 20;
const DELIVERED_AGAIN_AT_ONCE = 10;

/** What many processes do with keys that come at once. */
export function describeSameMoment(use: { stage: QueueStage }): void {
	it(
		'200 keys, each delivered to both webhook processors at once: each is posted once, the other delivery skipped',
		async () => {
			const { stage } = use;
			const flows = await useSharedFlows(stage, 0, PAIR_FLOWS);
			const deliveries = listDeliveries('pair', flows, PAIRS_PER_FLOW);
			const pairs = await inParallel(deliveries, PAIRS_AT_ONCE, async ({ flow, key }) => {
				return await Promise.all([flow.deliver(key, 0), flow.deliver(key, 1)]);
			});
			const posts = tallyPosts(stage.simulator, keysOf(deliveries));
			const answers = tallyAnswers(pairs.flat());
			report('Pairs at the same moment', describeTallies(posts, answers));
			report('Pairs at the same moment, errors', JSON.stringify(await countErrors(stage, flows)));
			const count = deliveries.length;
			expect(posts).toEqual({ posts: count, twice: [], lost: [] });
			expect(answers).toEqual({ posted: count, skipped: count, failed: 0 });
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'60 keys at once in 10 workflows that never ran: 60 posts',
		async () => {
			const { stage } = use;
			const flows = await openFlows(stage, 'new', NEW_FLOWS, { firstAccount: 2 * PAIR_FLOWS });
			const deliveries = listDeliveries('new', flows, KEYS_PER_NEW_FLOW);
			const answers = tallyAnswers(await deliverAll(deliveries, deliveries.length));
			const posts = tallyPosts(stage.simulator, keysOf(deliveries));
			report('10 new workflows, 60 keys at once', describeTallies(posts, answers));
			report('10 new workflows, errors', JSON.stringify(await countErrors(stage, flows)));
			expect(posts).toEqual({ posts: deliveries.length, twice: [], lost: [] });
			expect(answers).toEqual({ posted: deliveries.length, skipped: 0, failed: 0 });
		},
		RUN_TIMEOUT_MS,
	);

	it.each([
		['a small ledger', PAIR_FLOWS, BURSTS],
		['a full ledger', 0, scale(BURSTS / 2, BURSTS)],
	])(
		'keys in bursts of 15, then all again, with %s: no second post, no false error',
		async (ledger, firstAccount, bursts) => {
			const { stage } = use;
			const isFull = ledger === 'a full ledger';
			const flows = isFull
				? await openFlows(stage, 'full', bursts, { firstAccount })
				: await useSharedFlows(stage, firstAccount, bursts);
			if (isFull) await fillLedgers(stage, flows);
			const deliveries = await deliverBursts(flows);
			const first = tallyPosts(stage.simulator, keysOf(deliveries));
			const again = tallyAnswers(await deliverAll(deliveries, DELIVERED_AGAIN_AT_ONCE));
			const posts = tallyPosts(stage.simulator, keysOf(deliveries));
			report(
				`Bursts of 15, ${ledger}`,
				`first ${first.posts} posts, ${first.lost.length} not posted`,
			);
			report(`Bursts of 15, ${ledger}, all again`, describeTallies(posts, again));
			report(`Bursts of 15, ${ledger}, errors`, JSON.stringify(await countErrors(stage, flows)));
			expect(posts).toEqual({ posts: deliveries.length, twice: [], lost: [] });
			expect(again).toEqual({ posted: 0, skipped: deliveries.length, failed: 0 });
		},
		RUN_TIMEOUT_MS,
	);
}

/** A burst of keys for one flow after the other. */
async function deliverBursts(flows: readonly KeyedFlow[]): Promise<Delivery[]> {
	const bursts = flows.map((flow) => listDeliveries('burst', [flow], BURST_SIZE));
	for (const burst of bursts) await deliverAll(burst, BURST_SIZE);
	return bursts.flat();
}

/** Delivers each key once, the webhook processors taking turns. */
async function deliverAll(deliveries: readonly Delivery[], atOnce: number) {
	return await inParallel(
		deliveries,
		atOnce,
		async ({ flow, key }, index) => await flow.deliver(key, index),
	);
}

function keysOf(deliveries: readonly Delivery[]): string[] {
	return deliveries.map(({ key }) => key);
}
