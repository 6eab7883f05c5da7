import './support/ownClocks';
import type { LedgerState } from '../../support/tested/n8n';
import type { PostLedgerModule } from '../../support/tested/places';
import { fc, RANDOM_SEED } from '../../support/randomness';
import { scale } from '../../support/scale';
import { EventTime, loadLedger, n8nWith, Row, usualLatency } from './support/rowModel';

const PAIRS = scale(300, 3_000);
const LARGE_PAIRS = scale(300, 600);
const LONE_PAIRS = 150;
/** At least so many posts are remembered. */
const REMEMBERED = scale(300, 1_600);
jest.setTimeout(scale(60_000, 600_000));

const PROCESSES = 3;
/** Deliveries that come at the same moment, so that strangers overwrite each other, too. */
const BURST = 15;
/** After whole seconds of a burst comes the next one. */
const BETWEEN_BURSTS_MS = 4_000;
const UPLOAD_MS = 200;
const LAST_BYTES_MS = 100;
const ASK_EVERY_MS = 3_000;
const MAX_QUESTIONS = 10;
const FINENESS = 2 ** 31;
/** As the ends of executions that got the same, in the order of the alphabet. */
const POSSIBLE_ENDS = /^(posted(, skipped)*(, unknown)*|unknown(, unknown)*)$/;

/** A small file is claimed when it begins, a large one right before its last bytes. */
type Size = 'small' | 'large';

type End = 'posted' | 'skipped' | 'unknown';

