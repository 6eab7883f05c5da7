import type { LedgerNames, PostLedger, Turn } from '../../support/tested/ledger';
import { NodeStore } from './support/nodeStore';
import { startProcess, type LedgerProcess } from './support/startProcess';
import { Time } from './support/time';

const KEY: Turn = { key: 'key', turn: 0 };
const FILE: Turn = { key: 'file', turn: 0 };
const CRASH: Turn = { key: 'crash', turn: 0 };
/** With a Deduplication Key, and a file that is recognized besides. */
const NAMES: LedgerNames = { keys: ['key', 'file'], crashKey: 'crash', userKey: 'key' };
const NO_KEY: LedgerNames = { keys: ['file'], crashKey: 'crash', userKey: undefined };
/** A retry that has lost the rest. */
const RETRY: LedgerNames = { keys: ['file', 'crash'], crashKey: 'crash', userKey: undefined };
const MEDIA = 'video of 5 bytes';
const QUICK = { media: MEDIA };
const SETTLE_MS = 400;
const SPENT_AT_ONCE = 100;
/** A claimant's own entry. */
const CLAIMANT = /^[\w-]{36}$/;
const broken = () => new Error('SQLITE_BUSY');

const next = ({ key, turn }: Turn): Turn => ({ key, turn: turn + 1 });

