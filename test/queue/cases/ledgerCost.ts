/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- test code is never shipped */

import { join } from 'node:path';

import { writePaddedMp4 } from '../../support/video';
import { KeyedFlow } from '../support/keyedFlow';
import { expectLowCost, LEDGER_VIDEO_BYTES, LEDGERS, MEASURED_POSTS } from '../support/ledgerGoals';
import { fillLedgers } from '../support/ledgerRows';
import { type LedgerCost, measureLedger, POSTGRES_NOTES } from '../support/ledgerWrites';
import { RUN_TIMEOUT_MS, type QueueStage } from '../support/queueStage';

/** What remembering a post costs on Postgres; `ledgerOnSqlite.test.ts` has the same on SQLite. */
export function describeLedgerCost(use: { stage: QueueStage }): void {
	it.each(LEDGERS)(
		'a post of 1 MB with %s: at most four calls, 1 MB written and a second more',
		async (ledger) => {
			const { stage } = use;
			const { postgres, filesFolder, rest } = stage.stack;
			const path = `cost-of-${ledger.replaceAll(' ', '-')}`;
			const file = join(filesFolder, 'one.mp4');
			await writePaddedMp4(file, LEDGER_VIDEO_BYTES);
			const account = await stage.makeAccount();
			await workAlone(stage);
			// The first post of a worker takes longer, whatever is remembered of it.
			const first = await KeyedFlow.open(stage, `first-${path}`, { account, file });
			expect(await first.deliver('first')).toMatchObject({ isGood: true });
			const flow = await KeyedFlow.open(stage, path, { account, file });
			if (ledger === 'a full ledger') await fillLedgers(stage, [flow]);
			const query = async (sql: string) => await postgres.query(sql);
			const post = async (key: string) => {
				expect(await flow.deliver(`${path}-${key}`)).toMatchObject({ isGood: true });
			};
			const database = { query, ...POSTGRES_NOTES };
			const costs: LedgerCost[] = [];
			for (const key of MEASURED_POSTS) {
				costs.push(await measureLedger(database, async () => await post(key)));
			}
			const ids = (await flow.listExecutions()).map(({ id }) => id);
			const ran = await Promise.all(ids.map(async (id) => await rest.getExecution(id)));
			expectLowCost(`${ledger} on Postgres`, costs, stage.simulator, ran);
		},
		RUN_TIMEOUT_MS,
	);
}

/** Leaves one worker that has met no other: who has met others looks once more whether everything stayed. */
async function workAlone({ stack }: QueueStage): Promise<void> {
	await stack.keepWorkers(1);
	await stack.workers[0]?.restart();
}