/** The ledger's own order of calls, in a row that each call reads, changes and writes back; in milliseconds of model time. */
describe('claims in a store in which the last writer wins', () => {
	let time: EventTime;
	let row: Row;
	let processes: PostLedgerModule[];
	let random: () => number;
	let posts: Map<string, number>;

	beforeEach(() => {
		time = new EventTime();
		// Evenly spread, which fast-check's doubles are not: of those most are next to nothing.
		const evenly = fc.noBias(fc.infiniteStream(fc.integer({ min: 0, max: FINENESS - 1 })));
		const [seeded] = fc.sample(evenly, { seed: RANDOM_SEED, numRuns: 1 });
		random = () => (seeded?.next().value ?? 0) / FINENESS;
		row = new Row(time, usualLatency(random));
		processes = Array.from({ length: PROCESSES }, () => loadLedger(time));
		posts = new Map();
	});

	/** One execution that posts a file under a Deduplication Key, as a node does. */
	async function deliver(key: string, number: number, size: Size = 'small'): Promise<End> {
		const { PostLedger, settleLedger } = processes[number % PROCESSES] as PostLedgerModule;
		const n8n = n8nWith(row);
		const ledger = new PostLedger(n8n, { keys: [key], crashKey: `${key}c`, userKey: key });
		for (;;) {
			const [state] = await ledger.begin(size === 'small' ? { media: 'video' } : undefined);
			if (state?.reached === 'posted') return 'skipped';
			if (state?.reached === 'committed') {
				const end = await awaitEnd(ledger, state);
				if (end === undefined) continue;
				return end;
			}
			await time.wait(UPLOAD_MS * random());
			const turns = await ledger.commit('video');
			if (turns === undefined) continue;
			posts.set(key, (posts.get(key) ?? 0) + 1);
			await time.wait(LAST_BYTES_MS * random());
			await ledger.finish(turns);
			await settleLedger(n8n);
			return 'posted';
		}
	}

	/** @returns `undefined` where the key is free again */
	async function awaitEnd(
		ledger: InstanceType<PostLedgerModule['PostLedger']>,
		{ key, turn }: LedgerState,
	): Promise<End | undefined> {
		for (let questions = 0; questions < MAX_QUESTIONS; questions++) {
			await time.wait(ASK_EVERY_MS);
			const state = await ledger.read(key);
			if (state.turn !== turn || state.reached === 'begun') return undefined;
			if (state.reached === 'posted') return 'skipped';
		}
		return (await ledger.closeIfUnclaimed(key)) ? undefined : 'unknown';
	}

	/** How often what came of it; a burst after the other. */
	async function deliverAll(
		deliveries: Array<() => Promise<string>>,
		atOnce = BURST,
	): Promise<Record<string, number>> {
		const counts: Record<string, number> = {};
		const burst = async (first: number) => {
			const now = deliveries.slice(first, first + atOnce);
			const jittered = now.map(async (start) => {
				await time.wait(20 * random());
				return await start();
			});
			for (const end of await Promise.all(jittered)) counts[end] = (counts[end] ?? 0) + 1;
			await time.wait(BETWEEN_BURSTS_MS);
		};
		const all = async () => {
			for (let first = 0; first < deliveries.length; first += atOnce) await burst(first);
		};
		await time.run(all());
		return counts;
	}

	/**
	 * Nothing is posted twice, and nothing is skipped that was not posted. In a row that is overwritten all the time some
	 * can't tell how it ended.
	 */
	function expectOnce(counts: Record<string, number>, best: string, share: number): void {
		expect(Object.keys(counts).filter((ends) => !POSSIBLE_ENDS.test(ends))).toEqual([]);
		expect(listOtherThanOne()).toEqual([]);
		const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
		expect((counts[best] ?? 0) / all).toBeGreaterThan(share);
	}

	const listKeys = (length: number) => Array.from({ length }, (_, number) => `key ${number}`);
	const listOtherThanOne = () => [...posts.values()].filter((count) => count !== 1);

	it.each<Size>(['small', 'large'])(
		'of two %s files at the same moment, and nobody else, one posts and the other one is skipped',
		async (size) => {
			const pairs = listKeys(LONE_PAIRS).map((key, number) => async () => {
				const both = [number, number + 1].map(async (to) => await deliver(key, to, size));
				return (await Promise.all(both)).sort().join(', ');
			});
			expect(await deliverAll(pairs, 1)).toEqual({ 'posted, skipped': LONE_PAIRS });
			expect(listOtherThanOne()).toEqual([]);
		},
	);

	it('of two at the same moment one posts and the other one is skipped', async () => {
		const pairs = listKeys(PAIRS).map((key, number) => async () => {
			const ends = await Promise.all([deliver(key, number), deliver(key, number + 1)]);
			return ends.sort().join(', ');
		});
		expectOnce(await deliverAll(pairs), 'posted, skipped', 0.95);
	});

	it.each<Size>(['small', 'large'])(
		'of a large file and a %s one at the same moment one is posted and the other one skipped',
		async (size) => {
			const pairs = listKeys(LARGE_PAIRS).map((key, number) => async () => {
				const large = deliver(key, number, 'large');
				const ends = await Promise.all([large, deliver(key, number + 1, size)]);
				return ends.sort().join(', ');
			});
			expectOnce(await deliverAll(pairs), 'posted, skipped', 0.95);
		},
	);

	it('of three large files at the same moment one is posted and the others are skipped', async () => {
		const threes = listKeys(LARGE_PAIRS).map((key, number) => async () => {
			const all = [0, 1, 2].map(async (other) => await deliver(key, number + other, 'large'));
			return (await Promise.all(all)).sort().join(', ');
		});
		expectOnce(await deliverAll(threes), 'posted, skipped, skipped', 0.8);
	});

	it('a question in the moment of a claim takes no claim away', async () => {
		// The question is read before the claim is written, and what it entered is taken back afterwards.
		const calls = [100, 30, 100];
		row = new Row(time, () => calls.shift() ?? 15);
		const [asker, claimant] = processes.map(
			({ PostLedger }) =>
				new PostLedger(n8nWith(row), { keys: ['key'], crashKey: undefined, userKey: 'key' }),
		);
		const ask = async () => {
			await asker?.read('key');
			return await asker?.commit('video');
		};
		const claim = async () => {
			await time.wait(80);
			return await claimant?.commit('video');
		};
		const turns = await time.run(Promise.all([ask(), claim()]));
		expect(turns.filter((turn) => turn !== undefined)).toHaveLength(1);
	});

	it('a call that takes longer than others settle overwrites a claim, and no post', async () => {
		const calls = [800];
		row = new Row(time, () => calls.shift() ?? 15);
		const slow = async () => await deliver('key', 0);
		const quick = async () => {
			// After the slow one has read the row.
			await time.wait(300);
			return await deliver('key', 1);
		};
		const ends = await time.run(Promise.all([slow(), quick()]));
		expect(ends).toEqual(['posted', 'skipped']);
		expect(listOtherThanOne()).toEqual([]);
	});

	it('nothing is forgotten that others overwrite', async () => {
		const keys = listKeys(REMEMBERED);
		const first = keys.map((key, number) => async () => await deliver(key, number));
		expect(await deliverAll(first)).toEqual({ posted: REMEMBERED });
		const again = keys.map((key, number) => async () => await deliver(key, number + 1));
		expect(await deliverAll(again)).toEqual({ skipped: REMEMBERED });
		expect(listOtherThanOne()).toEqual([]);
	});
});
