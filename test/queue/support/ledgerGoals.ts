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

/** What remembering a post of 1 MB may cost. The time is told and not judged: it is the machine's as well. */
export function expectLowCost(
	where: string,
	cost: LedgerCost,
	simulator: Simulator,
	execution: Execution,
): void {
	const { nodeMs, tiktokMs } = readTimes(simulator, execution);
	report(
		`A post of 1 MB with ${where}`,
		`${cost.calls} calls to the store, ${cost.bytes} bytes written; ` +
			`the node took ${nodeMs} ms, of them ${tiktokMs} ms in TikTok's answers to calls`,
	);
	expect(cost.calls).toBeLessThanOrEqual(MOST_CALLS);
	expect(cost.bytes).toBeLessThanOrEqual(MOST_BYTES);
}

/** How long Post took, and how much of it in calls to TikTok. Uploads are open while the ledger is waited for. */
function readTimes({ requests }: Simulator, execution: Execution) {
	const run = execution.data.resultData.runData.Post?.at(-1);
	expect(outputItems(execution, 'Post')).toHaveLength(1);
	const from = run?.startTime ?? 0;
	const nodeMs = run?.executionTime ?? 0;
	const calls = requests.filter(
		({ method, at, endedAt }) => method !== 'PUT' && at >= from && endedAt <= from + nodeMs,
	);
	const tiktokMs = calls.reduce((sum, { at, endedAt }) => sum + endedAt - at, 0);
	return { nodeMs, tiktokMs };
}
