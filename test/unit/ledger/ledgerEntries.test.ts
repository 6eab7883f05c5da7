import type { Answer, Turn } from '../../support/tested/ledger';
import { startProcess, type LedgerProcess } from './support/startProcess';
import { Time } from './support/time';

const TURN: Turn = { key: 'key', turn: 2 };

describe('what the ledger writes', () => {
	let ledger: LedgerProcess;

	beforeEach(() => {
		ledger = startProcess(new Time());
	});

	// As it stands in databases: another spelling would forget every post that was made.
	it.each<[string, (entries: LedgerProcess) => unknown, unknown]>([
		['a claim', ({ claimEntry }) => claimEntry(TURN), 'key|2 claim'],
		['its sign', ({ signEntry }) => signEntry(TURN), 'key|2'],
		[
			'what goes with a turn, the sign first',
			(it) => it.takenEntries(TURN),
			['key|2', 'key|2 claim'],
		],
		['that TikTok has the post', ({ postedFact }) => postedFact(TURN), 'key|2 posted'],
		['that nothing came of it', ({ closedFact }) => closedFact(TURN), 'key|2 closed'],
		['its media', ({ mediaEntry }) => mediaEntry(TURN, '3 photos'), 'key|2 media 3 photos'],
		['media nobody knows', ({ mediaEntry }) => mediaEntry(TURN, undefined), 'key|2 media unknown'],
		['a fact', ({ factEntry }) => factEntry('fact', 0), 'fact'],
		['a fact that is said again', ({ factEntry }) => factEntry('fact', 3), 'fact (3)'],
		[
			'questions, the marks that they were asked last',
			(it) => it.questionEntries(['one', 'two'], 0),
			['one', 'two', 'one asked', 'two asked'],
		],
		[
			'questions that are asked anew',
			(it) => it.questionEntries(['one'], 1),
			['one (1)', 'one (1) asked'],
		],
	])('%s', (_what, write, written) => {
		expect(write(ledger)).toEqual(written);
	});

	it.each<[string, number, string[], Answer]>([
		['so, where it is there and nobody has asked', 0, ['fact asked'], 'yes'],
		['not so, where neither is there', 0, ['fact', 'fact asked'], 'no'],
		['open, where somebody has asked', 0, [], 'unsure'],
		['open, where somebody has asked and the rest was dropped', 0, ['fact'], 'unsure'],
		['so, where it was said again', 1, ['fact (1) asked'], 'yes'],
		['open, where it was not said again', 1, ['fact (1)', 'fact (1) asked'], 'unsure'],
		['open, where somebody has asked anew', 1, [], 'unsure'],
	])('and a fact is %s (level %s)', (_what, level, missing, answer) => {
		expect(ledger.readAnswer('fact', level, new Set(missing))).toBe(answer);
	});

	it('a question can be asked anew four times', () => {
		expect(ledger.LEVELS).toEqual([0, 1, 2, 3, 4]);
	});

	it('who passes a turn by has the next one, and never goes back', () => {
		const turns = new ledger.Turns();
		expect(turns.of('key')).toEqual({ key: 'key', turn: 0 });
		turns.passBy(TURN);
		expect(turns.of('key')).toEqual({ key: 'key', turn: 3 });
		turns.passBy({ key: 'key', turn: 0 });
		expect(turns.of('key')).toEqual({ key: 'key', turn: 3 });
		expect(turns.of('other')).toEqual({ key: 'other', turn: 0 });
	});
});
