import type { DeduplicationStore, Turn } from '../../support/tested/ledger';
import { NodeStore } from './support/nodeStore';
import { startProcess, type LedgerProcess } from './support/startProcess';
import { Time } from './support/time';

const TURN: Turn = { key: 'key', turn: 0 };
const SETTLE_MS = 400;
const SPENT_AT_ONCE = 100;
/** As n8n takes it: what its table holds for a node, and what a call gets. */
const SETTINGS = JSON.stringify(['node', { mode: 'entries', maxEntries: 9_200 }]);

describe("n8n's deduplication store", () => {
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

	it('enters something, and tells what was not there before', async () => {
		database.add('old');
		expect((await store.record(['old', 'new'])).fresh).toEqual(new Set(['new']));
		expect(database.entries).toEqual(['old', 'new']);
		expect(store.isAvailable).toBe(true);
	});

	it('names the node and its room with each call', async () => {
		await store.ask(['fact']);
		expect(calls()).toHaveLength(1);
		expect(database.removals).toHaveLength(1);
		expect([...database.settings]).toEqual([SETTINGS]);
	});

	it('takes what n8n tells of as text', async () => {
		const { n8n } = database;
		const numbers = async () => await Promise.resolve({ new: [17], processed: [] });
		Object.assign(n8n.helpers, { checkProcessedAndRecord: numbers });
		store = new ledger.DeduplicationStore(n8n);
		expect((await store.record(['17'])).fresh).toEqual(new Set(['17']));
	});

	it.each([
		['the same node, which shares all of it', 'workflow', 'node', ['kept', 'other']],
		['another node', 'workflow', 'other node', ['other']],
		['another workflow', 'other workflow', 'node', ['other']],
	])('is the row of a node in a workflow: %s', async (_what, workflow, node, written) => {
		await store.tell(['kept']);
		open(new NodeStore(time, workflow, node));
		await store.record(['other']);
		expect([...(calls()[0] ?? [])].sort()).toEqual(written);
	});

	it('brings back what was told, whoever overwrites it', async () => {
		expect((await store.tell(['told'])).fresh).toEqual(new Set(['told']));
		await store.record(['entered']);
		database.drop('told', 'entered');
		await store.record([]);
		expect(database.entries).toEqual(['told']);
	});

	describe('a question', () => {
		it('is answered, and leaves nothing behind', async () => {
			database.add('so', 'there');
			const { of, there } = await store.ask(['so', 'not so'], ['there', 'not there']);
			expect([of('so'), of('not so'), of('never asked')]).toEqual(['yes', 'no', undefined]);
			expect([...there]).toEqual(['there']);
			expect(calls()).toEqual([['there', 'not there', 'so', 'not so', 'so asked', 'not so asked']]);
			expect(database.removals).toEqual([['not there', 'not so', 'so asked', 'not so asked']]);
			expect(database.entries).toEqual(['so', 'there']);
		});

		it('about nothing needs no call', async () => {
			await store.ask([]);
			expect(calls()).toEqual([]);
		});

		it('needs no removal where it has entered nothing', async () => {
			database.add('fact', 'fact asked', 'fact (1)');
			await store.ask(['fact']);
			expect(database.removals).toEqual([['fact (1) asked']]);
		});

		it('that somebody asked before is asked anew, and only that one', async () => {
			database.add('open', 'open asked', 'open (1)', 'so');
			const { of, there } = await store.ask(['open', 'so'], ['other']);
			expect([of('open'), of('so')]).toEqual(['yes', 'yes']);
			expect(calls().slice(1)).toEqual([['open (1)', 'open (1) asked']]);
			expect([...there]).toEqual([]);
		});

		it('stays open when it was asked too often', async () => {
			for (const level of ledger.LEVELS) database.add(...ledger.questionEntries(['fact'], level));
			const { of } = await store.ask(['fact']);
			expect(of('fact')).toBe('unsure');
			expect(calls()).toHaveLength(5);
		});

		it.each([
			['again where others may bring it back', true, ['fact (1)', 'later']],
			['once where there are no others', false, ['later']],
		])('is asked, and a fact said, %s', async (_what, hasOthers, written) => {
			if (hasOthers) store.noteOthers();
			database.add('fact');
			await store.ask(['fact', 'not so']);
			await store.record(['later']);
			expect([...(calls().at(-1) ?? [])].sort()).toEqual(written);
		});

		it('is not said again on a level that nobody asks', async () => {
			store.noteOthers();
			for (const level of [0, 1, 2, 3]) database.add(...ledger.questionEntries(['fact'], level));
			database.add('fact (4)');
			expect((await store.ask(['fact'])).of('fact')).toBe('yes');
			await store.record(['later']);
			expect(calls().at(-1)).toEqual(['later']);
		});
	});

	describe('a claim', () => {
		it('is settled once it counts, with a wait before each look', async () => {
			const claim = openClaim();
			store.watch(claim);
			await store.settle(claim);
			expect(claim.state).toBe('held');
			const first = time.waits.at(1) ?? 0;
			expect(time.waits).toEqual([0, first, first + 10 + SETTLE_MS]);
			expect(calls()).toHaveLength(3);
			expect(new Set(time.stops)).toEqual(new Set([database.stop.signal]));
			await store.settle(claim);
			expect(calls()).toHaveLength(3);
		});

		it('that is lost needs no more calls', async () => {
			database.add(...ledger.takenEntries(TURN));
			const claim = openClaim();
			store.watch(claim);
			await store.settle(claim);
			expect(claim.state).toBe('lost');
			expect(calls()).toHaveLength(1);
		});

		it('is looked at when the look counts, and not before', async () => {
			const claim = openClaim();
			store.watch(claim);
			await store.lookAt(claim);
			time.now = claim.nextLookAt(SETTLE_MS) - 1;
			await store.lookAt(claim);
			expect(calls()).toHaveLength(1);
			for (let looks = 0; looks < 3; looks++) {
				time.now = claim.nextLookAt(SETTLE_MS);
				await store.lookAt(claim);
			}
			expect(claim.state).toBe('held');
			expect(calls()).toEqual([0, 1, 2].map(() => claim.entries));
			expect(time.waits).toEqual([]);
		});

		it('that is dropped is not entered any more', async () => {
			const claim = openClaim();
			store.watch(claim);
			store.drop(claim);
			await store.record([]);
			expect(database.entries).toEqual([]);
		});

		it('that is over leaves what it has entered', async () => {
			const claim = openClaim();
			store.watch(claim);
			await store.record([]);
			store.unwatch(claim);
			database.entries = [];
			await store.record([]);
			expect(database.entries).toEqual(ledger.takenEntries(TURN));
		});
	});

	describe('at the end of a run', () => {
		it('nobody waits where there are no others', async () => {
			await store.tell(['told']);
			await store.confirm();
			expect(time.waits).toEqual([]);
			expect(calls()).toHaveLength(1);
		});

		it('waits until what was told has stayed', async () => {
			store.noteOthers();
			const { endedAt } = await store.tell(['told']);
			// Somebody overwrites it once.
			database.entries = [];
			await store.confirm();
			const again = endedAt + SETTLE_MS + database.callMs + SETTLE_MS;
			expect(time.waits).toEqual([endedAt + SETTLE_MS, again]);
			expect(database.entries).toEqual(['told']);
			expect(new Set(time.stops)).toEqual(new Set([database.stop.signal]));
		});

		it('removes what serves nobody, a hundred at a time', async () => {
			const spent = many(SPENT_AT_ONCE);
			database.add(...spent, 'of use');
			store.spend(spent.slice(1));
			await store.confirm();
			expect(database.removals).toEqual([]);
			store.spend(spent.slice(0, 1));
			await store.confirm();
			expect(database.entries).toEqual(['of use']);
		});
	});
});
