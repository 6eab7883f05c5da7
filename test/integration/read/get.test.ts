import type { IDataObject } from 'n8n-workflow';
import { addPublicPosts } from '../../support/node/publicPosts';
import { useStage } from '../../support/node/useStage';

const FULL = { simplify: false };

function getParameters(postIds: unknown, changes: IDataObject = {}): IDataObject {
	return {
		resource: 'post',
		operation: 'get',
		postIds: postIds as string,
		options: {},
		...changes,
	};
}

describe('Post: Get', () => {
	const use = useStage();
	const EACH = getParameters('={{ $json.post_ids }}');
	const itemsOf = (ids: unknown[]) =>
		ids.map((post_ids) => ({ json: { post_ids } as IDataObject }));
	const calls = () => use.stage.listRequests();

	it('gives a post with its numbers, short', async () => {
		const [id] = addPublicPosts(use.stage.simulator, 1);
		use.stage.simulator.clock.advance(3_600_000);
		const output = await use.runOne(getParameters(id));
		expect(output).toStrictEqual({
			id,
			found: true,
			created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
			title: 'Post 0 #sim',
			share_url: `https://www.tiktok.com/@sim.creator/video/${id}`,
			duration: 10,
			view_count: expect.any(Number),
			like_count: expect.any(Number),
			comment_count: expect.any(Number),
			share_count: expect.any(Number),
		});
		expect(output.view_count).toBeGreaterThan(0);
		use.stage.simulator.clock.advance(3_600_000);
		const later = await use.runOne(getParameters(id));
		expect(later.view_count).toBeGreaterThan(Number(output.view_count));
	});

	it('gives all that TikTok tells, in its names, where Simplify is off', async () => {
		const [id] = addPublicPosts(use.stage.simulator, 1);
		const output = await use.runOne(getParameters(id, FULL));
		expect(output).toStrictEqual({
			id,
			found: true,
			create_time: Math.floor(Date.parse(String(output.created_at)) / 1_000),
			created_at: expect.stringMatching(/Z$/),
			title: 'Post 0 #sim',
			video_description: 'Post 0 #sim',
			share_url: expect.stringContaining(String(id)),
			embed_link: expect.stringMatching(/^https:/),
			cover_image_url: expect.stringMatching(/x-expires=/),
			duration: 10,
			width: 720,
			height: 1280,
			view_count: 0,
			like_count: 0,
			comment_count: 0,
			share_count: 0,
			is_aigc: false,
		});
	});

	it('asks for the posts of 45 items in three calls, and answers each in its place, ids exact', async () => {
		const ids = addPublicPosts(use.stage.simulator, 45);
		const { output } = await use.run(EACH, { items: itemsOf(ids.map((id) => [id])) });
		expect(output.map(({ json, pairedItem }) => [json.id, json.found, pairedItem])).toEqual(
			ids.map((id, item) => [id, true, { item }]),
		);
		expect(ids.every((id) => String(Number(id)) !== id)).toBe(true);
		expect(calls()).toEqual(Array(3).fill('video/query 200'));
	});

	it('takes several ids of an item, also more than one call holds, as lists, text, addresses', async () => {
		const ids = addPublicPosts(use.stage.simulator, 25);
		const { output } = await use.run(getParameters(ids.join(', ')));
		expect(output.map(({ json }) => json.id)).toEqual(ids);
		expect(output.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}')).toBe(
			true,
		);
		expect(calls()).toEqual(['video/query 200', 'video/query 200']);

		const [a = '', b = '', c = '', d = ''] = ids;
		const mixed = itemsOf([
			JSON.stringify([a, b]),
			`https://www.tiktok.com/@sim.creator/video/${c}?utm_source=x`,
			`\u200b${d}\n${d}`,
		]);
		const read = await use.run(EACH, { items: mixed });
		expect(read.output.map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([
			[a, { item: 0 }],
			[b, { item: 0 }],
			[c, { item: 1 }],
			[d, { item: 2 }],
		]);
		expect(calls()).toHaveLength(3);
	});

	it('says that a post is not to be seen: private, deleted, another account’s, or none', async () => {
		const { simulator } = use.stage;
		const [own = '', gone = ''] = addPublicPosts(simulator, 2);
		const [first, last] = simulator.posts;
		if (first) first.postIds = [];
		if (last)
			simulator.posts.push({
				...last,
				openId: 'sim-open-id-other',
				postIds: ['7600000000000000999'],
			});
		const ids = [own, gone, '7600000000000000999', '1'];
		const { output } = await use.run(EACH, { items: itemsOf(ids) });
		expect(output.map(({ json }) => [json.id, json.found])).toEqual([
			[own, true],
			[gone, false],
			['7600000000000000999', false],
			['1', false],
		]);
		expect(output[1]?.json).toStrictEqual({ id: gone, found: false });
	});

	it.each([
		['nothing', '', 'Post IDs is empty'],
		['an empty list', [], 'Post IDs is empty'],
		[
			'a publish_id',
			'v_pub_file~v2-1.77',
			'Post IDs: "v_pub_file~v2-1.77" is not the ID of a post',
		],
		[
			'a rounded number',
			7678907398077075000,
			'Post IDs holds a number that was rounded on its way',
		],
		['an object', { id: '1' }, 'Post IDs must be text, but the expression gives an object'],
		[
			'an expression that was not evaluated',
			'{{ $json.post_ids }}',
			'Post IDs holds an expression that was not evaluated: "{{ $json.post_ids }}"',
		],
		...[
			'https://vm.tiktok.com/ZMabc123/',
			'vt.tiktok.com/ZSabc/',
			'https://www.tiktok.com/t/ZT8abc/',
		].map((link): [string, string, string] => [
			'a short link',
			link,
			`Post IDs: "${link}" is a short link, which does not tell the ID of the post`,
		]),
		['twenty digits', '9'.repeat(20), `Post IDs: "${'9'.repeat(20)}" is not the ID of a post`],
	])('refuses %s without asking TikTok', async (_title, value, message) => {
		const error = await use.fail(EACH, { items: itemsOf([value]) });
		expect(error.message).toBe(message);
		expect(error.description).toMatch(/\.$/);
		expect(calls()).toEqual([]);
	});

	it('goes on after an item that can’t be read, and after one that TikTok refuses alone', async () => {
		const [a = '', b = ''] = addPublicPosts(use.stage.simulator, 2);
		const body = JSON.stringify({
			data: {},
			error: { code: 'invalid_params', message: 'id', log_id: 'L' },
		});
		use.stage.simulator.faults.add({
			on: { endpoint: 'videoQuery' },
			do: 'status',
			status: 400,
			body,
		});
		use.stage.simulator.faults.add({
			on: { endpoint: 'videoQuery' },
			do: 'status',
			status: 400,
			body,
		});
		const { output } = await use.run(EACH, {
			items: itemsOf([a, 'x', b]),
			onError: 'continueRegularOutput',
		});
		expect(output.map(({ json, pairedItem }) => [json.id ?? json.details, pairedItem])).toEqual([
			[expect.objectContaining({ code: 'invalid_params', stage: 'read' }), { item: 0 }],
			[{ code: 'invalid_input', stage: 'parameters', retryable: false }, { item: 1 }],
			[b, { item: 2 }],
		]);
	});

	it('names the scope that is missing, and where to tick it, without asking TikTok', async () => {
		const { simulator } = use.stage;
		const tokens = simulator.tokens.issue(simulator.creators[0]?.openId ?? '', ['video.publish']);
		if (use.credential) use.credential.saved.oauthTokenData = { ...tokens };
		const error = await use.fail(getParameters('1'));
		expect(error.message).toBe('The connected TikTok account did not grant the scope video.list');
		expect(error.description).toMatch(
			/^Select “Read Public Videos \(video\.list\)” under Scopes in the credential/,
		);
		expect(calls()).toEqual([]);
	});

	it('waits for TikTok’s minute where the user wants that', async () => {
		const [id] = addPublicPosts(use.stage.simulator, 1);
		use.stage.simulator.faults.add({ on: { endpoint: 'videoQuery' }, do: 'rate-limit' });
		const options = { onRateLimit: 'wait' };
		expect(await use.runOne(getParameters(id, { options }))).toMatchObject({ found: true });
		use.stage.simulator.faults.add({ on: { endpoint: 'videoQuery' }, do: 'rate-limit' });
		expect((await use.fail(getParameters(id))).httpCode).toBe('429');
	});
});
