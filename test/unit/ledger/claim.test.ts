import type { Claim, Turn } from '../../support/tested/ledger';
import { startProcess, type LedgerProcess } from './support/startProcess';
import { Time } from './support/time';

const FIRST: Turn = { key: 'first', turn: 0 };
const SECOND: Turn = { key: 'second', turn: 3 };
const BOTH = [FIRST, SECOND];
const SETTLE_MS = 400;
/** What a call takes. */
const CALL_MS = 10;
const SLOW_MS = SETTLE_MS + 1;
/** When the first call of a test starts. */
const START = 1_000;

/** How often a claim that nobody disputes has to be seen. */
const CONFIRMED = ['settling', 'settling', 'held'];

describe('a claim', () => {
	let ledger: LedgerProcess;
	let claim: Claim;

	beforeEach(() => {
		ledger = startProcess(new Time());
		claim = new ledger.Claim([FIRST], () => []);
	});

	/** A call of this claimant, before which these entries were not there. */
	function call(startedAt: number, missing: readonly string[] = [], took = CALL_MS): void {
		const fresh = new Set(missing);
		claim.observe({ fresh, startedAt, endedAt: startedAt + took }, SETTLE_MS);
	}

	/** One that finds everything there, as early as it counts. */
	function confirm(took = CALL_MS): void {
		call(claim.nextLookAt(SETTLE_MS), [], took);
	}

	/** The first call, which finds nothing. */
	function enter(took = CALL_MS): void {
		call(START, claim.entries, took);
	}

	const shared = (...turns: Turn[]) => turns.map(ledger.claimEntry);

	it('is nothing before a call has entered it', () => {
		expect(claim.isEntered).toBe(false);
		expect(claim.state).toBe('settling');
		expect(claim.nextLookAt(SETTLE_MS)).toBe(0);
		expect(claim.turns).toEqual([FIRST]);
		expect(claim.taken).toEqual([]);
	});

	it('counts once it was found whole twice more', () => {
		enter();
		const states = [claim.state];
		expect(claim.isEntered).toBe(true);
		for (let looks = 0; looks < 2; looks++) {
			confirm();
			states.push(claim.state);
		}
		expect(states).toEqual(CONFIRMED);
		confirm();
		expect(claim.state).toBe('held');
	});

	it('waits a settling time from the end of one call to the start of the next', () => {
		enter();
		expect(claim.nextLookAt(SETTLE_MS)).toBe(START + CALL_MS + SETTLE_MS);
		confirm();
		expect(claim.nextLookAt(SETTLE_MS)).toBe(START + 2 * (CALL_MS + SETTLE_MS));
	});

	it('is not confirmed by a look that comes too early, and is not delayed by it', () => {
		enter();
		const inTime = claim.nextLookAt(SETTLE_MS);
		for (let early = 0; early < 3; early++) call(inTime - 1);
		expect(claim.state).toBe('settling');
		expect(claim.nextLookAt(SETTLE_MS)).toBe(inTime);
	});

	it('is not confirmed by a call that takes longer than others settle', () => {
		enter();
		confirm();
		confirm(SLOW_MS);
		expect(claim.state).toBe('settling');
		// It has seen it all the same, so the next look has to wait again.
		const endedAt = START + 2 * (CALL_MS + SETTLE_MS) + SLOW_MS;
		expect(claim.nextLookAt(SETTLE_MS)).toBe(endedAt + SETTLE_MS);
		confirm(SETTLE_MS);
		expect(claim.state).toBe('held');
	});

	describe('at first sight', () => {
		beforeEach(() => {
			claim = new ledger.Claim(BOTH, (turns) => turns.map(({ key }) => `note of ${key}`));
		});

		it('enters the shared entries and its own, and notes only once they are not lost', () => {
			const taken = BOTH.flatMap(ledger.takenEntries);
			const notes = ['note of first', 'note of second'];
			expect(claim.lasting).toEqual(taken);
			expect(claim.entries).toEqual([claim.own, ...taken]);
			enter();
			expect(claim.lasting).toEqual([...taken, ...notes]);
			expect(claim.entries).toEqual([claim.own, ...taken, ...notes]);
		});

		it('leaves what somebody else has, and goes on with the rest', () => {
			call(START, [claim.own, ...shared(SECOND)]);
			expect(claim.state).toBe('settling');
			expect(claim.turns).toEqual([SECOND]);
			expect(claim.taken).toEqual([FIRST]);
			expect(claim.lasting).toEqual([...ledger.takenEntries(SECOND), 'note of second']);
			confirm();
			confirm();
			expect(claim.state).toBe('held');
		});

		it('is lost where somebody else has everything', () => {
			call(START, [claim.own]);
			expect(claim.state).toBe('lost');
			expect(claim.turns).toEqual([]);
			expect(claim.taken).toEqual(BOTH);
			expect(claim.entries).toEqual([]);
			expect(claim.lasting).toEqual([]);
		});
	});

	it('has an entry of its own that no other claim has', () => {
		expect(claim.own).not.toBe(new ledger.Claim([FIRST], () => []).own);
		expect(claim.own).toMatch(/^[\w-]{36}$/);
	});

	describe('that another process has overwritten', () => {
		beforeEach(() => {
			claim = new ledger.Claim(BOTH, () => []);
			enter();
			confirm();
		});

		const own = () => [claim.own];

		it.each<[string, () => string[], string]>([
			['its own entry is gone and the shared ones are there: somebody else has it', own, 'lost'],
			['of the shared ones one is there', () => [...own(), ...shared(FIRST)], 'lost'],
			['everything is gone: a stranger wrote', () => [...own(), ...shared(...BOTH)], 'settling'],
			['a shared one is gone, its own is there', () => shared(FIRST), 'settling'],
			['the shared ones are gone, its own is there', () => shared(...BOTH), 'settling'],
			['nothing is gone', () => [], 'held'],
		])('%s', (_what, listMissing, state) => {
			call(claim.nextLookAt(SETTLE_MS), listMissing());
			expect(claim.state).toBe(state);
			expect(claim.taken).toEqual(state === 'lost' ? BOTH : []);
			expect(claim.lasting).toEqual(state === 'lost' ? [] : BOTH.flatMap(ledger.takenEntries));
		});

		it('begins anew where all of it is gone, however early that is seen', () => {
			const early = claim.nextLookAt(SETTLE_MS) - 100;
			call(early, [claim.own, ...shared(...BOTH)]);
			expect(claim.nextLookAt(SETTLE_MS)).toBe(early + CALL_MS + SETTLE_MS);
			const states = [claim.state];
			for (let looks = 0; looks < 2; looks++) {
				confirm();
				states.push(claim.state);
			}
			expect(states).toEqual(CONFIRMED);
		});

		it('knows it from then on, and not before', () => {
			expect(claim.wasOverwritten).toBe(false);
			call(START + 1_000, [claim.own, ...shared(...BOTH)]);
			expect(claim.wasOverwritten).toBe(true);
			confirm();
			expect(claim.wasOverwritten).toBe(true);
		});
	});

	it('was not overwritten by a call of its own', () => {
		enter();
		expect(claim.wasOverwritten).toBe(false);
	});

	describe('may have overwritten one that counted', () => {
		it.each([
			['no longer than others settle', SETTLE_MS, false],
			['longer', SLOW_MS, true],
		])('where its first call took %s: %s ms, %s', (_what, took, isSo) => {
			enter(took);
			expect(claim.mayHaveOvertaken).toBe(isSo);
			confirm();
			expect(claim.mayHaveOvertaken).toBe(isSo);
		});

		it('where it was entered anew by a slow call, and for good', () => {
			enter();
			call(START + 1_000, claim.entries, SLOW_MS);
			call(START + 3_000, claim.entries);
			expect(claim.mayHaveOvertaken).toBe(true);
		});

		it('but not where a slow call found it whole', () => {
			enter();
			confirm(SLOW_MS);
			expect(claim.mayHaveOvertaken).toBe(false);
		});
	});

	describe('and a note that goes with it', () => {
		beforeEach(() => {
			claim = new ledger.Claim([FIRST], () => ['note', 'other note']);
		});

		it('was there already if the first call that enters it finds it', () => {
			enter();
			expect(claim.foundNote('note')).toBe(false);
			call(START + 100, ['other note']);
			expect(claim.foundNote('note')).toBe(true);
			expect(claim.foundNote('other note')).toBe(false);
			expect(claim.foundNote('no note')).toBe(false);
		});

		it('was not there already when it is found after that', () => {
			enter();
			call(START + 100, ['note', 'other note']);
			confirm();
			expect(claim.foundNote('note')).toBe(false);
		});
	});

	it('that was given up counts no more, whatever is seen', () => {
		enter();
		confirm();
		const nextLookAt = claim.nextLookAt(SETTLE_MS);
		claim.giveUp();
		confirm();
		expect(claim.state).toBe('lost');
		expect(claim.entries).toEqual([]);
		expect(claim.taken).toEqual([FIRST]);
		expect(claim.nextLookAt(SETTLE_MS)).toBe(nextLookAt);
	});
});
