import type { DeduplicationStore, PostClaims, Turn } from '../../support/tested/ledger';
import { NodeStore } from './support/nodeStore';
import { startProcess, type LedgerProcess } from './support/startProcess';
import { Time } from './support/time';

const FIRST: Turn = { key: 'first', turn: 0 };
const SECOND: Turn = { key: 'second', turn: 1 };
const SETTLE_MS = 400;
/** Longer than others settle, so it may have overwritten somebody. */
const SLOW_MS = SETTLE_MS + 1;
const SPENT_AT_ONCE = 100;

describe('the claims of a post', () => {
	let time: Time;
	let ledger: LedgerProcess;
	let database: NodeStore;
	let store: DeduplicationStore;
	let claims: PostClaims;

	beforeEach(() => {
		time = new Time();
		ledger = startProcess(time);
		database = new NodeStore(time);
		store = new ledger.DeduplicationStore(database.n8n);
		claims = new ledger.PostClaims(store);
	});

	/** Somebody has these turns. */
	const giveToOthers = (...turns: Turn[]) => database.add(...turns.flatMap(ledger.takenEntries));
	const taken = (...turns: Turn[]) => turns.flatMap(ledger.takenEntries);
	/** Without those of each claimant, which nobody else can know. */
	const entries = () => database.entries.filter((entry) => entry.includes('|'));
	const held = () => [FIRST.key, SECOND.key].filter((key) => claims.has(key));

	it('are none before they are opened', () => {
		claims.open([]);
		expect(claims.isEmpty).toBe(true);
		expect(held()).toEqual([]);
		claims.open([FIRST]);
		expect(claims.isEmpty).toBe(false);
		expect(held()).toEqual(['first']);
	});

	it('are entered together, by one call', async () => {
		claims.open([FIRST]);
		await claims.enter();
		claims.open([SECOND]);
		await claims.enter();
		await claims.enter();
		expect(database.calls).toHaveLength(2);
		expect(entries()).toEqual(taken(FIRST, SECOND));
		expect(held()).toEqual(['first', 'second']);
	});

	it('leave a turn that somebody else has, and know whose it is', async () => {
		giveToOthers(FIRST);
		claims.open([FIRST, SECOND]);
		await claims.enter();
		expect(held()).toEqual(['second']);
		const asked = [FIRST, SECOND, { key: 'first', turn: 1 }, { key: 'second', turn: 0 }];
		expect(asked.map((turn) => claims.isTaken(turn))).toEqual([true, false, false, false]);
	});

	it('remember what somebody has when they are tried once more', async () => {
		giveToOthers(FIRST);
		claims.open([FIRST]);
		await claims.enter();
		claims.open([SECOND]);
		await claims.settle();
		expect(claims.isTaken(FIRST)).toBe(true);
	});

	it('are over where somebody else has all of them, and nothing is entered any more', async () => {
		giveToOthers(FIRST);
		claims.open([FIRST]);
		await claims.enter();
		expect(claims.isEmpty).toBe(true);
		database.entries = [];
		await store.record([]);
		expect(database.entries).toEqual([]);
	});

	it('that are lost leave nothing in the database for good', async () => {
		giveToOthers(FIRST);
		claims.open([FIRST]);
		await claims.enter();
		const [own] = database.calls.flat();
		store.spend(Array.from({ length: SPENT_AT_ONCE - 1 }, (_, number) => `spent ${number}`));
		await store.confirm();
		expect(database.removals.flat()).toContain(own);
	});

	it('settle until all count', async () => {
		claims.open([FIRST]);
		await claims.enter();
		claims.open([SECOND]);
		await claims.settle();
		expect(held()).toEqual(['first', 'second']);
		const calls = database.calls.length;
		await claims.settle();
		// Then they count already.
		expect(database.calls).toHaveLength(calls);
		expect(time.now).toBeGreaterThan(1_000_000 + 2 * SETTLE_MS);
	});

	it('go on without the one that is lost meanwhile', async () => {
		claims.open([FIRST]);
		claims.open([SECOND]);
		await claims.enter();
		// Somebody has overwritten the first one's own entry.
		database.drop(database.calls[0]?.[0] ?? '');
		await claims.settle();
		expect(held()).toEqual(['second']);
		expect(claims.isTaken(FIRST)).toBe(true);
		expect(claims.take()).toEqual([SECOND]);
	});

	it('settle meanwhile without a wait, each when its look counts', async () => {
		claims.open([FIRST]);
		for (let looks = 0; looks < 3; looks++) {
			await claims.look();
			// Too early.
			await claims.look();
			time.pass(SETTLE_MS);
		}
		expect(database.calls).toHaveLength(3);
		await claims.settle();
		expect(database.calls).toHaveLength(3);
		expect(time.waits).toEqual([]);
	});

	describe('that may have overwritten one that counted', () => {
		async function settleSlowly(...facts: string[]): Promise<void> {
			claims.open([FIRST, SECOND]);
			database.callMs = SLOW_MS;
			await claims.enter();
			database.callMs = 10;
			database.add(...facts);
			await claims.settle();
		}

		it.each([
			['posted', 'first|0 posted'],
			['given up', 'first|0 closed'],
			['posted under another key', 'second|1 posted'],
			['given up under another key', 'second|1 closed'],
		])('are given up where that post was %s', async (_what, fact) => {
			await settleSlowly(fact);
			expect(claims.isEmpty).toBe(true);
			expect([FIRST, SECOND].map((turn) => claims.isTaken(turn))).toEqual([true, true]);
		});

		it('are given up where nobody can tell', async () => {
			await settleSlowly('first|0 posted', 'first|0 posted asked');
			expect(claims.isEmpty).toBe(true);
		});

		it('count where there is no such post', async () => {
			await settleSlowly('first|1 posted');
			expect(held()).toEqual(['first', 'second']);
		});
	});

	it.each<[string, number, Turn[], () => void]>([
		['are quick', 10, [], () => {}],
		['are lost at first sight', SLOW_MS, [FIRST], () => {}],
		['are lost meanwhile', SLOW_MS, [], () => database.drop(database.calls[0]?.[0] ?? '')],
	])('ask about no other post where they %s', async (_what, callMs, others, meanwhile) => {
		giveToOthers(...others);
		claims.open([FIRST]);
		database.callMs = callMs;
		await claims.enter();
		meanwhile();
		await claims.settle();
		expect(database.calls.flat().filter((entry) => entry.endsWith('asked'))).toEqual([]);
	});

	it('enter notes once they are not lost, and know which were there before', async () => {
		database.add('old note');
		claims.open([FIRST], (turns) => turns.flatMap(() => ['old note', 'new note']));
		claims.open([SECOND]);
		await claims.settle();
		const notes = ['old note', 'new note', 'no note'];
		expect(notes.map((note) => claims.foundNote(note))).toEqual([true, false, false]);
		expect(database.entries).toContain('new note');
	});

	it('are used up once, and what they have entered comes back', async () => {
		claims.open([FIRST]);
		claims.open([SECOND]);
		await claims.settle();
		expect(claims.take()).toEqual([FIRST, SECOND]);
		expect(claims.isEmpty).toBe(true);
		expect(claims.take()).toEqual([]);
		database.entries = [];
		await store.record([]);
		expect(database.entries).toEqual(taken(FIRST, SECOND));
	});

	it('are dropped with what is not entered yet', async () => {
		claims.open([FIRST]);
		claims.drop();
		expect(claims.isEmpty).toBe(true);
		await store.record([]);
		expect(database.entries).toEqual([]);
	});
});
