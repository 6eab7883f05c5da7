import type {
	OpenedPost,
	PostAttempt,
	PostIdentity,
	Started,
	Turn,
	VideoOnItsWay,
} from '../../support/tested/once';
import { NodeStore } from '../ledger/support/nodeStore';
import {
	CREDENTIAL,
	FAILED,
	IDENTITY,
	PUBLISHED,
	PUBLISH_ID,
	received,
	VIDEO_SIZE,
	World,
	type Run,
} from './support/world';

const HOUR_MS = 3_600_000;
const SETTLE_MS = 400;
const KEY = { deduplicationKey: 'mine' };
const QUICK = { quick: { media: 'video of 10 bytes' } };
const TAKEN_OVER = { failure: { code: 'already_begun' } };

let world: World;

beforeEach(() => {
	world = new World();
});

function names(run: Partial<Run> = {}, identity: Partial<PostIdentity> = {}) {
	const { hash, nameItem } = world.process;
	return nameItem(world.item(run), { ...IDENTITY, ...identity }, hash(run.openId ?? 'open id'));
}
const keyOf = (identity: Partial<PostIdentity> = {}) => names({}, identity).keys[0] ?? '';
const turnOf = (identity: Partial<PostIdentity> = {}): Turn => ({ key: keyOf(identity), turn: 0 });
const checkpoint = () => world.process.openCheckpoint(world.n8n(), '0.0');
const ownPost = (): OpenedPost => {
	const { post } = checkpoint();
	if (post === undefined) throw new Error('There is no post');
	return post;
};
const trouble = (code: string, changes: object = {}) =>
	new world.process.TikTokError({
		...{ code, message: code, advice: '', retry: 'soon', stage: 'upload' },
		...changes,
	});

async function open(attempt: PostAttempt): Promise<VideoOnItsWay> {
	return await attempt.opened(world.upload(), 'creator');
}

/** Whether what was posted under the Deduplication Key had other media, for another execution. */
async function isKnownFromOtherMedia(fact: string, identity: Partial<PostIdentity> = KEY) {
	return await (await world.attempt({ context: {} }, identity)).hadOtherMedia(fact);
}

/** A video that another try of this execution has got so far. */
async function sendBefore(upTo: 'opened' | 'committed' | 'uploaded', identity = {}) {
	const attempt = await world.attempt({}, identity);
	await attempt.begin();
	const onItsWay = await open(attempt);
	if (upTo !== 'opened') await onItsWay.committing();
	if (upTo === 'uploaded') await onItsWay.uploaded();
	await attempt.ended();
	return attempt;
}

describe('what a try is known by', () => {
	it('is entered in the checkpoint, with what the tries before it had', async () => {
		await world.attempt({}, { ...KEY });
		await world.attempt({}, { deduplicationKey: 'other' });
		await world.attempt({}, { ...KEY });
		const [mine, other] = [keyOf(KEY), keyOf({ deduplicationKey: 'other' })];
		const account = world.process.hash('open id');
		expect(checkpoint().entered).toEqual({ account, keys: [mine, other] });
	});

	it('is nothing that an earlier try had with another account', async () => {
		await world.attempt({ openId: 'other' });
		await world.attempt();
		expect(checkpoint().entered?.keys).toEqual([keyOf()]);
	});

	it('stays what a post was sent under', async () => {
		await sendBefore('opened', KEY);
		await world.attempt({}, { deduplicationKey: 'other' });
		expect(checkpoint().entered?.keys).toEqual([keyOf(KEY)]);
	});

	it('keeps it from posting what it was to post under another name', async () => {
		const first = await world.attempt({}, KEY);
		await first.begin();
		await first.ended();
		world.claim(turnOf(KEY));
		await world.ledger().finish([turnOf(KEY)]);
		const second = await world.attempt({}, { deduplicationKey: 'other' });
		expect(await second.begin()).toMatchObject({ kind: 'posted', isByUserKey: false });
	});
});

