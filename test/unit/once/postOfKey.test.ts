import type { Findings, KeyState, PublishStatus, Turn } from '../../support/tested/once';
import {
	CHUNK_SIZE,
	FAILED,
	PUBLISHED,
	PUBLISH_ID,
	received,
	status,
	VIDEO_SIZE,
	World,
} from './support/world';

const TURN: Turn = { key: 'key', turn: 0 };
const NEXT: Turn = { key: 'key', turn: 1 };
const CLAIMED: KeyState = { ...TURN, reached: 'committed', hasName: false };
const POSTED: KeyState = { ...TURN, reached: 'posted', hasName: false };
const OTHER: KeyState = { key: 'other', turn: 0, reached: 'begun', hasName: false };
const POST = { publishId: PUBLISH_ID, videoSize: VIDEO_SIZE };
const WORD = { verdict: 'dead', isHeard: true, isFilesFault: false } as const;
const ASK_AFTER_MS = [1_500, 2_500, 5_000, 9_000];
const ASK_LAST_AFTER_MS = 12_000;

let world: World;
let findings: Findings;

beforeEach(async () => {
	world = new World();
	findings = await world.findings({ ledger: world.ledger('key', 'other') });
});

const remember = (turn = TURN) =>
	world.process.rememberPost(turn.key, { ...POST, turn: turn.turn });
const save = (turn = TURN) => world.process.savePublishedId(findings.item.n8n, turn, PUBLISH_ID);
/** Another execution tells of an end. */
const post = async () => await world.ledger('key').finish([TURN]);
const close = async () => await world.ledger('key').close([TURN]);

describe('begins with the keys of an item', () => {
	it.each<[string, () => void, KeyState]>([
		['nobody has', () => {}, { ...TURN, reached: 'begun', hasName: false }],
		[
			'nobody has, whatever is remembered',
			() => remember(),
			{ ...TURN, reached: 'begun', hasName: false },
		],
		['somebody has', () => world.claim(TURN), CLAIMED],
		[
			'somebody has in this process',
			() => {
				world.claim(TURN);
				remember();
			},
			{ ...CLAIMED, hasName: true },
		],
		[
			'somebody has in this process, at another turn',
			() => {
				world.claim(TURN);
				remember(NEXT);
			},
			CLAIMED,
		],
		[
			'somebody has, and its id was saved',
			() => {
				world.claim(TURN);
				save();
			},
			{ ...CLAIMED, hasName: true },
		],
	])('%s', async (_what, prepare, state) => {
		prepare();
		findings.word = WORD;
		await world.process.postOfKey.begin(findings);
		expect(findings.keys).toEqual([state, OTHER]);
		expect(findings.word).toBeUndefined();
	});

	it('and claims what is sent within seconds', async () => {
		findings = { ...findings, identity: { ...findings.identity, quick: { media: undefined } } };
		await world.process.postOfKey.begin(findings);
		expect(await world.reached('key')).toBe('0 committed');
	});
});

describe('asks what became of a post', () => {
	it.each<[string, KeyState, PublishStatus | undefined, string, number]>([
		['whose bytes it counts', CLAIMED, received(VIDEO_SIZE), 'received', 0],
		['whose bytes it counts for too long', CLAIMED, received(CHUNK_SIZE), 'dead', 9],
		['that it has failed', CLAIMED, FAILED, 'dead', 0],
		['that somebody knows as posted', POSTED, status('PROCESSING_UPLOAD'), 'received', 0],
	])('%s', async (_what, key, answer, verdict, pauses) => {
		remember();
		world.answers = Array.from({ length: 10 }, () => answer);
		await world.process.postOfKey.settleOther(findings, key);
		expect(findings.word).toEqual({ verdict, isHeard: true, isFilesFault: false });
		expect(findings.status).toBe(answer);
		expect(world.time.pauses).toHaveLength(pauses);
		expect(new Set(world.asked)).toEqual(new Set([PUBLISH_ID]));
	});

	it('whose size is not known any more only where TikTok is sure', async () => {
		save();
		world.answers = [received(VIDEO_SIZE)];
		const asking = world.process.postOfKey.settleOther(findings, CLAIMED);
		await expect(asking).rejects.toMatchObject({ failure: { code: 'outcome_unknown' } });
		expect(world.asked).toEqual([PUBLISH_ID]);
	});

	it('but not of one without a name', async () => {
		const asking = world.process.postOfKey.settleOther(findings, CLAIMED);
		await expect(asking).rejects.toThrow('with a name');
	});
});

