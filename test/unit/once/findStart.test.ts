import type { Findings, PublishStatus } from '../../support/tested/once';
import { NodeStore } from '../ledger/support/nodeStore';
import {
	BAD_FILE,
	CHUNK_SIZE,
	FAILED,
	IDENTITY,
	PUBLISHED,
	PUBLISH_ID,
	received,
	VIDEO_SIZE,
	World,
} from './support/world';

const TURN = { key: 'key', turn: 0 };
const ELSEWHERE = { account: 'other', credentialName: 'Other TikTok' };

let world: World;

beforeEach(() => {
	world = new World();
});

async function start(changes: Partial<Findings> = {}) {
	const findings = await world.findings({ ledger: world.ledger('key'), ...changes });
	return await world.process.findStart(findings.item, findings);
}

describe('an item that nobody has posted', () => {
	it('is sent', async () => {
		expect(await start()).toEqual({ kind: 'fresh' });
		expect(world.asked).toEqual([]);
	});

	it('is sent after an earlier post came to nothing', async () => {
		world.claim(TURN);
		world.process.rememberPost('key', { publishId: PUBLISH_ID, videoSize: VIDEO_SIZE, turn: 0 });
		world.answers = [FAILED];
		expect(await start()).toEqual({ kind: 'fresh' });
		expect(await world.reached('key')).toBe('1 begun');
	});
});

describe('an item that somebody has posted', () => {
	it('is skipped, with TikTok’s word about it', async () => {
		world.claim(TURN);
		world.process.rememberPost('key', { publishId: PUBLISH_ID, videoSize: VIDEO_SIZE, turn: 0 });
		world.answers = [PUBLISHED];
		const post = { publishId: PUBLISH_ID, status: PUBLISHED };
		expect(await start()).toMatchObject({ kind: 'posted', post, isByUserKey: false });
	});

	it('is skipped once its end is heard', async () => {
		world.claim(TURN);
		world.time.meanwhile = [async () => await world.ledger('key').finish([TURN])];
		expect(await start()).toMatchObject({ kind: 'posted', post: undefined });
	});

	it('is refused where nothing is heard', async () => {
		world.claim(TURN);
		const failure = { code: 'outcome_unknown', publishId: undefined };
		await expect(start()).rejects.toMatchObject({ failure });
	});
});

describe('a post of the execution itself', () => {
	const committed = () => world.opened({ isCommitted: true, turns: [TURN] });

	it('goes on where its upload is open', async () => {
		world.process.rememberUpload(world.upload());
		world.answers = [received(CHUNK_SIZE)];
		const own = world.opened();
		const from = { acceptedBytes: CHUNK_SIZE, isCommitted: false };
		expect(await start({ checkpoint: { post: own } })).toMatchObject({ kind: 'resume', from });
	});

	it('is given up for a new one where it is not, and was not sent', async () => {
		const checkpoint = { post: world.opened() };
		expect(await start({ checkpoint })).toEqual({ kind: 'fresh' });
		expect(checkpoint).toEqual({});
	});

	it('is waited for where TikTok has it, also where the call was announced', async () => {
		world.answers = [PUBLISHED];
		const checkpoint = { post: committed(), isAnnounced: true };
		expect(await start({ checkpoint })).toMatchObject({ kind: 'uploaded', publishId: PUBLISH_ID });
	});

	it('is waited for where TikTok’s count turns out to lag', async () => {
		world.answers = [received(CHUNK_SIZE), received(CHUNK_SIZE), received(VIDEO_SIZE)];
		expect(await start({ checkpoint: { post: committed() } })).toMatchObject({ kind: 'uploaded' });
	});

	it('is given up where its last bytes certainly do not come any more', async () => {
		world.claim(TURN);
		world.answers = Array.from({ length: 20 }, () => received(CHUNK_SIZE));
		expect(await start({ checkpoint: { post: committed() } })).toEqual({ kind: 'fresh' });
		expect(await world.reached('key')).toBe('1 begun');
	});

	it.each<[string, PublishStatus | undefined, Partial<Findings['checkpoint']>, object]>([
		['of the same bad file', BAD_FILE, {}, { code: 'duration_check_failed' }],
		['that TikTok does not know', undefined, {}, { code: 'outcome_unknown' }],
		[
			'of another account',
			PUBLISHED,
			{ sender: ELSEWHERE },
			{ code: 'outcome_unknown', advice: expect.stringContaining('"Other TikTok"') },
		],
	])('is refused: one %s', async (_what, answer, checkpoint, failure) => {
		world.answers = [answer];
		const starting = start({ checkpoint: { post: committed(), ...checkpoint } });
		await expect(starting).rejects.toMatchObject({
			failure: { ...failure, publishId: PUBLISH_ID },
		});
	});
});

describe('a call that publishes by itself, and was never answered', () => {
	it.each([
		['sent as this one', undefined, 'The post was begun before'],
		['sent with another account', ELSEWHERE, 'The post was begun with another TikTok account'],
	])('is refused: %s', async (_what, sender, message) => {
		const starting = start({ checkpoint: { isAnnounced: true, sender } });
		await expect(starting).rejects.toThrow(message);
		await expect(starting).rejects.toMatchObject({ failure: { publishId: undefined } });
	});
});

describe('a Deduplication Key', () => {
	const identity = { ...IDENTITY, deduplicationKey: 'mine' };
	const refusal = {
		name: 'InputError',
		message: 'Deduplication Key needs a saved workflow',
		fix: 'Save the workflow, then run it again.',
	};

	it('is refused once it is certain that n8n keeps nothing', async () => {
		world.database.failures = [Object.assign(new Error(), { code: 'ERR_ASSERTION' })];
		await expect(start({ identity })).rejects.toMatchObject(refusal);
	});

	it.each([
		['refused in a workflow that was never saved', '', identity, false],
		['taken in one that was', 'workflow', identity, true],
		['not asked for where there is none', '', IDENTITY, true],
	])('is %s', (_what, workflowId, asked, isTaken) => {
		world.database = new NodeStore(world.time, workflowId);
		const check = () => world.process.assertKeyCanBeKept(asked, world.ledger('key'));
		if (isTaken) expect(check).not.toThrow();
		else expect(check).toThrow(expect.objectContaining(refusal) as Error);
	});
});
