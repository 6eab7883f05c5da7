import { report } from '../../e2e/support/postedVideos';
import { outputItems, type Execution } from '../../support/n8n';
import { scale } from '../../support/scale';
import { openFlows } from '../support/flows';
import { inParallel } from '../support/inParallel';
import type { KeyedFlow } from '../support/keyedFlow';
import { RUN_TIMEOUT_MS, type QueueStage } from '../support/queueStage';
import { tallyPosts } from '../support/tallies';

/** With a key and without one. Where neither press meets the worker that has the upload, both take a worker's place for a minute. */
const TIMES_EACH = scale(5, 10);
const TIMES = 2 * TIMES_EACH;
const TIMEOUT_MS = 2 * RUN_TIMEOUT_MS;
/** So long that the node leaves it to the next try of its execution. */
const COMES_BACK_LATE = { do: 'status', status: 503, headers: { 'retry-after': '3600' } } as const;

/** Two people press Retry on one failed execution, and two workers run it. */
export function describeRetries(use: { stage: QueueStage }): void {
	it(
		`pressed twice at once on a failed execution, ${TIMES} times, half of them without a Deduplication Key: one post each`,
		async () => {
			const { stage } = use;
			const flows = [
				...(await openFlows(stage, 'retries-keyed', TIMES_EACH)),
				...(await openFlows(stage, 'retries-keyless', TIMES_EACH, {
					firstAccount: TIMES_EACH,
					parameters: { options: {} },
				})),
			];
			const failed = await inParallel(flows, flows.length, async (flow) => {
				stage.simulator.faults.add({ on: { endpoint: 'upload' }, ...COMES_BACK_LATE });
				await flow.deliver(keyOf(flow));
				const [execution] = await flow.listExecutions();
				expect(execution).toMatchObject({ status: 'error' });
				return execution?.id ?? '';
			});
			const outcomes = await inParallel(failed, failed.length, async (id) => {
				return await Promise.all([retry(stage, id), retry(stage, id)]);
			});
			const posts = tallyPosts(stage.simulator, flows.map(keyOf));
			const spread = countEach(outcomes.flat().sort());
			report(`Retry pressed twice at once, ${TIMES} times`, `${posts.posts} posts; ${spread}`);
			expect(posts).toEqual({ posts: flows.length, twice: [], lost: [] });
		},
		TIMEOUT_MS,
	);
}

function keyOf(flow: KeyedFlow): string {
	return `${flow.path}-asset`;
}

/** Presses Retry; returns what became of it. */
async function retry({ stack }: QueueStage, executionId: string): Promise<string> {
	const { rest } = stack;
	return describeOutcome(await rest.waitForExecution(await rest.retryExecution(executionId)));
}

function describeOutcome(execution: Execution): string {
	const output = outputItems(execution, 'Post')[0]?.json;
	if (execution.status === 'success') return output?.skipped === true ? 'skipped' : 'posted';
	return execution.data.resultData.error?.message ?? execution.status;
}

function countEach(outcomes: readonly string[]): string {
	const counts = new Map<string, number>();
	for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
	return [...counts].map(([outcome, count]) => `${count} x ${outcome}`).join(', ');
}