describe('waits for the end of a post that another process has claimed', () => {
	beforeEach(() => {
		world.claim(TURN);
		findings.keys = [OTHER, CLAIMED];
	});
	const awaitEnd = async () => await world.process.postOfKey.awaitEnd(findings, CLAIMED);

	it('that is posted meanwhile', async () => {
		world.time.meanwhile = [() => {}, post];
		await awaitEnd();
		expect(world.time.pauses).toEqual(ASK_AFTER_MS.slice(0, 2));
		expect(findings.keys).toEqual([OTHER, POSTED]);
		expect(world.hasMetOthers).toBe(true);
	});

	it.each<[string, () => Promise<void>]>([
		['that comes to nothing', close],
		[
			'that was none: a question has taken back what it had entered',
			async () => await Promise.resolve(world.database.drop(...world.process.takenEntries(TURN))),
		],
		[
			'that comes to nothing, and whose key somebody else takes',
			async () => {
				await close();
				world.claim(NEXT);
			},
		],
		[
			'that comes to nothing, and whose key somebody else posts under',
			async () => {
				await close();
				await world.ledger('key').finish([NEXT]);
			},
		],
	])('%s', async (_what, end) => {
		world.time.meanwhile = [end];
		await awaitEnd();
		expect(world.time.pauses).toEqual(ASK_AFTER_MS.slice(0, 1));
		expect(findings.keys).toBeUndefined();
		expect(world.hasMetOthers).toBe(true);
	});

	it('that nobody has claimed in truth: what looks so was a question that broke off', async () => {
		world.database.drop(world.process.claimEntry(TURN));
		await awaitEnd();
		expect(world.time.pauses).toEqual(ASK_AFTER_MS);
		expect(findings.keys).toBeUndefined();
		expect(await world.reached('key')).toBe('1 begun');
	});

	it('that is posted at the last moment', async () => {
		world.time.meanwhile = [...ASK_AFTER_MS.map(() => () => {}), post];
		await awaitEnd();
		expect(world.time.pauses).toEqual([...ASK_AFTER_MS, ASK_LAST_AFTER_MS]);
		expect(findings.keys).toEqual([OTHER, POSTED]);
	});

	it('that is never heard of', async () => {
		await awaitEnd();
		expect(world.time.pauses).toEqual([...ASK_AFTER_MS, ASK_LAST_AFTER_MS]);
		expect(findings.keys).toEqual([OTHER, { ...CLAIMED, isSilent: true }]);
		expect(await world.reached('key')).toBe('0 committed');
		expect(world.hasMetOthers).toBe(false);
	});

	it('until the user stops the execution', async () => {
		world.time.meanwhile = [() => world.database.stop.abort()];
		await expect(awaitEnd()).rejects.toBeInstanceOf(world.process.StoppedError);
		expect(world.time.pauses).toHaveLength(1);
	});
});

describe('passes by a post of which nothing came', () => {
	it.each([
		['that has a name', true],
		['that has none', false],
	])('%s', async (_what, hasName) => {
		if (hasName) remember();
		world.process.rememberUpload(world.upload());
		findings.keys = [CLAIMED];
		await world.process.postOfKey.passBy(findings, CLAIMED);
		expect(world.process.recallUpload(PUBLISH_ID) === undefined).toBe(hasName);
		expect(await world.reached('key')).toBe('1 begun');
		expect(findings.keys).toBeUndefined();
	});
});

describe('skips what was posted', () => {
	it('and tells others of it where they do not know', async () => {
		world.claim(TURN);
		await world.process.postOfKey.skip(findings, CLAIMED);
		expect(await world.reached('key')).toBe('0 posted');
	});

	it('without a call where they do', async () => {
		await world.process.postOfKey.skip(findings, POSTED);
		expect(world.database.calls).toEqual([]);
	});

	it('with what is known of the post', async () => {
		remember();
		findings.status = PUBLISHED;
		expect(await world.process.postOfKey.skip(findings, POSTED)).toEqual({
			kind: 'posted',
			post: { publishId: PUBLISH_ID, status: PUBLISHED },
			turn: POSTED,
			isByUserKey: false,
		});
	});

	it.each([
		['of the Deduplication Key', 'key', true],
		['of something else', 'file', false],
	])('also where nothing is: a post %s', async (_what, userKey, isByUserKey) => {
		const start = await world.process.postOfKey.skip({ ...findings, userKey }, POSTED);
		expect(start).toEqual({ kind: 'posted', post: undefined, turn: POSTED, isByUserKey });
	});
});
