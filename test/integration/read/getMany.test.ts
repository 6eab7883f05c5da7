/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console
   -- tests measure memory and print figures */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { IDataObject } from 'n8n-workflow';
import { addPublicPosts } from '../../support/node/publicPosts';
import { useStage } from '../../support/node/useStage';

const ALL = { resource: 'post', operation: 'getMany', returnAll: true, options: {} };
const HOUR_MS = 3_600_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('Post: Get Many', () => {
	const use = useStage();
	const calls = () => use.stage.listRequests();
	const idsOf = async (parameters: IDataObject) =>
		(await use.run(parameters)).output.map(({ json }) => json.id);

	it('lists 1,000 posts in 50 calls, newest first, each once, ids exact', async () => {
		const ids = addPublicPosts(use.stage.simulator, 1_000);
		expect(await idsOf(ALL)).toEqual(ids);
		expect(calls()).toEqual(Array(50).fill('video/list 200'));
	});

	it('keeps nothing but its outputs: a list of 5,000 takes little more memory than they do', async () => {
		const { simulator } = use.stage;
		const measure = async (count: number) => {
			simulator.posts.length = 0;
			addPublicPosts(simulator, count);
			const [taken, { output }] = await measureHeap(async () => await use.run(ALL));
			expect(output).toHaveLength(count);
			const [needed] = await measureHeap(() => JSON.parse(JSON.stringify(output)) as unknown);
			return { taken, needed };
		};
		await measure(1_000);
		const { taken, needed } = await measure(5_000);
		console.log(`Memory of 5,000 listed posts: ${taken} B; of their outputs: ${needed} B`);
		expect(taken).toBeLessThan(1.5 * needed);
	});

	it('stops at the limit, in as few calls as that takes', async () => {
		const ids = addPublicPosts(use.stage.simulator, 60);
		expect(await idsOf({ ...ALL, returnAll: false, limit: 30 })).toEqual(ids.slice(0, 30));
		expect(calls()).toHaveLength(2);
		expect(await idsOf({ ...ALL, returnAll: false, limit: 50 })).toEqual(ids.slice(0, 50));
		expect(await idsOf({ ...ALL, returnAll: false, limit: 3 })).toEqual(ids.slice(0, 3));
	});

	it('gives no output for an account without public posts', async () => {
		expect(await idsOf(ALL)).toEqual([]);
	});

	it('gives short outputs, or all that TikTok tells', async () => {
		addPublicPosts(use.stage.simulator, 1);
		const short = await use.runOne(ALL);
		expect(Object.keys(short)).toEqual([
			'id',
			'created_at',
			'title',
			'share_url',
			'duration',
			'view_count',
			'like_count',
			'comment_count',
			'share_count',
		]);
		expect(await use.runOne({ ...ALL, simplify: false })).toMatchObject({
			...short,
			create_time: expect.any(Number),
			is_aigc: false,
		});
	});

	it('lists what was posted between two times, and reads no further back', async () => {
		const { simulator } = use.stage;
		const ids = addPublicPosts(simulator, 100);
		const now = Math.floor(simulator.clock.now() / 1_000) * 1_000;
		// The newest is a second old.
		const at = (secondsAgo: number) => new Date(now - secondsAgo * 1_000).toISOString();
		const between = { postedAfter: at(40), postedBefore: at(20) };
		expect(await idsOf({ ...ALL, options: between })).toEqual(ids.slice(20, 40));
		expect(calls()).toHaveLength(2);
		expect(await idsOf({ ...ALL, options: { postedAfter: at(10) } })).toEqual(ids.slice(0, 10));
		expect(calls()).toHaveLength(3);
		expect(await idsOf({ ...ALL, options: { postedBefore: at(98) } })).toEqual(ids.slice(98));
	});

	it('reads a time without a zone in the workflow’s', async () => {
		const { simulator } = use.stage;
		const ids = addPublicPosts(simulator, 2);
		const local = new Date(simulator.clock.now() + 5 * HOUR_MS).toISOString().slice(0, 19);
		const settings = { timezone: 'Asia/Karachi' };
		const run = async (options: IDataObject) =>
			(await use.run({ ...ALL, options }, { settings })).output.map(({ json }) => json.id);
		expect(await run({ postedBefore: local })).toEqual(ids);
		expect(await run({ postedAfter: local })).toEqual([]);
		const earlier = new Date(simulator.clock.now() + 4 * HOUR_MS).toISOString().slice(0, 19);
		expect(await run({ postedAfter: earlier })).toEqual(ids);
	});

	it.each([
		[
			'a time that is none',
			{ options: { postedAfter: 'last week' } },
			/^Posted After is no clear date/,
		],
		['a number as a time', { options: { postedBefore: 5 } }, /^Posted Before is no clear date/],
		[
			'times the wrong way round',
			{ options: { postedAfter: '2026-02-01', postedBefore: '2026-01-01' } },
			/^Posted After is not before Posted Before/,
		],
		['a limit of 0', { returnAll: false, limit: 0 }, /^Limit must be a whole number from 1/],
		['a limit that is no number', { returnAll: false, limit: 'all' }, /^Limit must be a number/],
		['a switch that is none', { simplify: 'perhaps' }, /^Simplify must be true or false/],
	])('refuses %s without asking TikTok', async (_title, changes, message) => {
		expect((await use.fail({ ...ALL, ...changes })).message).toMatch(message);
		expect(calls()).toEqual([]);
	});

	it.each([
		['the same place again', 1_793_000_000_000],
		['no place', undefined],
	])(
		'ends with an error where TikTok says that there is more and gives %s',
		async (_title, cursor) => {
			const data = { videos: [{ id: '7600000000000000001' }], has_more: true, cursor };
			const body = JSON.stringify({ data, error: { code: 'ok', message: '', log_id: 'L' } });
			const answer = { on: { endpoint: 'videoList' }, do: 'status', status: 200, body } as const;
			use.stage.simulator.faults.add(answer);
			if (cursor !== undefined) use.stage.simulator.faults.add(answer);
			expect((await use.fail(ALL)).message).toBe('TikTok answered with half a list');
		},
	);

	it('goes on after the access has ended in the middle', async () => {
		const ids = addPublicPosts(use.stage.simulator, 30);
		use.stage.simulator.tokens.expireAccessTokens();
		expect(await idsOf(ALL)).toEqual(ids);
	});

	it('names the scope that is missing', async () => {
		const { simulator } = use.stage;
		const tokens = simulator.tokens.issue(simulator.creators[0]?.openId ?? '', ['video.publish']);
		if (use.credential) use.credential.saved.oauthTokenData = { ...tokens };
		expect((await use.fail(ALL)).message).toContain('video.list');
		// What the credential does not tell, TikTok does.
		if (use.credential) use.credential.saved.oauthTokenData = { ...tokens, scope: '' };
		expect((await use.fail(ALL)).description).toContain('video.list (“Read Public Videos”)');
	});
});

/** How many bytes more are in use after some work, whose result is kept. */
async function measureHeap<T>(work: () => Promise<T> | T): Promise<[number, T]> {
	collectGarbage();
	const before = process.memoryUsage().heapUsed;
	const result = await work();
	collectGarbage();
	return [process.memoryUsage().heapUsed - before, result];
}