describe('the ledger of posts', () => {
	let time: Time;
	let process: LedgerProcess;
	let database: NodeStore;

	beforeEach(() => {
		time = new Time();
		database = new NodeStore(time);
		process = startProcess(time);
	});

	const open = (names = NAMES, { PostLedger: Opened } = process): PostLedger =>
		new Opened(database.n8n, names);
	/** Without those of each claimant, which nobody else can know. */
	const entries = () => database.entries.filter((entry) => !CLAIMANT.test(entry)).sort();
	const sorted = (...all: string[]) => all.sort();
	const taken = (...turns: Turn[]) => turns.flatMap((turn) => process.takenEntries(turn));
	/** What several calls have entered is there still after somebody has overwritten it. */
	const overwrite = async () => {
		database.entries = [];
		await new process.DeduplicationStore(database.n8n).record([]);
		return entries();
	};

	it('keeps nothing where n8n does not', async () => {
		database = new NodeStore(time, '');
		const ledger = open();
		expect(ledger.isAvailable).toBe(false);
		await ledger.begin(QUICK);
		await ledger.finish((await ledger.commit(MEDIA)) ?? []);
		expect(database.calls).toEqual([]);
	});

	describe('begins', () => {
		it('with a quick post by one call, which claims it and tells that nobody has it', async () => {
			const ledger = open();
			expect(ledger.isAvailable).toBe(true);
			const states = await ledger.begin(QUICK);
			expect(states).toEqual([
				{ ...KEY, reached: 'begun' },
				{ ...FILE, reached: 'begun' },
			]);
			expect(database.calls).toHaveLength(1);
			expect(entries()).toEqual(sorted(...taken(KEY, FILE)));
		});

		it('with another one by questions, which claim nothing', async () => {
			expect((await open().begin(undefined)).map(({ reached }) => reached)).toEqual([
				'begun',
				'begun',
			]);
			expect(database.calls).toHaveLength(2);
			expect(database.entries).toEqual([]);
		});

		it('with a post that was claimed ahead, without another call', async () => {
			const ledger = open();
			await ledger.claimAhead(MEDIA);
			expect(entries()).toEqual(sorted(...taken(KEY, FILE)));
			expect(await ledger.begin(QUICK)).toMatchObject([{ reached: 'begun' }, { reached: 'begun' }]);
			expect(database.calls).toHaveLength(1);
		});

		it('and tells which keys somebody else has', async () => {
			database.add(...taken(FILE));
			expect(await open().begin(QUICK)).toEqual([
				{ ...KEY, reached: 'begun' },
				{ ...FILE, reached: 'committed' },
			]);
		});
	});

	describe('tells of a key', () => {
		it.each<[string, string[], object]>([
			['nothing', [], { turn: 0, reached: 'begun' }],
			['that it looks claimed', ['key|0'], { turn: 0, reached: 'committed' }],
			['that TikTok has the post', ['key|0', 'key|0 posted'], { turn: 0, reached: 'posted' }],
			['the next turn', ['key|0 closed'], { turn: 1, reached: 'begun' }],
			[
				'of the last turn',
				['key|0 closed', 'key|1 closed', 'key|2'],
				{ turn: 2, reached: 'committed' },
			],
			['the next turn though it was posted', ['key|0 posted', 'key|0 closed'], { turn: 1 }],
			['no end that was only asked about', ['key|0 closed', 'key|0 closed asked'], { turn: 0 }],
		])('%s', async (_what, there, state) => {
			database.add(...there);
			expect(await open().read('key')).toMatchObject(state);
			// The question has left nothing behind.
			expect(database.entries).toEqual(there);
		});

		it('that it is claimed also where only the claim itself is left', async () => {
			database.add(process.claimEntry(KEY));
			expect(await open().begin(QUICK)).toMatchObject([{ reached: 'committed' }, {}]);
		});

		it('all that it was asked for, or all of the post', async () => {
			database.add('key|0 posted', 'crash|0');
			expect(await open().readAll()).toEqual([
				{ ...KEY, reached: 'posted' },
				{ ...FILE, reached: 'begun' },
			]);
			expect(await open().readAll(['crash'])).toEqual([{ ...CRASH, reached: 'committed' }]);
		});
	});

	describe('commits', () => {
		it('by the claims, what media they are of, and the crash key besides', async () => {
			const ledger = open();
			expect(await ledger.commit(MEDIA)).toEqual([KEY, FILE, CRASH]);
			const media = process.mediaEntry(KEY, MEDIA);
			expect(entries()).toEqual(sorted(media, ...taken(KEY, FILE, CRASH)));
			expect(await overwrite()).toEqual(sorted(media, ...taken(KEY, FILE, CRASH)));
		});

		it('what was claimed when it began, without claiming it again', async () => {
			const ledger = open();
			await ledger.begin(QUICK);
			expect(await ledger.commit(MEDIA)).toEqual([KEY, FILE, CRASH]);
			const claimants = database.entries.filter((entry) => CLAIMANT.test(entry));
			expect(claimants).toHaveLength(1);
		});

		it('without a note of media where there is no Deduplication Key', async () => {
			expect(await open(NO_KEY).commit(MEDIA)).toEqual([FILE, CRASH]);
			expect(entries()).toEqual(sorted(...taken(FILE, CRASH)));
		});

		it.each([
			['where there is none', { ...NO_KEY, crashKey: undefined }, [FILE]],
			['where it is claimed like the others', RETRY, [FILE, CRASH]],
		])('without a note of the crash key %s', async (_what, names, turns) => {
			expect(await open(names).commit(MEDIA)).toEqual(turns);
			expect(entries()).toEqual(sorted(...taken(...turns)));
		});

		it.each([
			['one of its keys', [FILE]],
			['all of them', [KEY, FILE]],
		])('nothing where somebody else has %s', async (_what, turns) => {
			database.add(...taken(...turns));
			expect(await open().commit(MEDIA)).toBeUndefined();
		});

		it('whoever has the crash key', async () => {
			database.add(...taken(CRASH));
			expect(await open().commit(MEDIA)).toEqual([KEY, FILE, CRASH]);
			expect(entries()).not.toContain('crash|1');
			// After the question whose turn it is there is nothing to tell.
			expect(database.calls.at(-1)).toContain('crash|0 posted asked');
		});

		it('each sending under a turn of its own', async () => {
			const ledger = open();
			await ledger.commit(MEDIA);
			expect(await ledger.commit(MEDIA)).toEqual([KEY, FILE, CRASH].map(next));
		});

		it('under the next turn of the crash key where an earlier try came to nothing', async () => {
			const first = open();
			await first.close((await first.commit(MEDIA)) ?? []);
			const other = startProcess(time);
			const second = open({ ...NAMES, keys: ['another file'] }, other);
			expect(await second.commit(MEDIA)).toContainEqual(next(CRASH));
			expect(entries()).toEqual(expect.arrayContaining(taken(next(CRASH))));
		});

		it('and asks about the crash key only where an earlier try has entered it', async () => {
			await open(NO_KEY).commit(MEDIA);
			const asked = database.calls.flat().filter((entry) => entry.endsWith('asked'));
			expect(asked).toEqual([]);
		});
	});

	it('lets claims settle meanwhile, without a wait', async () => {
		const ledger = open();
		await ledger.begin(QUICK);
		for (let looks = 0; looks < 2; looks++) {
			time.pass(SETTLE_MS);
			await ledger.lookAtClaims();
		}
		await ledger.commit(MEDIA);
		expect(database.calls).toHaveLength(3);
		expect(time.waits).toEqual([]);
	});

	describe('goes on with a post that was committed before', () => {
		it('under the turn after it', async () => {
			const ledger = open();
			ledger.goOn([KEY, FILE, CRASH]);
			expect(await ledger.commit(MEDIA)).toEqual([KEY, FILE, CRASH].map(next));
		});

		it('without a claim that it does not need', async () => {
			const ledger = open();
			await ledger.begin(QUICK);
			ledger.goOn([]);
			const { length } = database.calls;
			await ledger.abandon();
			expect(database.calls).toHaveLength(length);
			expect(entries()).not.toContain('key|0 closed');
		});
	});

	describe('gives up', () => {
		it('what was claimed and not sent, so that others have the next turn', async () => {
			const ledger = open();
			await ledger.begin(QUICK);
			await ledger.abandon();
			expect(await open(NAMES, startProcess(time)).begin(undefined)).toEqual([
				{ ...next(KEY), reached: 'begun' },
				{ ...next(FILE), reached: 'begun' },
			]);
			expect(await ledger.commit(MEDIA)).toEqual([KEY, FILE, CRASH].map(next));
		});

		it('nothing where nothing is claimed', async () => {
			await open().abandon();
			expect(database.calls).toEqual([]);
		});

		it('nothing that somebody else has in truth', async () => {
			const ledger = open();
			await ledger.begin(QUICK);
			database.entries = taken(KEY, FILE);
			await ledger.abandon();
			expect(entries().filter((entry) => entry.endsWith('closed'))).toEqual([]);
		});

		it('nothing later where the store fails', async () => {
			const ledger = open();
			await ledger.begin(QUICK);
			database.entries = [];
			database.failures = [broken()];
			await expect(ledger.abandon()).rejects.toThrow();
			expect(await overwrite()).toEqual([]);
		});
	});

	describe('finishes', () => {
		it.each([
			[
				'under the keys alone where there is a Deduplication Key',
				NAMES,
				['file|0 posted', 'key|0 posted'],
			],
			[
				'under the crash key, too, where there is none',
				NO_KEY,
				['crash|0 posted', 'file|0 posted'],
			],
		])('%s', async (_what, names, posted) => {
			const ledger = open(names);
			await ledger.finish((await ledger.commit(MEDIA)) ?? []);
			const tells = () => entries().filter((entry) => entry.endsWith('posted'));
			expect(tells()).toEqual(posted);
			await overwrite();
			expect(tells()).toEqual(posted);
		});

		it('and says it again where somebody has asked before, once more each time', async () => {
			database.add('key|0 posted', 'key|0 posted (1)');
			await open().finish([KEY, FILE]);
			expect(entries()).toEqual(
				sorted('file|0 posted', 'key|0 posted', 'key|0 posted (1)', 'key|0 posted (2)'),
			);
			expect(database.calls).toHaveLength(3);
		});

		it('with no call about nothing', async () => {
			await open().finish([]);
			expect(database.calls).toEqual([]);
		});

		it('and removes the signs of what was claimed some time', async () => {
			const ledger = open();
			for (let turn = 0; turn < SPENT_AT_ONCE; turn++) await ledger.finish([{ ...KEY, turn }]);
			await process.settleLedger(database.n8n);
			expect(database.removals.flat()).toContain('key|99');
		});
	});

	it('closes turns, so that the next one counts', async () => {
		const ledger = open();
		await ledger.close([KEY]);
		expect(entries()).toEqual(['key|0 closed']);
		expect(await overwrite()).toEqual(['key|0 closed']);
		expect(await ledger.commit(MEDIA)).toEqual([next(KEY), FILE, CRASH]);
	});

	describe('where a key looks claimed', () => {
		it('closes the turn if nobody has it', async () => {
			database.add('key|0');
			const ledger = open();
			expect(await ledger.closeIfUnclaimed('key')).toBe(true);
			expect(entries()).toContain('key|0 closed');
			expect(await ledger.commit(MEDIA)).toContainEqual(next(KEY));
		});

		it('leaves it to whoever has it', async () => {
			database.add(...taken(KEY));
			expect(await open().closeIfUnclaimed('key')).toBe(false);
			expect(entries()).toEqual(sorted(...taken(KEY)));
		});

		it('has nothing entered later where the store fails', async () => {
			database.failures = [broken()];
			await expect(open().closeIfUnclaimed('key')).rejects.toThrow();
			expect(await overwrite()).toEqual([]);
		});
	});

	it.each<[string, string[], boolean]>([
		['the same', ['key|0 media ours'], false],
		['unknown', ['key|0 media unknown'], false],
		['others', ['key|0 media others'], true],
		['perhaps the same: somebody has asked', ['key|0 media ours asked'], false],
		['perhaps unknown: somebody has asked', ['key|0 media unknown asked'], false],
	])('tells other media from those of a key that are %s', async (_what, there, isOther) => {
		database.add(...there);
		expect(await open().hasOtherMedia('key', 'ours')).toBe(isOther);
		expect(database.entries).toEqual(there);
	});

	describe('at the end of a run', () => {
		it.each([
			['waits where others are at work', true, 1],
			['does not wait where nobody is', false, 0],
		])('%s', async (_what, hasOthers, waits) => {
			const ledger = open();
			if (hasOthers) ledger.noteOthers();
			await ledger.finish([KEY]);
			await process.settleLedger(database.n8n);
			expect(time.waits).toHaveLength(waits);
		});

		it('is no reason to fail', async () => {
			const ledger = open();
			ledger.noteOthers();
			await ledger.finish([KEY]);
			database.failures = [broken()];
			await expect(process.settleLedger(database.n8n)).resolves.toBeUndefined();
			expect(database.log).toHaveLength(1);
		});
	});
});
