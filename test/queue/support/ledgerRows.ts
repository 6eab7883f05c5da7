import type { KeyedFlow } from './keyedFlow';
import type { QueueStage } from './queueStage';

/** n8n drops the oldest of them as soon as the node keeps fewer. */
const FULL_ENTRIES = 44_000;
/** Written as hexadecimal digits they are as long as n8n's hashes are in base64. */
const ENTRY_BYTES = 12;

/** Gives the flows' Post nodes, which never ran, a row in n8n's deduplication store that is full of other posts' entries. */
export async function fillLedgers(stage: QueueStage, flows: readonly KeyedFlow[]): Promise<void> {
	const rows = flows.map(({ workflowId, postNodeId }) => `('${workflowId}', 'n:${postNodeId}')`);
	await stage.stack.postgres.query(`
		INSERT INTO processed_data ("workflowId", context, value)
		SELECT flow.id, flow.context, json_build_object('mode', 'entries', 'data', entries.all)::text
		FROM (VALUES ${rows.join(', ')}) AS flow (id, context),
			(SELECT json_agg(encode(decode(md5('other ' || n), 'hex'), 'base64')) AS all
			 FROM generate_series(1, ${FULL_ENTRIES}) AS n) AS entries`);
}

/** The same for one node that comes third in its workflow, in a database that is a file. */
export async function fillSqliteLedger(
	query: (sql: string) => Promise<unknown>,
	workflowId: string,
): Promise<void> {
	await query(`
		WITH RECURSIVE others (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM others WHERE n < ${FULL_ENTRIES})
		INSERT INTO processed_data ("workflowId", context, value)
		SELECT '${workflowId}', 'n:node-2',
			json_object('mode', 'entries', 'data', json_group_array(hex(randomblob(${ENTRY_BYTES}))))
		FROM others`);
}
