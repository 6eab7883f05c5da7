import { report } from '../../e2e/support/postedVideos';
import { scale } from '../../support/scale';
import { listDeliveries, SHARED_FLOWS, useSharedFlows } from '../support/flows';
import { inParallel } from '../support/inParallel';
import { RUN_TIMEOUT_MS, type QueueStage } from '../support/queueStage';
import { tallyAnswers } from '../support/tallies';

const POSTS_EACH = scale(2, 4);
const PLACES_PER_WORKER = 5;
const MS_PER_SECOND = 1000;

/** How many posts a second come out of it. */
export function describeThroughput(use: { stage: QueueStage }): void {
	it.each([3, 1])(
		'%d workers post videos of 400 kB as fast as they can',
		async (workers) => {
			const { stage } = use;
			const flows = await useSharedFlows(stage, 0, SHARED_FLOWS);
			await stage.stack.keepWorkers(workers);
			const deliveries = listDeliveries(`fast-${workers}`, flows, POSTS_EACH);
			const places = workers * PLACES_PER_WORKER;
			// A worker that has just started is slow at first.
			await inParallel(flows.slice(0, places), places, async (flow) =>
				flow.deliver(`warm-up-${workers}`),
			);
			const begunAt = stage.simulator.clock.now();
			const answers = await inParallel(
				deliveries,
				places,
				async ({ flow, key }, index) => await flow.deliver(key, index),
			);
			const seconds = (stage.simulator.clock.now() - begunAt) / MS_PER_SECOND;
			const rate = (deliveries.length / seconds).toFixed(1);
			report(
				`${deliveries.length} posts of 400 kB, limits off`,
				`${rate} posts a second with ${workers} ${workers === 1 ? 'worker' : 'workers'}`,
			);
			expect(tallyAnswers(answers)).toEqual({ posted: deliveries.length, skipped: 0, failed: 0 });
		},
		RUN_TIMEOUT_MS,
	);
}
