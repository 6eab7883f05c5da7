import type { StoreRow, Turn } from '../../support/tested/ledger';
import { startProcess, type LedgerProcess } from './support/startProcess';
import { Time } from './support/time';

const TURN: Turn = { key: 'key', turn: 0 };
const CALL_MS = 10;
/** Where calls take no longer than usual. */
const SETTLE_MS = 400;
const TEN_MINUTES = 600_000;
const MOST_KEPT = 2_000;
const REMEMBERED_CALLS = 50;
const SPENT_AT_ONCE = 100;

/** Everything happens that waits for nothing else. */
async function giveWay(): Promise<void> {
	for (let steps = 0; steps < 20; steps++) await Promise.resolve();
}

describe('a row of the deduplication store, as one process knows it', () => {
	let time: Time;
	let ledger: LedgerProcess;
	let row: StoreRow;
	/** What is in the database. */
	let there: Set<string>;
	/** What each call has written. */
	let calls: string[][];
	let callMs: number;

	beforeEach(() => {
		time = new Time();
		ledger = startProcess(time);
		row = new ledger.StoreRow();
		there = new Set();
		calls = [];
		callMs = CALL_MS;
	});

	async function write(entries: string[]): Promise<ReadonlySet<string>> {
		calls.push(entries);
		await Promise.resolve();
		time.pass(callMs);
		const fresh = new Set(entries.filter((entry) => !there.has(entry)));
		entries.forEach((entry) => there.add(entry));
		return fresh;
	}

	const record = async (...entries: string[]) => await row.record(entries, write);

	async function take(milliseconds: number): Promise<void> {
		callMs = milliseconds;
		await record();
		callMs = CALL_MS;
	}

	const openClaim = (listNotes: () => string[] = () => []) => {
		const claim = new ledger.Claim([TURN], listNotes);
		row.watch(claim);
		return claim;
	};

	const lastCall = () => calls.at(-1);
	const names = (count: number) => Array.from({ length: count }, (_, number) => `entry ${number}`);

	describe('one call', () => {
		it('tells what was not there before, and when it was made', async () => {
			there.add('old');
			const startedAt = time.now;
			expect(await record('old', 'new')).toEqual({
				fresh: new Set(['new']),
				startedAt,
				endedAt: startedAt + CALL_MS,
			});
		});

		it('ends before the next one begins', async () => {
			let end = () => {};
			const first = row.record(['first'], async (entries) => {
				calls.push(entries);
				await new Promise<void>((resolve) => (end = resolve));
				return new Set(entries);
			});
			await giveWay();
			const second = record('second');
			await giveWay();
			expect(calls).toEqual([['first']]);
			end();
			await Promise.all([first, second]);
			expect(calls).toEqual([['first'], ['second']]);
		});

		it('is made for all who wait for their turn', async () => {
			const all = [record('first'), record('first', 'second')];
			await Promise.resolve();
			// That call is under way.
			all.push(record('third'), record('fourth'));
			const [a, b, c, d] = await Promise.all(all);
			expect(calls).toEqual([
				['first', 'second'],
				['third', 'fourth'],
			]);
			expect(b).toBe(a);
			expect(d).toBe(c);
		});

		it('fails for whoever waits for it, and the next one is made', async () => {
			const broken = new Error('broken');
			const failed = row.record(['lost'], async () => await Promise.reject(broken));
			const next = row.inTurn(async () => await Promise.resolve('done'));
			await expect(failed).rejects.toBe(broken);
			expect(await next).toBe('done');
			await record('later');
			expect(calls).toEqual([['later']]);
		});
	});

	describe('the time in which others settle', () => {
		it.each([
			['there was no call', [], SETTLE_MS],
			['calls are quick', [10, 133], SETTLE_MS],
			['one was slower', [10, 200, 10], 600],
			['one was very slow', [2_000], 5_000],
		])('is three times the slowest call, within bounds: %s', async (_what, took, settleMs) => {
			for (const milliseconds of took) await take(milliseconds);
			expect(row.settleMs).toBe(settleMs);
		});

		it('goes by the last fifty calls', async () => {
			await take(1_000);
			for (let count = 1; count < REMEMBERED_CALLS; count++) await take(CALL_MS);
			expect(row.settleMs).toBe(3_000);
			await take(CALL_MS);
			expect(row.settleMs).toBe(SETTLE_MS);
		});
	});

	describe('what has to stay', () => {
		it('is written with the next call, and told of as new once', async () => {
			row.keep('kept');
			expect((await record('other')).fresh).toEqual(new Set(['other', 'kept']));
			expect(lastCall()).toEqual(['other', 'kept']);
		});

		it('comes back with the next call where it was overwritten, and is nothing new', async () => {
			row.keep('kept');
			await record();
			there.clear();
			expect((await record('other')).fresh).toEqual(new Set(['other']));
			expect([...there]).toEqual(['other', 'kept']);
		});

		it.each([
			['rides along for ten minutes', TEN_MINUTES - 1, ['kept', 'other']],
			['and no longer', TEN_MINUTES, ['other']],
		])('%s', async (_what, later, written) => {
			row.keep('kept');
			time.pass(later);
			row.keep('other');
			await record();
			expect(lastCall()).toEqual(written);
		});

		it('rides along for ten minutes from when it was said last', async () => {
			row.keep('kept');
			row.keep('other');
			time.pass(TEN_MINUTES - 1);
			row.keep('kept');
			time.pass(1);
			row.keep('new');
			await record();
			expect(lastCall()).toEqual(['kept', 'new']);
		});

		it('is of the newest two thousand', async () => {
			names(MOST_KEPT).forEach((name) => row.keep(name));
			await record();
			expect(lastCall()).toHaveLength(MOST_KEPT);
			row.keep('one more');
			await record();
			expect(lastCall()).toEqual([...names(MOST_KEPT).slice(1), 'one more']);
		});
	});

	describe('what serves nobody any more', () => {
		it('is removed a hundred at a time', () => {
			const [first = '', ...others] = names(SPENT_AT_ONCE);
			row.spend(others);
			expect(row.takeSpent()).toEqual([]);
			row.spend([first]);
			expect(row.takeSpent()).toEqual([...others, first]);
			expect(row.takeSpent()).toEqual([]);
		});

		it('does not come back', async () => {
			row.keep('kept');
			row.keep('spent');
			await record();
			row.spend(['spent']);
			await record();
			expect(lastCall()).toEqual(['kept']);
		});
	});

	describe('other processes', () => {
		it('are met at any row of this one', () => {
			const other = new ledger.StoreRow();
			expect(other.hasOthers).toBe(false);
			row.noteOthers();
			expect(other.hasOthers).toBe(true);
		});

		it.each([
			['something is missing that was written to stay', () => row.keep('kept')],
			['a claim was overwritten', () => void openClaim()],
		])('are met where %s', async (_what, enter) => {
			enter();
			await record();
			await record();
			expect(row.hasOthers).toBe(false);
			there.clear();
			await record();
			expect(row.hasOthers).toBe(true);
			// Once met, they are not forgotten.
			await record();
			expect(row.hasOthers).toBe(true);
		});
	});

	describe('that what was entered has stayed', () => {
		it.each([
			['nothing has to stay', true, []],
			['no other process was met', false, ['kept']],
		])('needs no call where %s', (_what, hasOthers, kept) => {
			if (hasOthers) row.noteOthers();
			kept.forEach((entry) => row.keep(entry));
			expect(row.nextConfirmationAt()).toBeUndefined();
		});

		it('is confirmed a settling time after it was written, and not before', async () => {
			row.noteOthers();
			row.keep('kept');
			// Nobody has written it yet, so the next call is none too early.
			expect(row.nextConfirmationAt()).toBeLessThan(time.now);
			const { endedAt } = await record();
			expect(row.nextConfirmationAt()).toBe(endedAt + SETTLE_MS);
			time.now = endedAt + SETTLE_MS - 1;
			await record();
			expect(row.nextConfirmationAt()).toBe(endedAt + SETTLE_MS);
			time.now = endedAt + SETTLE_MS;
			await record();
			expect(row.nextConfirmationAt()).toBeUndefined();
		});

		it('is confirmed by the first call already where it was there', async () => {
			row.noteOthers();
			there.add('kept');
			row.keep('kept');
			await record();
			expect(row.nextConfirmationAt()).toBeUndefined();
		});

		it('waits for what was written last', async () => {
			row.noteOthers();
			row.keep('first');
			await record();
			row.keep('second');
			const { endedAt } = await record();
			expect(row.nextConfirmationAt()).toBe(endedAt + SETTLE_MS);
		});

		it('is open again where it was overwritten since', async () => {
			row.noteOthers();
			row.keep('kept');
			await record();
			time.pass(SETTLE_MS);
			await record();
			there.clear();
			const { endedAt } = await record();
			expect(row.nextConfirmationAt()).toBe(endedAt + SETTLE_MS);
		});

		it('is not confirmed by a call that began before it was entered', async () => {
			row.noteOthers();
			const early = record();
			await Promise.resolve();
			row.keep('kept');
			await early;
			expect(calls).toEqual([[]]);
			expect(row.nextConfirmationAt()).toBeDefined();
		});
	});

	describe('a claim', () => {
		it('is entered by the next call, whatever that is made for, and seen by each one', async () => {
			const claim = openClaim();
			await record('other');
			expect(lastCall()).toEqual(['other', ...claim.entries]);
			expect(claim.isEntered).toBe(true);
			for (let looks = 0; looks < 2; looks++) {
				time.pass(SETTLE_MS);
				await record();
			}
			expect(claim.state).toBe('held');
		});

		it('is not seen by a call that began before', async () => {
			const early = record();
			await Promise.resolve();
			const claim = openClaim();
			await early;
			expect(claim.isEntered).toBe(false);
		});

		it('is not seen by a call that wrote only some of it', async () => {
			const notes: string[] = [];
			const claim = openClaim(() => notes);
			await record();
			there.clear();
			await row.record([], async (entries) => {
				notes.push('note');
				return await write(entries);
			});
			expect(claim.wasOverwritten).toBe(false);
		});

		it('is judged by how long others settled when the call began', async () => {
			const claim = openClaim();
			await take(SETTLE_MS + 1);
			expect(claim.mayHaveOvertaken).toBe(true);
		});

		it('leaves what it has entered when it is over, and its own entry serves nobody', async () => {
			row.noteOthers();
			const claim = openClaim(() => ['note']);
			await record();
			await record();
			const { lasting } = claim;
			row.unwatch(claim);
			expect(row.nextConfirmationAt()).toBeUndefined();
			await record();
			expect(lastCall()).toEqual(lasting);
			row.spend(names(SPENT_AT_ONCE - 1));
			expect(row.takeSpent()).toEqual([claim.own, ...names(SPENT_AT_ONCE - 1)]);
		});

		it('leaves it as something that is so, whoever overwrites it', async () => {
			const claim = openClaim();
			await record();
			row.unwatch(claim);
			there.clear();
			expect((await record()).fresh).toEqual(new Set());
			expect(row.hasOthers).toBe(true);
		});

		it('leaves nothing that is not there where it was lost', async () => {
			const claim = openClaim();
			await record();
			claim.giveUp();
			row.unwatch(claim);
			await record();
			expect(lastCall()).toEqual([]);
		});

		it('is over once', () => {
			const claim = openClaim();
			row.unwatch(claim);
			row.unwatch(claim);
			row.spend(names(SPENT_AT_ONCE - 2));
			expect(row.takeSpent()).toEqual([]);
		});

		it('leaves nothing that is not entered yet where it is dropped', async () => {
			const claim = openClaim();
			row.drop(claim);
			await record();
			row.unwatch(claim);
			await record();
			expect(calls).toEqual([[], []]);
		});
	});
});
