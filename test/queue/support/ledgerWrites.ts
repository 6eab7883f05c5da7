/** What a node asked of n8n's deduplication store: each call writes its whole row. */
export interface LedgerCost {
	calls: number;
	bytes: number;
}

/** A database of n8n's that can note what is written to its deduplication store. */
export interface LedgerDatabase {
	/** Runs SQL; returns the rows as texts. */
	query(sql: string): Promise<string[][]>;
	/** SQL that from now on enters the length of each written row in `ledger_writes.bytes`. */
	startNoting: string;
	/** SQL that undoes it. */
	stopNoting: string;
}

export const POSTGRES_NOTES = {
	startNoting: `
		CREATE TABLE ledger_writes (bytes bigint);
		CREATE FUNCTION note_ledger_write() RETURNS trigger LANGUAGE plpgsql AS
			'BEGIN INSERT INTO ledger_writes VALUES (octet_length(NEW.value)); RETURN NEW; END';
		CREATE TRIGGER note_ledger_write BEFORE INSERT OR UPDATE ON processed_data
			FOR EACH ROW EXECUTE FUNCTION note_ledger_write()`,
	stopNoting: `
		DROP TRIGGER note_ledger_write ON processed_data;
		DROP FUNCTION note_ledger_write;
		DROP TABLE ledger_writes`,
};

const NOTE_IN_SQLITE =
	'ON processed_data BEGIN INSERT INTO ledger_writes VALUES (octet_length(NEW.value)); END';

export const SQLITE_NOTES = {
	startNoting: `
		CREATE TABLE ledger_writes (bytes integer);
		CREATE TRIGGER note_ledger_insert AFTER INSERT ${NOTE_IN_SQLITE};
		CREATE TRIGGER note_ledger_update AFTER UPDATE ${NOTE_IN_SQLITE}`,
	stopNoting: `
		DROP TRIGGER note_ledger_insert;
		DROP TRIGGER note_ledger_update;
		DROP TABLE ledger_writes`,
};

/** Lets the database note each write of n8n's deduplication store while `work` is done. */
export async function measureLedger(
	database: LedgerDatabase,
	work: () => Promise<void>,
): Promise<LedgerCost> {
	await database.query(database.startNoting);
	try {
		await work();
		const [row] = await database.query(
			'SELECT count(*), coalesce(sum(bytes), 0) FROM ledger_writes',
		);
		const [calls, bytes] = row ?? [];
		return { calls: Number(calls), bytes: Number(bytes) };
	} finally {
		await database.query(database.stopNoting);
	}
}
