import type { Endpoint, FaultScript } from '../simulator';
import { jsonOf, settle, type Answer } from './support/client';
import { callToken } from './support/oauth';
import { useWorld } from './support/useWorld';
import type { World } from './support/world';

const world = useWorld();

type Script = Omit<FaultScript, 'on'>;

interface Row {
	title: string;
	fault: Script;
	/** Status, or the code of a broken connection. */
	answer: number | string;
	/** Whether the init was carried out. */
	posts: number;
	text?: string | RegExp;
	headers?: Record<string, unknown>;
}

/** Each fault on an init, where "was it carried out?" matters most. */
const ROWS: Row[] = [
	{ title: 'reset-before', fault: { do: 'reset-before' }, answer: 'ECONNRESET', posts: 0 },
	{ title: 'reset-inside', fault: { do: 'reset-inside' }, answer: 'ECONNRESET', posts: 0 },
	{
		title: 'reset-inside behind the whole body is kept inside',
		fault: { do: 'reset-inside', afterBytes: 9999 },
		answer: 'ECONNRESET',
		posts: 0,
	},
	{
		title: 'reset-after: the post exists',
		fault: { do: 'reset-after' },
		answer: 'ECONNRESET',
		posts: 1,
	},
	{
		title: 'reset-after that is not carried out',
		fault: { do: 'reset-after', processed: false },
		answer: 'ECONNRESET',
		posts: 0,
	},
	{
		title: 'cut-answer: the post exists, the head of the answer is cut',
		fault: { do: 'cut-answer' },
		answer: 'ECONNRESET',
		posts: 1,
	},
	{
		title: 'cut-answer in the body',
		fault: { do: 'cut-answer', cutIn: 'body' },
		answer: 'ERR_BAD_RESPONSE',
		posts: 1,
	},
	{
		title: 'cut-answer that is not carried out',
		fault: { do: 'cut-answer', cutIn: 'body', status: 201, processed: false },
		answer: 'ERR_BAD_RESPONSE',
		posts: 0,
	},
	{ title: 'status without one: 500', fault: { do: 'status' }, answer: 500, posts: 0, text: /^$/ },
	{
		title: 'status with body and headers',
		fault: { do: 'status', status: 503, body: { a: 1 }, headers: { 'retry-after': '7' } },
		answer: 503,
		posts: 0,
		text: '{"a":1}',
		headers: { 'retry-after': '7' },
	},
	{
		title: 'status although it was carried out',
		fault: { do: 'status', status: 504, processed: true },
		answer: 504,
		posts: 1,
		text: /^$/,
	},
	{
		title: 'a redirect',
		fault: { do: 'status', status: 307, headers: { location: 'https://media.example/' } },
		answer: 307,
		posts: 0,
		headers: { location: 'https://media.example/' },
	},
	{ title: 'early-status', fault: { do: 'early-status', status: 403 }, answer: 403, posts: 0 },
	{
		title: 'early-status that closes',
		fault: { do: 'early-status', status: 403, closes: true },
		answer: 403,
		posts: 0,
		headers: { connection: 'close' },
	},
	{
		title: 'rate-limit without a hint',
		fault: { do: 'rate-limit' },
		answer: 429,
		posts: 0,
		text: '"code":"rate_limit_exceeded"',
	},
	{
		title: 'rate-limit with Retry-After',
		fault: { do: 'rate-limit', headers: { 'retry-after': '3' } },
		answer: 429,
		posts: 0,
		headers: { 'retry-after': '3', 'content-type': 'application/json; charset=utf-8' },
	},
	{
		title: 'html: a gateway page',
		fault: { do: 'html' },
		answer: 502,
		posts: 0,
		text: '<h1>502 Bad Gateway</h1>',
		headers: { 'content-type': 'text/html' },
	},
	{
		title: 'html with 200',
		fault: { do: 'html', status: 200 },
		answer: 200,
		posts: 0,
		text: '<html>',
	},
	{
		title: 'truncated-json: the post exists, the answer is cut',
		fault: { do: 'truncated-json' },
		answer: 200,
		posts: 1,
		text: /^\{"data":\{"publish_id":"v_pub_file[^}]*$/,
	},
	{ title: 'empty: the post exists', fault: { do: 'empty' }, answer: 200, posts: 1, text: /^$/ },
	{
		title: 'wrong-types: the post exists',
		fault: { do: 'wrong-types' },
		answer: 200,
		posts: 1,
		text: '"data":"none"',
	},
	{
		title: 'any answer instead of the real one',
		fault: { do: 'status', status: 200, body: '{"data":null}', processed: true },
		answer: 200,
		posts: 1,
		text: /^\{"data":null\}$/,
	},
	{
		title: 'slow: carried out',
		fault: { do: 'slow', bytesPerSecond: 10_000 },
		answer: 200,
		posts: 1,
		text: '"code":"ok"',
	},
	{
		title: 'delay: carried out',
		fault: { do: 'delay', delayMs: 20 },
		answer: 200,
		posts: 1,
		text: '"code":"ok"',
	},
];

function init(w: World): Promise<Answer> {
	return w.call('videoInit', { body: w.directPost() });
}

describe('a fault on video/init', () => {
	test.each(ROWS.map((row) => [row.title, row] as const))('%s', async (_title, row) => {
		const { simulator } = world();
		simulator.faults.add({ on: { endpoint: 'videoInit' }, ...row.fault });
		const answer = await init(world());
		expect(answer.broken || answer.status).toBe(row.answer);
		if (row.text !== undefined) expect(answer.text).toMatch(row.text);
		if (row.headers) expect(answer.headers).toMatchObject(row.headers);
		expect(simulator.posts).toHaveLength(row.posts);
		expect((await init(world())).status).toBe(200);
		simulator.expectClean();
	});

	test.each([
		['not carried out', false, 0],
		['carried out all the same', true, 1],
	])('stall, %s', async (_title, processed, posts) => {
		const { simulator, http, token } = world();
		simulator.faults.add({ on: { endpoint: 'videoInit' }, do: 'stall', processed });
		const answer = await settle(
			http.post(
				'https://open.tiktokapis.com/v2/post/publish/video/init/',
				JSON.stringify(world().directPost()),
				{
					timeout: 200,
					headers: {
						Authorization: `Bearer ${token.access_token}`,
						'Content-Type': 'application/json; charset=UTF-8',
					},
				},
			),
		);
		expect(answer.broken).toBe('ECONNABORTED');
		expect(simulator.posts).toHaveLength(posts);
		simulator.expectClean();
	});
});

describe('the script', () => {
	test('first in, first out for one endpoint', async () => {
		const { faults } = world().simulator;
		for (const status of [501, 502, 503]) {
			faults.add({ on: { endpoint: 'videoInit' }, do: 'status', status });
		}
		const seen = [];
		for (let i = 0; i < 4; i++) seen.push((await init(world())).status);
		expect(seen).toEqual([501, 502, 503, 200]);
	});

	test('nth counts the requests of that endpoint only', async () => {
		world().simulator.faults.add({ on: { endpoint: 'videoInit', nth: 2 }, do: 'status' });
		await world().call('creatorInfo');
		expect((await init(world())).status).toBe(200);
		expect((await init(world())).status).toBe(500);
		world().simulator.expectClean();
	});

	test('times repeats it', async () => {
		world().simulator.faults.add({ on: { endpoint: 'videoInit' }, do: 'status', times: 2 });
		const seen = [];
		for (let i = 0; i < 3; i++) seen.push((await init(world())).status);
		expect(seen).toEqual([500, 500, 200]);
	});

	test('pending() lists what has not happened yet', async () => {
		const { faults } = world().simulator;
		faults.add({ on: { endpoint: 'videoInit' }, do: 'html' });
		faults.add({ on: { endpoint: 'status' }, do: 'empty' });
		await init(world());
		expect(faults.pending()).toMatchObject([{ do: 'empty', consumed: 0 }]);
	});
});

describe('every endpoint can fail', () => {
	const CALLS: Array<[Endpoint, (w: World) => Promise<Answer>]> = [
		['authorize', (w) => settle(w.http.get('https://www.tiktok.com/v2/auth/authorize/'))],
		['token', (w) => callToken(w, {})],
		['revoke', (w) => callToken(w, { path: '/v2/oauth/revoke/' })],
		['creatorInfo', (w) => w.call('creatorInfo')],
		['inboxInit', (w) => w.call('inboxInit', { body: {} })],
		['contentInit', (w) => w.call('contentInit', { body: {} })],
		['status', (w) => w.call('status', { body: {} })],
		['cancel', (w) => w.call('cancel', { body: {} })],
		['userInfo', (w) => w.call('userInfo')],
		['videoList', (w) => w.call('videoList', { body: {} })],
		['videoQuery', (w) => w.call('videoQuery', { body: {} })],
		['media', (w) => settle(w.http.get('https://media.example/a.mp4'))],
	];
	test.each(CALLS)('%s', async (endpoint, call) => {
		world().simulator.faults.add({ on: { endpoint }, do: 'status', status: 418 });
		expect((await call(world())).status).toBe(418);
		world().simulator.expectClean();
	});
});

test('a lost answer to a refresh: the old token is dead, the new one never arrived', async () => {
	const { simulator, token } = world();
	simulator.faults.add({ on: { endpoint: 'token' }, do: 'reset-after' });
	const fields = { grant_type: 'refresh_token', refresh_token: token.refresh_token };
	expect((await callToken(world(), { fields })).broken).toBe('ECONNRESET');
	expect(jsonOf(await callToken(world(), { fields })).error).toBe('invalid_grant');
	simulator.expectClean();
});
