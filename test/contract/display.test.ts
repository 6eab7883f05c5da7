import { runApiTable, type ApiCase } from './support/apiTable';
import { jsonOf } from './support/client';
import { useWorld } from './support/useWorld';
import type { World } from './support/world';

const world = useWorld();
const FIRST_POST_ID = '7678907398077074696';
const INVALID = { status: 400, code: 'invalid_params' } as const;
const FIELDS = { ...INVALID, violations: ['display-fields'] };

function grant(w: World, ...scopes: string[]): void {
	w.token = w.simulator.tokens.issue('sim-open-id-0001', scopes);
}

/** Publishes that many public videos, a second apart, the last one newest. */
async function publish(w: World, count: number): Promise<void> {
	Object.assign(w.simulator.switches, { rateLimits: false, postCapPerDay: 100 });
	for (let i = 0; i < count; i++) {
		const id = await w.upload({ privacy_level: 'PUBLIC_TO_EVERYONE', title: `Video ${i}` });
		w.simulator.finishPost(id);
		w.simulator.clock.advance(1000);
	}
}

const USER_ROWS: Array<Omit<ApiCase, 'endpoint'>> = [
	{
		condition: 'the fields asked for, and no others',
		call: { query: '?fields=open_id,display_name' },
		text: '"data":{"user":{"open_id":"sim-open-id-0001","display_name":"Sim Creator"}}',
	},
	{
		condition: 'every field with every scope',
		call: {
			query:
				'?fields=open_id,union_id,avatar_url,display_name,username,bio_description,profile_deep_link,is_verified,follower_count,following_count,likes_count,video_count',
		},
		text: '"username":"sim.creator"',
	},
	{ condition: 'no fields', ...FIELDS },
	{ condition: 'an unknown field', call: { query: '?fields=open_id,email' }, ...FIELDS },
	{
		condition: 'D19: a field whose scope was not granted',
		before: (w) => grant(w, 'user.info.basic'),
		call: { query: '?fields=open_id,username' },
		status: 401,
		code: 'scope_not_authorized',
	},
	{
		condition: 'D19: the same with 400 by switch',
		switches: { fieldScope: '400' },
		before: (w) => grant(w, 'user.info.basic'),
		call: { query: '?fields=open_id,username' },
		status: 400,
		code: 'scope_permission_missed',
	},
	{
		condition: 'D19: the same empty by switch',
		switches: { fieldScope: 'empty' },
		before: (w) => grant(w, 'user.info.basic'),
		call: { query: '?fields=open_id,username' },
		text: '"user":{"open_id":"sim-open-id-0001","username":""}',
	},
	{
		condition: 'another query parameter is recorded',
		call: { query: '?fields=open_id&lang=en' },
		violations: ['api-query'],
	},
];

