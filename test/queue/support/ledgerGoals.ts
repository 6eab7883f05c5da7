import { report } from '../../e2e/support/postedVideos';
import type { Simulator } from '../../simulator';
import { outputItems, type Execution } from '../../support/n8n';
import type { LedgerCost } from './ledgerWrites';

export const LEDGERS = ['an empty ledger', 'a full ledger'] as const;
export type Ledger = (typeof LEDGERS)[number];

/** Of the video whose post is measured. */
export const LEDGER_VIDEO_BYTES = 1_000_000;
const MOST_CALLS = 4;
const MOST_BYTES = 1_000_000;
const MOST_ADDED_MS = 1_000;

/**
 * What a machine has to do besides only adds to the time, and to the calls, as a claim is looked at once more after a
 * slow one: the cheaper of two posts tells.
 */
export const MEASURED_POSTS = ['first', 'second'] as const;

/**
 * What remembering a post of 1 MB may cost.
 *
 * @param costs of the posts
 * @param executions of all of them, each with one post
 */
export function expectLowCost(
	where: string,
	costs: readonly LedgerCost[],
	simulator: Simulator,
	executions: readonly Execution[],
): void {
	const addedMs = executions.map((execution) => readAddedMs(simulator, execution));
	const calls = costs.map((cost) => cost.calls);
	const bytes = costs.map((cost) => cost.bytes);
	report(
		`A post of 1 MB with ${where}`,
		`${calls.join(', ')} calls to the store, ${bytes.join(', ')} bytes written; ` +
			`the node took ${addedMs.join(', ')} ms besides TikTok's answers to calls`,
	);
	expect([costs.length, addedMs.length]).toEqual([MEASURED_POSTS.length, MEASURED_POSTS.length]);
	expect(Math.min(...calls)).toBeLessThanOrEqual(MOST_CALLS);
	expect(Math.min(...bytes)).toBeLessThanOrEqual(MOST_BYTES);
	expect(Math.min(...addedMs)).toBeLessThanOrEqual(MOST_ADDED_MS);
}

/** How long Post took besides calls to TikTok. Uploads are open while the ledger is waited for. */
function readAddedMs({ requests }: Simulator, execution: Execution): number {
	const run = execution.data.resultData.runData.Post?.at(-1);
	expect(outputItems(execution, 'Post')).toHaveLength(1);
	const from = run?.startTime ?? 0;
	const nodeMs = run?.executionTime ?? 0;
	const calls = requests.filter(
		({ method, at, endedAt }) => method !== 'PUT' && at >= from && endedAt <= from + nodeMs,
	);
	return calls.reduce((left, { at, endedAt }) => left - (endedAt - at), nodeMs);
}
