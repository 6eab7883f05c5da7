import './support/ownClocks';
import type { LedgerNames, LedgerState, PostLedger } from '../../support/tested/n8n';
import { EventTime, loadLedger, n8nWith, Row } from './support/rowModel';

const OURS: LedgerNames = { keys: ['shared'], crashKey: 'ours', userKey: 'shared' };
const THEIRS: LedgerNames = { keys: ['shared'], crashKey: 'theirs', userKey: 'shared' };
/** Who has lost everything but when the execution began. */
const RETRY: LedgerNames = { keys: ['retry', 'ours'], crashKey: 'ours', userKey: undefined };
const QUICK = { media: 'video of 5 bytes' };

/** What the ledger says when the process ended, or the database failed, in the middle of something. */
describe('the ledger of posts', () => {
	let time: EventTime;
	let row: Row;

	beforeEach(() => {
		time = new EventTime();
		row = new Row(time, () => 15);
	});

	/** In a process of its own, which remembers nothing. */
	function open(names: LedgerNames): PostLedger {
		return new (loadLedger(time).PostLedger)(n8nWith(row), names);
	}

	/** The ledger of a process that ends when it takes back what a question has entered. */
	function openInterrupted(names: LedgerNames): PostLedger {
		const n8n = n8nWith(row);
		const removeProcessed = async () => await Promise.reject(new Error('killed'));
		Object.assign(n8n.helpers, { removeProcessed });
		return new (loadLedger(time).PostLedger)(n8n, names);
	}

	/** As n8n drops the oldest entries when there are too many. */
	async function keepNewest(count: number): Promise<void> {
		await row.change((entries) => entries.slice(entries.length - count));
	}

	async function post(names: LedgerNames, media = QUICK.media): Promise<void> {
		const ledger = open(names);
		await ledger.begin({ media });
		await ledger.finish((await ledger.commit(media)) ?? []);
	}

	/** A test in the model's time. */
	function inTime(body: () => Promise<void>): () => Promise<void> {
		return async () => await time.run(body());
	}

	const reached = (states: LedgerState[]) => states.map((state) => state.reached);

	it.each([
		['sent within seconds', QUICK],
		['sent later', undefined],
	])('knows a post by its key, and how far it got (%s)', async (_what, quick) => {
		const check = inTime(async () => {
			const ledger = open(OURS);
			expect(reached(await ledger.begin(quick))).toEqual(['begun']);
			const turns = (await ledger.commit(QUICK.media)) ?? [];
			expect(reached(await open(THEIRS).begin(undefined))).toEqual(['committed']);
			await ledger.finish(turns);
			expect(reached(await open(THEIRS).begin(undefined))).toEqual(['posted']);
			expect(reached(await open(THEIRS).begin(QUICK))).toEqual(['posted']);
		});
		await check();
	});

	it(
		'lets the same post send its last bytes again, and no other',
		inTime(async () => {
			const ledger = open(OURS);
			await ledger.begin(QUICK);
			expect(await ledger.commit(QUICK.media)).toContainEqual({ key: 'shared', turn: 0 });
			expect(await ledger.commit(QUICK.media)).toContainEqual({ key: 'shared', turn: 1 });
			expect(await open(THEIRS).commit(QUICK.media)).toBeUndefined();
		}),
	);

	it(
		'gives the next turn to whoever finds that nothing came of one, and to no other',
		inTime(async () => {
			const first = open(OURS);
			await first.begin(undefined);
			await first.close((await first.commit(undefined)) ?? []);
			const second = open(THEIRS);
			expect(await second.begin(undefined)).toEqual([{ key: 'shared', turn: 1, reached: 'begun' }]);
			expect(await second.commit(undefined)).toContainEqual({ key: 'shared', turn: 1 });
			expect(await first.commit(undefined)).toBeUndefined();
		}),
	);

	it(
		'frees what was claimed and never sent',
		inTime(async () => {
			const ledger = open(OURS);
			await ledger.begin(QUICK);
			await ledger.abandon();
			expect(reached(await open(THEIRS).begin(QUICK))).toEqual(['begun']);
		}),
	);

	it(
		'tells a retry that has lost the rest by the crash key',
		inTime(async () => {
			const ledger = open({ ...OURS, userKey: undefined });
			await ledger.begin(undefined);
			const turns = (await ledger.commit(undefined)) ?? [];
			expect(reached(await open(RETRY).begin(undefined))).toEqual(['begun', 'committed']);
			await ledger.finish(turns);
			expect(reached(await open(RETRY).begin(undefined))).toEqual(['begun', 'posted']);
		}),
	);

	describe('after a question that was interrupted', () => {
		it(
			'does not take a post for made, nor for dead',
			inTime(async () => {
				await open(OURS).commit(QUICK.media);
				await expect(openInterrupted(THEIRS).read('shared')).rejects.toThrow();
				expect(reached(await open(THEIRS).readAll())).toEqual(['committed']);
			}),
		);

		it(
			'still knows a post that was made',
			inTime(async () => {
				await post(OURS);
				await expect(openInterrupted(THEIRS).read('shared')).rejects.toThrow();
				expect(reached(await open(THEIRS).readAll())).not.toEqual(['begun']);
			}),
		);

		it(
			'says a second time what was asked before it was so',
			inTime(async () => {
				const ledger = open(OURS);
				const turns = (await ledger.commit(QUICK.media)) ?? [];
				await expect(openInterrupted(THEIRS).read('shared')).rejects.toThrow();
				await ledger.finish(turns);
				expect(reached(await open(THEIRS).readAll())).toEqual(['posted']);
			}),
		);

		it(
			'holds nobody up for good who takes the question for a claim',
			inTime(async () => {
				await expect(openInterrupted(THEIRS).read('shared')).rejects.toThrow();
				const ledger = open(OURS);
				expect(reached(await ledger.readAll())).toEqual(['committed']);
				expect(await ledger.closeIfUnclaimed('shared')).toBe(true);
				expect(reached(await ledger.begin(undefined))).toEqual(['begun']);
				const turns = (await ledger.commit(QUICK.media)) ?? [];
				await ledger.finish(turns);
				expect(reached(await open(THEIRS).readAll())).toEqual(['posted']);
			}),
		);
	});

	it.each([
		['under its key', OURS, 'shared'],
		['under the crash key', RETRY, 'ours'],
	])('closes nothing that was claimed, whatever is heard of it (%s)', async (_what, names, key) => {
		const check = inTime(async () => {
			await open(OURS).commit(QUICK.media);
			const ledger = open(names);
			await ledger.readAll();
			expect(await ledger.closeIfUnclaimed(key)).toBe(false);
			expect(await ledger.read(key)).toEqual({ key, turn: 0, reached: 'committed' });
			expect(await ledger.commit(QUICK.media)).toBeUndefined();
		});
		await check();
	});

	it.each([
		['sent within seconds', QUICK],
		['sent later', undefined],
	])('knows what its own process has posted, whoever overwrites it (%s)', async (_what, quick) => {
		const check = inTime(async () => {
			const { PostLedger: OfOneProcess } = loadLedger(time);
			const first = new OfOneProcess(n8nWith(row), OURS);
			await first.begin(quick);
			await first.finish((await first.commit(QUICK.media)) ?? []);
			// Another process writes back what it has read before.
			await keepNewest(0);
			const second = new OfOneProcess(n8nWith(row), THEIRS);
			expect(reached(await second.begin(quick))).toEqual(['posted']);
		});
		await check();
	});

	it(
		'takes nothing for something else, however much of it was dropped',
		inTime(async () => {
			for (let left = 0; left <= 6; left++) {
				row = new Row(time, () => 15);
				await post(OURS);
				await keepNewest(left);
				const [state] = await open(THEIRS).readAll();
				// Forgotten, or as it was; a post that was made is never one that came to nothing.
				expect(['begun', 'posted']).toContain(state?.reached);
				expect(state?.turn).toBe(0);
			}
		}),
	);

	describe('about the media of a key', () => {
		const hasOther = async (fact: string) => {
			const ledger = open(THEIRS);
			await ledger.readAll();
			return await ledger.hasOtherMedia('shared', fact);
		};

		it(
			'tells others from the same',
			inTime(async () => {
				await post(OURS, 'ours');
				expect(await hasOther('ours')).toBe(false);
				expect(await hasOther('others')).toBe(true);
				expect(await hasOther('ours')).toBe(false);
			}),
		);

		it(
			'says nothing where none are known',
			inTime(async () => {
				const ledger = open(OURS);
				await ledger.finish((await ledger.commit(undefined)) ?? []);
				expect(await hasOther('others')).toBe(false);
			}),
		);

		it(
			'says nothing about those of a post that never came to be',
			inTime(async () => {
				const ledger = open(OURS);
				await ledger.close((await ledger.commit('ours')) ?? []);
				await post(OURS, 'again');
				expect(await hasOther('again')).toBe(false);
				expect(await hasOther('ours')).toBe(true);
			}),
		);

		it(
			'says nothing after a question about the same media was interrupted',
			inTime(async () => {
				await post(OURS, 'ours');
				const interrupted = openInterrupted(THEIRS).hasOtherMedia('shared', 'others');
				await expect(interrupted).rejects.toThrow();
				expect(await hasOther('others')).toBe(false);
			}),
		);
	});
});