const LIST_ROWS: Array<Omit<ApiCase, 'endpoint'>> = [
	{
		condition: 'nothing public yet',
		call: { query: '?fields=id' },
		data: { videos: [], has_more: false },
	},
	{
		condition: 'without video.list',
		before: (w) => grant(w, 'user.info.basic', 'video.publish'),
		call: { query: '?fields=id' },
		status: 401,
		code: 'scope_not_authorized',
	},
	{
		condition: 'a public video, its id as text',
		before: (w) => publish(w, 1),
		call: { query: '?fields=id,title,share_url', body: {} },
		data: {
			videos: [
				{
					id: FIRST_POST_ID,
					title: 'Video 0',
					share_url: `https://www.tiktok.com/@sim.creator/video/${FIRST_POST_ID}`,
				},
			],
		},
	},
	{
		condition: 'a private video is not in it',
		before: async (w) => w.simulator.finishPost(await w.upload()),
		call: { query: '?fields=id' },
		data: { videos: [] },
	},
	{
		condition: 'ten by default, newest first',
		before: (w) => publish(w, 11),
		call: { query: '?fields=title' },
		data: {
			videos: [10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map((n) => ({ title: `Video ${n}` })),
			has_more: true,
		},
	},
	{ condition: 'max_count 21', call: { query: '?fields=id', body: { max_count: 21 } }, ...INVALID },
	{ condition: 'max_count 0', call: { query: '?fields=id', body: { max_count: 0 } }, ...INVALID },
	{
		condition: 'a cursor as text',
		call: { query: '?fields=id', body: { cursor: '1' } },
		...INVALID,
		violations: ['api-field-type'],
	},
	{ condition: 'no fields', call: { body: {} }, ...FIELDS },
];

const QUERY_ROWS: Array<Omit<ApiCase, 'endpoint'>> = [
	{
		condition: 'an own public video',
		before: (w) => publish(w, 1),
		call: { query: '?fields=id', body: { filters: { video_ids: [FIRST_POST_ID] } } },
		data: { videos: [{ id: FIRST_POST_ID }] },
	},
	{
		condition: 'an id nobody has',
		call: { query: '?fields=id', body: { filters: { video_ids: ['1'] } } },
		data: { videos: [] },
	},
	{
		condition: 'a private video, one of another account and one that is gone',
		before: async (w) => {
			await publish(w, 2);
			w.simulator.takeDown(w.simulator.posts[0]?.publishId ?? '');
			w.simulator.finishPost(await w.upload());
			const [, own] = w.simulator.posts;
			if (own) w.simulator.posts.push({ ...own, openId: 'sim-open-id-0002', postIds: ['77'] });
		},
		call: { query: '?fields=id', body: { filters: { video_ids: [FIRST_POST_ID, '77'] } } },
		data: { videos: [] },
	},
	{
		condition: 'without video.list',
		before: (w) => grant(w, 'user.info.basic', 'video.publish'),
		call: { query: '?fields=id', body: { filters: { video_ids: ['1'] } } },
		status: 401,
		code: 'scope_not_authorized',
	},
	{
		condition: 'no ids',
		call: { query: '?fields=id', body: { filters: { video_ids: [] } } },
		...INVALID,
	},
	{
		condition: '21 ids',
		call: { query: '?fields=id', body: { filters: { video_ids: Array(21).fill('1') } } },
		...INVALID,
	},
	{
		condition: 'ids as numbers',
		call: { query: '?fields=id', body: { filters: { video_ids: [1] } } },
		...INVALID,
		violations: ['api-field-type'],
	},
	{
		condition: 'no filters',
		call: { query: '?fields=id', body: {} },
		...INVALID,
		violations: ['api-field-type'],
	},
];

runApiTable(
	'user/info',
	world,
	USER_ROWS.map((row) => ({ endpoint: 'userInfo', ...row })),
);
runApiTable(
	'video/list',
	world,
	LIST_ROWS.map((row) => ({ endpoint: 'videoList', ...row })),
);
runApiTable(
	'video/query',
	world,
	QUERY_ROWS.map((row) => ({ endpoint: 'videoQuery', ...row })),
);

test('video/list goes on where the cursor says', async () => {
	await publish(world(), 3);
	const query = '?fields=title';
	const first = jsonOf(await world().call('videoList', { query, body: { max_count: 2 } })).data as {
		cursor: number;
		has_more: boolean;
	};
	expect(first.has_more).toBe(true);
	const body = { max_count: 2, cursor: first.cursor };
	expect(jsonOf(await world().call('videoList', { query, body })).data).toMatchObject({
		videos: [{ title: 'Video 0' }],
		has_more: false,
	});
});

test('numbers grow while time goes on, and the cover gets a new address', async () => {
	await publish(world(), 1);
	const fields = 'view_count,like_count,comment_count,share_count,is_aigc,cover_image_url';
	const list = async () => {
		const { videos } = jsonOf(await world().call('videoList', { query: `?fields=${fields}` }))
			.data as { videos: Array<Record<string, unknown>> };
		return videos[0] ?? {};
	};
	const first = await list();
	expect(first).toMatchObject({ view_count: 0, like_count: 0, is_aigc: false });
	world().simulator.clock.advance(7_000_000);
	const second = await list();
	for (const name of ['view_count', 'like_count', 'comment_count', 'share_count']) {
		expect([name, Number(second[name])]).toEqual([name, expect.any(Number)]);
		expect(Number(second[name])).toBeGreaterThan(Number(first[name]));
	}
	expect(second.cover_image_url).not.toBe(first.cover_image_url);
	const likes = jsonOf(
		await world().call('userInfo', { query: '?fields=likes_count,video_count' }),
	);
	expect(likes.data).toEqual({ user: { likes_count: second.like_count, video_count: 1 } });
});

test('the 601st call of a minute is refused', async () => {
	for (const name of ['userInfo', 'videoList'] as const) {
		const options = { query: '?fields=' + (name === 'userInfo' ? 'open_id' : 'id') };
		for (let call = 0; call < 600; call++) await world().call(name, options);
		const refused = await world().call(name, options);
		expect([refused.status, jsonOf(refused).error]).toMatchObject([
			429,
			{ code: 'rate_limit_exceeded' },
		]);
	}
});
