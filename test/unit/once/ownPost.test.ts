import type { Findings, OpenedPost, PublishStatus } from '../../support/tested/once';
import {
	BAD_FILE,
	CHUNK_SIZE,
	FAILED,
	IDENTITY,
	PUBLISHED,
	PUBLISH_ID,
	received,
	status,
	VIDEO_SIZE,
	World,
} from './support/world';

const TURN = { key: 'key', turn: 0 };

let world: World;

beforeEach(() => {
	world = new World();
});

const trouble = (code: string, retry: 'soon' | 'wait' | 'credential') =>
	new world.process.TikTokError({ code, message: code, advice: '', retry, stage: 'status' });

describe('an upload that is open', () => {
	it('goes on where it is the very same post', async () => {
		const own = world.opened();
		const upload = world.upload();
		world.process.rememberUpload(upload);
		const same = await world.findings();
		const other = await world.findings({ identity: { ...IDENTITY, content: 'other' } });
		expect(world.process.ownPost.findOpenUpload(same, own)).toBe(upload);
		expect(world.process.ownPost.findOpenUpload(other, own)).toBeUndefined();
	});

	it.each<[string, number, PublishStatus | undefined, number]>([
		['what TikTok has answered', CHUNK_SIZE, received(0), CHUNK_SIZE],
		['whole chunks of what it counts', 0, received(CHUNK_SIZE + 1), CHUNK_SIZE],
		['nothing', 0, undefined, 0],
		['nothing that it does not count', 0, status('PROCESSING_UPLOAD'), 0],
	])('goes on behind %s', async (_what, acceptedBytes, counted, from) => {
		const upload = world.upload();
		world.process.rememberUpload(upload);
		const own = world.opened({ acceptedBytes, isCommitted: true });
		const findings = await world.findings({ status: counted });
		expect(world.process.ownPost.resume(findings, own)).toEqual({
			kind: 'resume',
			post: own,
			upload,
			from: { acceptedBytes: from, isCommitted: true },
		});
	});

	it('takes the turn after the one that it had', async () => {
		world.process.rememberUpload(world.upload());
		const ledger = world.ledger('key');
		world.process.ownPost.resume(await world.findings({ ledger }), world.opened({ turns: [TURN] }));
		expect(await ledger.commit(undefined)).toEqual([{ key: 'key', turn: 1 }]);
	});

	it('cannot go on in a process that does not have it', async () => {
		const findings = await world.findings();
		expect(() => world.process.ownPost.resume(findings, world.opened())).toThrow('open upload');
	});
});

describe('a look into the ledger', () => {
	it.each<[string, string[], boolean]>([
		['finds nothing', [], false],
		['finds that one of the names is claimed', ['other'], true],
	])('%s', async (_what, claimed, isCommitted) => {
		const ledger = world.ledger('key', 'other');
		const findings = await world.findings({ ledger });
		const own = world.opened();
		world.claim(...claimed.map((key) => ({ key, turn: 0 })));
		await world.process.ownPost.look(findings, own);
		expect(findings.before?.map(({ key }) => key)).toEqual(['key', 'other']);
		expect(own.isCommitted).toBe(isCommitted);
		// Nothing is begun with.
		expect(world.database.entries.filter((entry) => entry.startsWith('key'))).toEqual([]);
	});

	it.each<[string, Findings['checkpoint']['entered'], string[]]>([
		['those it was entered under', { account: 'other', keys: ['theirs'] }, ['theirs']],
		['none where it was not entered', undefined, []],
	])('of a post of another account reads %s', async (_what, entered, keys) => {
		const sender = { account: 'other', credentialName: '' };
		const ledger = world.ledger('key');
		const findings = await world.findings({ ledger, checkpoint: { sender, entered } });
		await world.process.ownPost.look(findings, world.opened());
		expect(findings.before?.map(({ key }) => key)).toEqual(keys);
	});
});