describe('claims ahead', () => {
	it('what is sent within seconds', async () => {
		const attempt = await world.attempt({}, QUICK);
		await attempt.claimAhead();
		expect(await world.reached(keyOf())).toBe('0 committed');
		const { length } = world.database.calls;
		expect(await attempt.begin()).toEqual({ kind: 'fresh' });
		expect(world.database.calls).toHaveLength(length);
	});

	it.each<[string, Partial<PostIdentity>, () => void]>([
		['that takes longer', {}, () => {}],
		['that has a post', QUICK, () => (checkpoint().post = world.opened())],
		['that is finished', QUICK, () => (checkpoint().output = {})],
	])('nothing %s', async (_what, identity, prepare) => {
		prepare();
		const attempt = await world.attempt({}, identity);
		await attempt.claimAhead();
		expect(world.database.calls).toEqual([]);
		expect(world.process.takeTurnNow([keyOf()])).toBeDefined();
	});

	it('nothing that the item before is about, too', async () => {
		const [first, second] = [await world.attempt({}, QUICK), await world.attempt({}, QUICK)];
		await first.claimAhead();
		const { length } = world.database.calls;
		await second.claimAhead();
		expect(world.database.calls).toHaveLength(length);
		await second.ended();
		expect(world.process.takeTurnNow([keyOf()])).toBeUndefined();
	});
});

describe('begins', () => {
	it('with a post that is new', async () => {
		expect(await (await world.attempt()).begin()).toEqual({ kind: 'fresh' });
	});

	it('without asking anybody where n8n can not keep a Deduplication Key', async () => {
		world.database = new NodeStore(world.time, '');
		const attempt = await world.attempt({}, KEY);
		await expect(attempt.begin()).rejects.toBeInstanceOf(world.process.InputError);
	});

	it('with the output of the try that has finished it, as it was', async () => {
		const output = { publish_id: PUBLISH_ID, list: [1] };
		(await world.attempt()).finished(output);
		output.list.push(2);
		for (let tries = 0; tries < 2; tries++) {
			const start = await (await world.attempt()).begin();
			expect(start).toEqual({ kind: 'finished', output: { publish_id: PUBLISH_ID, list: [1] } });
			Object.assign((start as Extract<Started, { kind: 'finished' }>).output, { list: [] });
		}
		expect(world.database.calls).toEqual([]);
	});

	it('after it has let go of uploads that nobody can go on with', async () => {
		const began = world.time.now;
		world.process.rememberUpload(world.upload('other'));
		world.time.pass(HOUR_MS);
		await (await world.attempt()).begin();
		world.time.now = began;
		expect(world.process.recallUpload('other')).toBeUndefined();
	});

	it('once nobody else in this process works on the same', async () => {
		const [first, second] = [await world.attempt(), await world.attempt()];
		await first.begin();
		let hasBegun = false;
		const begun = second.begin().then(() => (hasBegun = true));
		for (let turns = 0; turns < 20; turns++) await Promise.resolve();
		expect(hasBegun).toBe(false);
		await first.ended();
		await begun;
	});

	it('not where the user stops it before that', async () => {
		const [first, second] = [await world.attempt(), await world.attempt()];
		await first.begin();
		world.database.stop.abort();
		await expect(second.begin()).rejects.toBeInstanceOf(world.process.StoppedError);
	});

	it('once more after somebody else took over', async () => {
		const attempt = await world.attempt();
		await attempt.begin();
		world.claim(turnOf());
		await world.ledger().finish([turnOf()]);
		expect(await attempt.begin()).toMatchObject({ kind: 'posted' });
	});

	it('with a post that TikTok turns out to have, and tells others of it', async () => {
		await sendBefore('committed', KEY);
		world.answers = [received(VIDEO_SIZE)];
		const start = await (await world.attempt({}, KEY)).begin();
		expect(start).toEqual({ kind: 'uploaded', publishId: PUBLISH_ID, creatorUsername: 'creator' });
		expect(ownPost().isUploaded).toBe(true);
		expect(world.process.recallUpload(PUBLISH_ID)).toBeUndefined();
		expect(world.process.recallPublishedId(world.n8n(), turnOf(KEY))).toBe(PUBLISH_ID);
		expect(await world.reached(keyOf(KEY))).toBe('0 posted');
	});

	it('with an upload that goes on', async () => {
		await sendBefore('opened');
		world.answers = [received(0)];
		const start = await (await world.attempt()).begin();
		if (start.kind !== 'resume') throw new Error(start.kind);
		start.onItsWay.accepted(5);
		expect(ownPost().acceptedBytes).toBe(5);
	});

	it.each([
		['is known', true],
		['is not known', false],
	])('with a post of another execution, whose id %s, and saves it', async (_what, isKnown) => {
		const turn = turnOf(KEY);
		world.claim(turn);
		await world.ledger().finish([turn]);
		const post = { publishId: PUBLISH_ID, videoSize: VIDEO_SIZE, turn: 0 };
		if (isKnown) world.process.rememberPost(turn.key, post);
		world.answers = [PUBLISHED];
		const start = await (await world.attempt({}, KEY)).begin();
		expect(start).toMatchObject({ kind: 'posted', isByUserKey: true });
		const saved = world.process.recallPublishedId(world.n8n(), turn);
		expect(saved).toBe(isKnown ? PUBLISH_ID : undefined);
	});
});

