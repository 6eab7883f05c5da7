/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- test code is never shipped */

import { join } from 'node:path';

import {
	ConnectedN8n,
	readFileNode,
	RUN_TIMEOUT_MS,
	START_TIMEOUT_MS,
} from '../e2e/support/connectedN8n';
import { CALL, ProductionFlow } from '../e2e/support/productionFlow';
import { writePaddedMp4 } from '../support/video';
import { expectLowCost, LEDGER_VIDEO_BYTES, LEDGERS, MEASURED_POSTS } from './support/ledgerGoals';
import { fillSqliteLedger } from './support/ledgerRows';
import { type LedgerCost, measureLedger, SQLITE_NOTES } from './support/ledgerWrites';
import { querySqlite } from './support/sqliteFile';

let stage: ConnectedN8n;

beforeAll(async () => {
	stage = await ConnectedN8n.open();
	// The first post of an n8n takes longer, whatever is remembered of it.
	await postOne(await openFlow('first'), 'first');
}, START_TIMEOUT_MS);

afterEach(() => stage.simulator.expectClean());

afterAll(async () => await stage?.close(), START_TIMEOUT_MS);

/** The same as `cases/ledgerCost.ts`, for those who run n8n as one process. */
describe('the ledger on SQLite', () => {
	it.each(LEDGERS)(
		'a post of 1 MB with %s: at most four calls, 1 MB written and a second more',
		async (ledger) => {
			const { n8n, simulator } = stage;
			const path = `cost-of-${ledger.replaceAll(' ', '-')}`;
			const flow = await openFlow(path);
			const query = async (sql: string) => await querySqlite(n8n, sql);
			if (ledger === 'a full ledger') await fillSqliteLedger(query, flow.workflowId);
			const ids: string[] = [];
			const post = async (key: string) => void ids.push(await postOne(flow, `${path}-${key}`));
			const database = { query, ...SQLITE_NOTES };
			const costs: LedgerCost[] = [];
			for (const key of MEASURED_POSTS) {
				costs.push(await measureLedger(database, async () => await post(key)));
			}
			const ran = await Promise.all(ids.map(async (id) => await n8n.rest.getExecution(id)));
			expectLowCost(`${ledger} on SQLite`, costs, simulator, ran);
		},
		RUN_TIMEOUT_MS,
	);
});

async function openFlow(path: string): Promise<ProductionFlow> {
	const video = await writePaddedMp4(join(stage.n8n.filesFolder, 'one.mp4'), LEDGER_VIDEO_BYTES);
	const post = stage.postNode({
		caption: `${path} #sim`,
		waitUntilFinished: false,
		options: { deduplicationKey: `={{ $('${CALL}').first().json.body.key }}` },
	});
	return await ProductionFlow.open(stage, path, [readFileNode(video.path), post]);
}

/** @returns the execution's id */
async function postOne(flow: ProductionFlow, key: string): Promise<string> {
	const id = await flow.call({ key });
	expect(await stage.n8n.rest.waitForExecution(id)).toMatchObject({ status: 'success' });
	return id;
}