describe('TikTok’s word', () => {
	it.each<[string, PublishStatus | undefined, string]>([
		['it has the post', PUBLISHED, 'received'],
		['it has all bytes', received(VIDEO_SIZE), 'received'],
		['bytes are missing', received(CHUNK_SIZE), 'incomplete'],
		['it has failed the post', FAILED, 'dead'],
		['it knows no such post', undefined, 'unknown'],
	])('is noted: %s', async (_what, answer, verdict) => {
		const findings = await world.findings();
		world.answers = [answer];
		await world.process.ownPost.ask(findings, world.opened());
		const isHeard = answer !== undefined;
		expect(findings.word).toEqual({ verdict, isHeard, isFilesFault: false });
		expect(findings.status).toBe(answer);
		expect(world.asked).toEqual([PUBLISH_ID]);
	});

	it.each([
		['of the same file', IDENTITY, BAD_FILE, true],
		['of the same file with another text', { ...IDENTITY, content: 'other' }, BAD_FILE, true],
		['of another file', { ...IDENTITY, fileId: 'other' }, BAD_FILE, false],
		['of the same file for another reason', IDENTITY, FAILED, false],
	])('is about the file: a failure %s', async (_what, identity, answer, isFilesFault) => {
		const findings = await world.findings({ identity });
		world.answers = [answer];
		await world.process.ownPost.ask(findings, world.opened());
		expect(findings.word).toMatchObject({ verdict: 'dead', isFilesFault });
	});

	it('is asked for until bytes that are missing certainly do not come any more', async () => {
		const findings = await world.findings();
		world.answers = Array.from({ length: 10 }, () => received(CHUNK_SIZE));
		await world.process.ownPost.settleOwn(findings, world.opened({ isCommitted: true }));
		expect(findings.word).toEqual({ verdict: 'dead', isHeard: true, isFilesFault: false });
		expect(world.time.pauses).toHaveLength(9);
	});

	const COMMITTED = { isCommitted: true };
	const UPLOADED = { isCommitted: true, isUploaded: true };
	const ONLY_UPLOADED = { isUploaded: true };

	it.each<[string, Partial<OpenedPost>]>([
		['its last bytes were not sent', {}],
		['TikTok has confirmed it', UPLOADED],
		['TikTok has confirmed all of it, whatever else is known', ONLY_UPLOADED],
	])('does no harm where it can not be had for now: %s', async (_what, own) => {
		for (const retry of ['soon', 'wait'] as const) {
			const findings = await world.findings();
			world.answers = [trouble('down', retry)];
			await world.process.ownPost.ask(findings, world.opened(own));
			expect(findings.word?.isHeard).toBe(false);
		}
	});

	it.each<[string, Partial<OpenedPost>, 'soon' | 'credential', RegExp, boolean]>([
		['its last bytes were sent', COMMITTED, 'soon', /^All of the post was sent/, true],
		['so they were, for good', COMMITTED, 'credential', /^All of the post was sent/, true],
		['for good, though it was confirmed', UPLOADED, 'credential', /^TikTok has the post/, true],
		['for good, before its last bytes', {}, 'credential', /^gone$/, false],
	])(
		'ends the try where it can not be had: %s',
		async (_what, own, retry, message, mayBePosted) => {
			const findings = await world.findings();
			world.answers = [trouble('gone', retry)];
			const asking = world.process.ownPost.ask(findings, world.opened(own));
			await expect(asking).rejects.toMatchObject({ message: expect.stringMatching(message) });
			const error = await asking.catch((caught) => caught);
			expect(error.failure).toMatchObject({ publishId: PUBLISH_ID });
			expect(Boolean(error.failure.mayBePosted)).toBe(mayBePosted);
		},
	);

	it('ends it also where something else is wrong', async () => {
		world.answers = [new Error('defect')];
		const asking = world.process.ownPost.ask(await world.findings(), world.opened());
		await expect(asking).rejects.toThrow('defect');
	});
});

describe('a post of which nothing came', () => {
	it.each([
		['that was sent', [TURN], '1 begun'],
		['that was not', [], '0 begun'],
	])('is forgotten by all memories: one %s', async (_what, turns, reached) => {
		const own = world.opened({ turns });
		world.process.rememberUpload(world.upload());
		const word = { verdict: 'dead', isHeard: true, isFilesFault: false } as const;
		const findings = await world.findings({ checkpoint: { post: own, isAnnounced: true }, word });
		await world.process.ownPost.forget(findings, own);
		expect(world.process.recallUpload(PUBLISH_ID)).toBeUndefined();
		expect(await world.reached('key')).toBe(reached);
		expect(findings.checkpoint).toEqual({});
		expect(findings.word).toBeUndefined();
	});
});

describe('a post that TikTok has', () => {
	const states = [
		{ key: 'key', turn: 1, reached: 'committed' },
		{ key: 'other', turn: 0, reached: 'begun' },
	] as const;

	it.each([
		['it is known by', [TURN], states, [TURN]],
		['that the ledger has told it', [], states, [states[0]]],
		['none', [], undefined, []],
	])('only has to be waited for, with the turns: %s', async (_what, turns, before, known) => {
		const own = world.opened({ turns });
		const findings = await world.findings({ before });
		const start = world.process.ownPost.wait(findings, own);
		expect(start).toEqual({ kind: 'uploaded', publishId: PUBLISH_ID, creatorUsername: 'creator' });
		expect(own.turns).toEqual(known);
	});
});

it.each<[string, PublishStatus | undefined, string | undefined]>([
	['nothing', undefined, undefined],
	['a post that goes on', received(0), undefined],
	['a failure', BAD_FILE, 'duration_check_failed'],
])('explains why TikTok has failed a post: %s', (_what, answer, code) => {
	const error = world.process.ownPost.explainFailure(world.opened(), answer);
	expect(error?.failure.code).toBe(code);
	if (code !== undefined) expect(error?.failure.publishId).toBe(PUBLISH_ID);
});