describe('a video that TikTok has opened', () => {
	it('stands in the checkpoint, without its URL, and in the memory of the process', async () => {
		const attempt = await world.attempt();
		await attempt.begin();
		await open(attempt);
		expect(ownPost()).toEqual(world.opened());
		const account = world.process.hash('open id');
		expect(checkpoint().sender).toEqual({ account, credentialName: CREDENTIAL });
		expect(world.process.recallUpload(PUBLISH_ID)).toEqual(world.upload());
	});

	it.each([
		['quick', QUICK, 1],
		['slow', {}, 0],
	])('lets the next item be got ready where it is %s', async (_what, identity, count) => {
		let calls = 0;
		const onItsWay = async () => await Promise.resolve(void calls++);
		const attempt = await world.attempt({ onItsWay }, identity);
		await attempt.begin();
		await open(attempt);
		expect(calls).toBe(count);
	});

	it('lets its claims settle meanwhile', async () => {
		const attempt = await world.attempt({}, QUICK);
		await attempt.begin();
		const { length } = world.database.calls;
		world.time.pass(SETTLE_MS);
		await open(attempt);
		expect(world.database.calls).toHaveLength(length + 1);
	});

	it('is committed under a turn for each sending of its last bytes', async () => {
		const attempt = await world.attempt({}, KEY);
		await attempt.begin();
		const onItsWay = await open(attempt);
		await onItsWay.committing();
		await onItsWay.committing();
		expect(ownPost().isCommitted).toBe(true);
		expect(ownPost().turns.filter(({ key }) => key === keyOf(KEY))).toEqual([
			{ key: keyOf(KEY), turn: 0 },
			{ key: keyOf(KEY), turn: 1 },
		]);
		expect(world.process.recallPost(keyOf(KEY))).toEqual({
			publishId: PUBLISH_ID,
			videoSize: VIDEO_SIZE,
			turn: 1,
		});
		expect(await isKnownFromOtherMedia('video of 10 bytes')).toBe(false);
	});

	it('is posted once TikTok has all of it', async () => {
		await sendBefore('uploaded', KEY);
		expect(ownPost().isUploaded).toBe(true);
		expect(world.process.recallUpload(PUBLISH_ID)).toBeUndefined();
		expect(await world.reached(keyOf(KEY))).toBe('0 posted');
		expect(world.process.recallPublishedId(world.n8n(), turnOf(KEY))).toBe(PUBLISH_ID);
	});

	it('has no saved id where there is no Deduplication Key', async () => {
		await sendBefore('uploaded');
		expect(world.staticData).toEqual({});
	});

	it('is posted also where the ledger fails, which it logs', async () => {
		const attempt = await world.attempt();
		await attempt.begin();
		const onItsWay = await open(attempt);
		await onItsWay.committing();
		world.database.failures = [new Error('SQLITE_BUSY')];
		await onItsWay.uploaded();
		expect(ownPost().isUploaded).toBe(true);
		expect(world.database.log).toHaveLength(1);
	});

	it.each([
		['given up where its last bytes were not sent', false],
		['kept where they were', true],
	])('is, when somebody else was first, %s', async (_what, isCommitted) => {
		const attempt = await world.attempt();
		await attempt.begin();
		const onItsWay = await open(attempt);
		onItsWay.post.isCommitted = isCommitted;
		world.claim(turnOf());
		await expect(onItsWay.committing()).rejects.toMatchObject(TAKEN_OVER);
		expect(checkpoint().post).toBe(isCommitted ? onItsWay.post : undefined);
		expect(world.process.recallUpload(PUBLISH_ID)).toBeUndefined();
	});
});

