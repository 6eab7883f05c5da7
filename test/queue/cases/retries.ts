import { report } from '../../e2e/support/postedVideos';
import { outputItems, type Execution } from '../../support/n8n';
import { openFlows } from '../support/flows';
import { inParallel } from '../support/inParallel';
import type { KeyedFlow } from '../support/keyedFlow';
import { RUN_TIMEOUT_MS, type QueueStage } from '../support/queueStage';
import { tallyPosts } from '../support/tallies';

/** With a key and without one: twenty in all. */
const TIMES = 10;
/** Fourteen executions for fifteen places, so that no press waits for a worker. */
const RETRIED_AT_ONCE = 7;
/** So long that the node leaves it to the next try of its execution. */
const COMES_BACK_LATE = { do: 'status', status: 503, headers: { 'retry-after': '3600' } } as const;

/** Two people press Retry on one failed execution, and two workers run it. */
export function describeRetries(use: { stage: QueueStage }): void {
	it.each([
		['with a Deduplication Key', "={{ $('Call').first().json.body.key }}"],
		['without one', ''],
	])(
		'pressed twice at once on a failed execution, 10 times, %s: one post each',
		async (title, deduplicationKey) => {
			const { stage } = use;
			const name = deduplicationKey === '' ? 'retries-keyless' : 'retries-keyed';
			const flows = await openFlows(stage, name, TIMES, {
				parameters: { options: { deduplicationKey } },
			});
			const failed = await inParallel(flows, RETRIED_AT_ONCE, async (flow) => {
				stage.simulator.faults.add({ on: { endpoint: 'upload' }, ...COMES_BACK_LATE });
				await flow.deliver(keyOf(flow));
				const [execution] = await flow.listExecutions();
				expect(execution).toMatchObject({ status: 'error' });
				return execution?.id ?? '';
			});
			const outcomes = await inParallel(failed, RETRIED_AT_ONCE, async (id) => {
				return await Promise.all([retry(stage, id), retry(stage, id)]);
			});
			const posts = tallyPosts(stage.simulator, flows.map(keyOf));
			const spread = outcomes.flat().sort();
			report(`Retry pressed twice at once, ${title}`, `${posts.posts} posts; ${countEach(spread)}`);
			expect(posts).toEqual({ posts: TIMES, twice: [], lost: [] });
		},
		RUN_TIMEOUT_MS,
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
