/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the error n8n-core throws is Node's */
import { AssertionError } from 'node:assert';
import type { DeduplicationStore, Turn } from '../../support/tested/ledger';
import { NodeStore } from './support/nodeStore';
import { startProcess, type LedgerProcess } from './support/startProcess';
import { Time } from './support/time';

const TURN: Turn = { key: 'key', turn: 0 };
const SPENT_AT_ONCE = 100;

const collision = () => new Error('SQLITE_CONSTRAINT: UNIQUE constraint failed: processed_data');
const notSetUp = () => new AssertionError({ message: 'Instance needs to initialized before use.' });

describe("n8n's deduplication store, when it can't be counted on", () => {
	let time: Time;
	let ledger: LedgerProcess;
	let database: NodeStore;
	let store: DeduplicationStore;

	beforeEach(() => {
		time = new Time();
		ledger = startProcess(time);
		open(new NodeStore(time));
	});

	function open(opened: NodeStore): void {
		database = opened;
		store = new ledger.DeduplicationStore(database.n8n);
	}

	const openClaim = () => new ledger.Claim([TURN], () => []);
	const calls = () => database.calls;
	const many = (count: number) => Array.from({ length: count }, (_, number) => `spent ${number}`);

	describe('where nothing is kept', () => {
		const NONE: Array<[string, () => Promise<void>]> = [
			[
				'in a workflow that was never saved',
				async () => await Promise.resolve(open(new NodeStore(time, ''))),
			],
			[
				'where n8n-core runs without n8n',
				async () => {
					database.failures = [notSetUp()];
					await store.record([]);
					database.calls.length = 0;
				},
			],
		];

		it.each(NONE)('%s: n8n is not asked, and everything is new', async (_what, prepare) => {
			await prepare();
			expect(store.isAvailable).toBe(false);
			expect((await store.record(['entry'])).fresh).toEqual(new Set(['entry']));
			const { of, there } = await store.ask(['fact'], ['other']);
			expect(of('fact')).toBe('no');
			expect([...there]).toEqual([]);
			expect(calls()).toEqual([]);
			expect(database.removals).toEqual([]);
		});

		it.each(NONE)('%s: a claim stays as it is, and nobody waits', async (_what, prepare) => {
			await prepare();
			const claim = openClaim();
			store.watch(claim);
			await store.record([]);
			await store.settle(claim);
			expect(claim.state).toBe('settling');
			expect(claim.isEntered).toBe(false);
			expect(time.waits).toEqual([]);
		});

		it.each(NONE)('%s: nothing is confirmed or removed', async (_what, prepare) => {
			await prepare();
			store.noteOthers();
			await store.tell(['told']);
			await store.confirm();
			expect(time.waits).toEqual([]);
			store.spend(many(SPENT_AT_ONCE));
			// Nor later, by an execution that has the same row and a store.
			open(new NodeStore(time));
			await store.confirm();
			expect(database.removals).toEqual([]);
		});

		it('it is found out with the call that fails, and what that had to enter is new', async () => {
			database.failures = [notSetUp()];
			expect(store.isAvailable).toBe(true);
			expect((await store.record(['entry'])).fresh).toEqual(new Set(['entry']));
			expect(store.isAvailable).toBe(false);
			expect(calls()).toHaveLength(1);
			expect(database.log).toEqual([]);
		});
	});

	describe('when another process creates the row in the same moment', () => {
		it.each([
			'duplicate key value violates "PK_ca04b9d8dc72de268fe07a65773"',
			'SQLITE_CONSTRAINT: UNIQUE constraint failed: processed_data',
			"Duplicate entry 'workflow-node' for key 'PRIMARY'",
		])('it tries again, and knows of others: %s', async (message) => {
			database.failures = [new Error(message)];
			expect((await store.record(['entry'])).fresh).toEqual(new Set(['entry']));
			expect(calls()).toEqual([['entry'], ['entry']]);
			await store.tell(['told']);
			await store.confirm();
			expect(time.waits).toHaveLength(1);
		});

		it.each([
			[3, true],
			[4, false],
		])('it tries three times again: after %s collisions, %s', async (count, isDone) => {
			database.failures = Array.from({ length: count }, collision);
			const recorded = store.record(['entry']).then(
				() => true,
				() => false,
			);
			expect(await recorded).toBe(isDone);
			expect(calls()).toHaveLength(4);
		});
	});

	describe('when its database fails', () => {
		it.each([
			['SQLITE_BUSY: database is locked', 'its database is busy'],
			['Deadlock found when trying to get lock', 'its database is busy'],
			['the resource is busy', 'its database is busy'],
			['Lock wait timeout exceeded', 'its database is busy'],
			['SQLITE_FULL: database or disk is full', 'its database has no space left'],
			['no space left on device', 'its database has no space left'],
			['Disk quota exceeded', 'its database has no space left'],
			['ENOSPC', 'its database has no space left'],
			['attempt to write a readonly database', 'its database can not be written'],
			['the transaction is read-only', 'its database can not be written'],
			['permission denied for table processed_data', 'its database can not be written'],
			['EACCES', 'its database can not be written'],
			['ECONNREFUSED 10.0.0.7:5432', 'its database can not be reached'],
			['Cannot connect', 'its database can not be reached'],
			['Connection terminated unexpectedly', 'its database can not be reached'],
			['query timed out', 'its database can not be reached'],
			['read timeout', 'its database can not be reached'],
			['the pool is closed', 'its database can not be reached'],
			['relation "processed_data" does not exist', "n8n's log says why"],
		])('it says what that means: %s', async (message, trouble) => {
			database.failures = [new Error(message)];
			await expect(store.record(['entry'])).rejects.toMatchObject({
				failure: {
					code: 'deduplication_failed',
					message: `n8n's deduplication store could not be used: ${trouble}`,
					advice: expect.stringMatching(/^Without it .* of this try\.$/),
					retry: 'soon',
					stage: 'init',
				},
			});
			expect(calls()).toHaveLength(1);
			expect(database.log).toEqual([
				`TikTok Post: n8n's deduplication store failed (Error: ${message})`,
			]);
		});

		it('secrets in its words stay out of the log', async () => {
			database.failures = [new Error('at https://user:word@database.example.com')];
			await expect(store.record([])).rejects.toThrow();
			expect(database.log.join()).not.toContain('word');
		});

		it.each(['the pool is closed', null])(
			'what is no error is told of, too: %s',
			async (thrown) => {
				database.failures = [thrown];
				await expect(store.record([])).rejects.toMatchObject({
					failure: { code: 'deduplication_failed' },
				});
				expect(database.log.join()).toContain(`(Error: ${thrown})`);
			},
		);

		it('what a question has entered may not be taken back', async () => {
			database.removalFailure = new Error('SQLITE_BUSY');
			await expect(store.ask(['fact'])).rejects.toMatchObject({
				failure: { code: 'deduplication_failed' },
			});
			database.removalFailure = undefined;
			// The store works on.
			expect((await store.record(['entry'])).fresh).toEqual(new Set(['entry']));
		});
	});
});
