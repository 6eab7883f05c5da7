import { report } from '../../e2e/support/postedVideos';
import { outputItems, type Execution } from '../../support/n8n';
import { IS_DEEP, scale } from '../../support/scale';
import { openFlows } from '../support/flows';
import { inParallel } from '../support/inParallel';
import type { KeyedFlow } from '../support/keyedFlow';
import { RUN_TIMEOUT_MS, type QueueStage } from '../support/queueStage';
import { tallyPosts } from '../support/tallies';

/** Seven times two presses find a worker's place at once. */
const TIMES = scale(7, 20);
const PRESSES = 2 * TIMES;
const TIMES_KEYED = Math.ceil(TIMES / 2);
const TIMEOUT_MS = 2 * RUN_TIMEOUT_MS;
/** So long that the node leaves it to the next try of its execution. */
const COMES_BACK_LATE = { do: 'status', status: 503, headers: { 'retry-after': '3600' } } as const;

/**
 * Two people press Retry on one failed execution, and two workers run it. Where neither press meets the worker that has
 * the upload, both wait for it for minutes.
 *
 * @param describeMeanwhile tests that go with fewer workers' places
 */
export function describeRetries(use: { stage: QueueStage }, describeMeanwhile: () => void): void {
	let flows: KeyedFlow[] = [];
	const outcomes: string[] = [];
	let pressed: Promise<unknown> | undefined;

	it(
		`is pressed twice at once on ${TIMES} failed executions, also without a Deduplication Key`,
		async () => {
			const { stage } = use;
			flows = await openRetriedFlows(stage);
			const failed = await inParallel(flows, flows.length, async (flow) => await fail(stage, flow));
			pressed = inParallel(twice(failed), PRESSES, async (id) => {
				outcomes.push(await retry(stage, id));
			});
			// The deep run has so many that they would leave none of the workers' places.
			if (IS_DEEP) await pressed;
			await stage.waitFor(() => outcomes.length >= TIMES, 'half have ended', RUN_TIMEOUT_MS);
		},
		TIMEOUT_MS,
	);

	describeMeanwhile();

	it(
		'has made one post of each',
		async () => {
			await pressed;
			const posts = tallyPosts(use.stage.simulator, flows.map(keyOf));
			report(
				`Retry pressed twice at once, ${TIMES} times`,
				`${posts.posts} posts; ${countEach(outcomes)}`,
			);
			expect(posts).toEqual({ posts: TIMES, twice: [], lost: [] });
		},
		TIMEOUT_MS,
	);
}

async function openRetriedFlows(stage: QueueStage): Promise<KeyedFlow[]> {
	return [
		...(await openFlows(stage, 'retries-keyed', TIMES_KEYED)),
		...(await openFlows(stage, 'retries-keyless', TIMES - TIMES_KEYED, {
			firstAccount: TIMES_KEYED,
			parameters: { options: {} },
		})),
	];
}

/** Returns the id of an execution that has failed in the middle of its upload. */
async function fail(stage: QueueStage, flow: KeyedFlow): Promise<string> {
	stage.simulator.faults.add({ on: { endpoint: 'upload' }, ...COMES_BACK_LATE });
	await flow.deliver(keyOf(flow));
	const [execution] = await flow.listExecutions();
	expect(execution).toMatchObject({ status: 'error' });
	return execution?.id ?? '';
}

function twice(ids: readonly string[]): string[] {
	return ids.flatMap((id) => [id, id]);
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