describe('a post whose media TikTok fetches', () => {
	const announce = async () => {
		const attempt = await world.attempt({}, KEY);
		await attempt.begin();
		return await attempt.announcing('2 photos');
	};

	it('may exist from the call on', async () => {
		await announce();
		const account = world.process.hash('open id');
		expect(checkpoint().isAnnounced).toBe(true);
		expect(checkpoint().sender).toEqual({ account, credentialName: CREDENTIAL });
		expect(await world.reached(keyOf(KEY))).toBe('0 committed');
		expect(await isKnownFromOtherMedia('2 photos')).toBe(false);
		expect(await isKnownFromOtherMedia('3 photos')).toBe(true);
	});

	it('is posted once TikTok has accepted it', async () => {
		const announced = await announce();
		await announced.accepted(PUBLISH_ID, 'creator');
		const { turns, ...post } = ownPost();
		const rest = { videoSize: 0, isCommitted: true, isUploaded: true };
		expect(post).toMatchObject({ publishId: PUBLISH_ID, creatorUsername: 'creator', ...rest });
		expect(turns).toContainEqual(turnOf(KEY));
		expect(world.process.recallPost(keyOf(KEY))).toEqual({
			publishId: PUBLISH_ID,
			videoSize: 0,
			turn: 0,
		});
		expect(await world.reached(keyOf(KEY))).toBe('0 posted');
		expect(world.process.recallPublishedId(world.n8n(), turnOf(KEY))).toBe(PUBLISH_ID);
	});

	it('is none where TikTok has refused it', async () => {
		const announced = await announce();
		await announced.refused();
		expect(checkpoint()).not.toHaveProperty('isAnnounced');
		expect(await world.reached(keyOf(KEY))).toBe('1 begun');
	});

	it('is none then also where the ledger fails', async () => {
		const announced = await announce();
		world.database.failures = [new Error('SQLITE_BUSY')];
		await announced.refused();
		expect(checkpoint()).not.toHaveProperty('isAnnounced');
	});

	it('is not announced where somebody else was first', async () => {
		const attempt = await world.attempt({}, KEY);
		await attempt.begin();
		world.claim(turnOf(KEY));
		await expect(attempt.announcing(undefined)).rejects.toMatchObject(TAKEN_OVER);
		expect(checkpoint().isAnnounced).toBeUndefined();
	});
});

describe('an error that ends a try', () => {
	const INTERRUPTED = () => trouble('upload_interrupted');
	const DEFECT = () => new Error('defect');

	it.each<[string, 'opened' | 'committed', () => Error, boolean]>([
		['it was interrupted', 'opened', INTERRUPTED, true],
		['TikTok has refused a chunk', 'opened', () => trouble('bad_range'), false],
		['something else is wrong', 'opened', DEFECT, false],
		['its last bytes went out', 'committed', () => trouble('bad_range'), true],
	])('leaves an upload open or not: %s', async (_what, upTo, fail, isOpen) => {
		await sendBefore(upTo);
		await (await world.attempt()).failed(fail());
		expect(world.process.recallUpload(PUBLISH_ID) !== undefined).toBe(isOpen);
	});

	it.each<[string, 'opened' | 'committed' | 'uploaded', string]>([
		['nothing of it before the last bytes', 'opened', 'reset'],
		[
			'that all of it was sent',
			'committed',
			'All of the post was sent, and TikTok may have it: reset',
		],
		['that TikTok has it', 'uploaded', 'TikTok has the post, but its status is not known: reset'],
	])('says %s', async (_what, upTo, message) => {
		await sendBefore(upTo);
		const error = await (await world.attempt()).failed(trouble('reset'));
		expect(error.message).toBe(message);
	});

	it('frees the keys where it says that nothing was published', async () => {
		await sendBefore('committed', KEY);
		const failed = trouble('frame_rate', { isNotPublished: true });
		expect(await (await world.attempt({}, KEY)).failed(failed)).toBe(failed);
		expect(await world.reached(keyOf(KEY))).toBe('1 begun');
	});

	it('keeps them where it does not', async () => {
		await sendBefore('committed', KEY);
		await (await world.attempt({}, KEY)).failed(trouble('reset'));
		expect(await world.reached(keyOf(KEY))).toBe('0 committed');
	});

	it.each([
		['refused call', () => trouble('refused', { isNotPublished: true })],
		['defect', DEFECT],
	])('stays as it is where there is no post: a %s', async (_what, fail) => {
		const error = fail();
		expect(await (await world.attempt()).failed(error)).toBe(error);
	});

	it('is an error, whatever was thrown', async () => {
		expect(await (await world.attempt()).failed('text')).toEqual(new Error('text'));
	});
});

