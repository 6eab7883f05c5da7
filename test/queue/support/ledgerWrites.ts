import type { QueueStage } from './queueStage';

/** What a node asked of n8n's deduplication store: each call writes its whole row. */
export interface LedgerCost {
	calls: number;
	bytes: number;
}

/** Lets Postgres note each write of n8n's deduplication store while `work` is done. */
export async function measureLedger(
	{ stack }: QueueStage,
	work: () => Promise<void>,
): Promise<LedgerCost> {
	const { postgres } = stack;
	await postgres.query(`
		CREATE TABLE ledger_writes (bytes bigint);
		CREATE FUNCTION note_ledger_write() RETURNS trigger LANGUAGE plpgsql AS
			'BEGIN INSERT INTO ledger_writes VALUES (octet_length(NEW.value)); RETURN NEW; END';
		CREATE TRIGGER note_ledger_write BEFORE INSERT OR UPDATE ON processed_data
			FOR EACH ROW EXECUTE FUNCTION note_ledger_write()`);
	try {
		await work();
		const [row] = await postgres.query(
			'SELECT count(*), coalesce(sum(bytes), 0) FROM ledger_writes',
		);
		const [calls, bytes] = row ?? [];
		return { calls: Number(calls), bytes: Number(bytes) };
	} finally {
		await postgres.query(`
			DROP TRIGGER note_ledger_write ON processed_data;
			DROP FUNCTION note_ledger_write;
			DROP TABLE ledger_writes`);
	}
}
