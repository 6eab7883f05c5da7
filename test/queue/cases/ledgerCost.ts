/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- test code is never shipped */

import { join } from 'node:path';

import { report } from '../../e2e/support/postedVideos';
import { outputItems, type Execution } from '../../support/n8n';
import { writePaddedMp4 } from '../../support/video';
import { KeyedFlow } from '../support/keyedFlow';
import { fillLedgers } from '../support/ledgerRows';
import { measureLedger } from '../support/ledgerWrites';
import { RUN_TIMEOUT_MS, type QueueStage } from '../support/queueStage';

const VIDEO_BYTES = 1_000_000;
const MOST_CALLS = 4;
const MOST_BYTES = 1_000_000;
const MOST_ADDED_MS = 1_000;

/** What remembering a post costs. */
export function describeLedgerCost(use: { stage: QueueStage }): void {
	it.each(['an empty ledger', 'a full ledger'])(
		'a post of 1 MB with %s: at most four calls, 1 MB written and a second more',
		async (ledger) => {
			const { stage } = use;
			const path = `cost-of-${ledger.replaceAll(' ', '-')}`;
			const file = join(stage.stack.filesFolder, 'one.mp4');
			await writePaddedMp4(file, VIDEO_BYTES);
			const account = await stage.makeAccount();
			const flow = await KeyedFlow.open(stage, path, { account, file });
			if (ledger === 'a full ledger') await fillLedgers(stage, [flow]);
			const cost = await measureLedger(stage, async () => {
				expect(await flow.deliver(path)).toMatchObject({ isGood: true });
			});
			const [execution] = await flow.listExecutions();
			const ran = await stage.stack.rest.getExecution(execution?.id ?? '');
			const { nodeMs, tiktokMs } = readTimes(stage, ran);
			report(
				`A post of 1 MB with ${ledger}`,
				`${cost.calls} calls to the store, ${cost.bytes} bytes written; ` +
					`the node took ${nodeMs} ms, of them ${tiktokMs} ms in TikTok's answers`,
			);
			expect(cost.calls).toBeLessThanOrEqual(MOST_CALLS);
			expect(cost.bytes).toBeLessThanOrEqual(MOST_BYTES);
			expect(nodeMs - tiktokMs).toBeLessThanOrEqual(MOST_ADDED_MS);
		},
		RUN_TIMEOUT_MS,
	);
}

/** How long Post took, and how long it spent in requests to TikTok. */
function readTimes({ simulator }: QueueStage, execution: Execution) {
	const run = execution.data.resultData.runData.Post?.at(-1);
	expect(outputItems(execution, 'Post')).toHaveLength(1);
	const from = run?.startTime ?? 0;
	const nodeMs = run?.executionTime ?? 0;
	const own = simulator.requests.filter(
		({ at, endedAt }) => at >= from && endedAt <= from + nodeMs,
	);
	const tiktokMs = own.reduce((sum, { at, endedAt }) => sum + endedAt - at, 0);
	return { nodeMs, tiktokMs };
}