describe('a post that certainly never will exist', () => {
	it('frees its keys, and is kept for what TikTok says of the file', async () => {
		const attempt = await sendBefore('uploaded', KEY);
		checkpoint().isAnnounced = true;
		world.process.rememberUpload(world.upload());
		await attempt.discard(PUBLISH_ID);
		expect(await world.reached(keyOf(KEY))).toBe('1 begun');
		expect(world.process.recallUpload(PUBLISH_ID)).toBeUndefined();
		expect(checkpoint()).not.toHaveProperty('isAnnounced');
		expect(ownPost()).toEqual(world.opened({ content: ownPost().content }));
	});

	it('frees them without a call where it was not sent', async () => {
		const attempt = await sendBefore('opened');
		const { length } = world.database.calls;
		await attempt.discard(PUBLISH_ID);
		expect(world.database.calls).toHaveLength(length);
	});

	it('is forgotten also where the ledger fails', async () => {
		const attempt = await sendBefore('committed');
		world.database.failures = [new Error('SQLITE_BUSY')];
		await attempt.discard(PUBLISH_ID);
		expect(ownPost().isCommitted).toBe(false);
	});

	it('leaves a later one of the item', async () => {
		const attempt = await sendBefore('committed', KEY);
		await attempt.discard('another');
		expect(ownPost().isCommitted).toBe(true);
		expect(await world.reached(keyOf(KEY))).toBe('0 committed');
	});

	it('is nothing where the item has no post', async () => {
		const attempt = await world.attempt();
		await expect(attempt.discard(PUBLISH_ID)).resolves.toBeUndefined();
	});

	it.each([
		['the keys are free again', [], '1 begun'],
		['they are not where the ledger fails, which is no error', [new Error('BUSY')], '0 committed'],
	])('stood in the way of this one: %s', async (_what, failures, reached) => {
		const turn = turnOf(KEY);
		world.claim(turn);
		world.database.failures = failures;
		const attempt = await world.attempt({}, KEY);
		await attempt.discardEarlier({ kind: 'posted', post: undefined, turn, isByUserKey: true });
		expect(await world.reached(keyOf(KEY))).toBe(reached);
	});
});

it.each<[string, Partial<PostIdentity>, string, boolean]>([
	['other media', KEY, 'video of 11 bytes', true],
	['the same media', KEY, 'video of 10 bytes', false],
	['nothing, without a Deduplication Key', {}, 'video of 11 bytes', false],
])('tells what was posted under the key: %s', async (_what, identity, fact, isOther) => {
	await sendBefore('uploaded', identity);
	expect(await isKnownFromOtherMedia(fact, identity)).toBe(isOther);
});

describe('the end of a try', () => {
	it('gives up what was claimed and not sent', async () => {
		const attempt = await world.attempt({}, QUICK);
		await attempt.begin();
		await attempt.ended();
		expect(await world.reached(keyOf())).toBe('1 begun');
	});

	it('lets others of this process go on, also where the ledger fails', async () => {
		const attempt = await world.attempt({}, QUICK);
		await attempt.begin();
		expect(world.process.takeTurnNow([keyOf()])).toBeUndefined();
		world.database.failures = [new Error('SQLITE_BUSY')];
		await attempt.ended();
		expect(world.process.takeTurnNow([keyOf()])).toBeDefined();
	});

	it('is one, however often it is told', async () => {
		const attempt = await world.attempt();
		await attempt.begin();
		await attempt.ended();
		world.process.takeTurnNow([keyOf()]);
		await attempt.ended();
		expect(world.process.takeTurnNow([keyOf()])).toBeUndefined();
	});

	it('is none of a try that never began', async () => {
		await expect((await world.attempt()).ended()).resolves.toBeUndefined();
	});
});

it('a retry in another process asks TikTok about what was sent, and sends what has failed anew', async () => {
	await sendBefore('committed', KEY);
	world.restart();
	world.answers = [FAILED];
	const attempt = await world.attempt({ mode: 'retry' }, KEY);
	expect(await attempt.begin()).toEqual({ kind: 'fresh' });
	expect(world.asked).toEqual([PUBLISH_ID]);
	expect(await world.reached(keyOf(KEY))).toBe('1 begun');
});
