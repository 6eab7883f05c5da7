/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code is never shipped and may use Node and any library */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MediaFile } from '../simulator';
import { runApiTable, type ApiCase } from './support/apiTable';
import { jsonOf, settle } from './support/client';
import { until } from './support/until';
import { useWorld } from './support/useWorld';
import { makeVideo } from './support/video';
import type { World } from './support/world';

const world = useWorld();
const URL_OF_VIDEO = 'https://media.example.com/clips/run.mp4';
const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(500)]);
const WEBP = Buffer.concat([
	Buffer.from('RIFF\x00\x02\x00\x00WEBPVP8 ', 'latin1'),
	Buffer.alloc(500),
]);
const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(500)]);

function pullFrom(url: string): Record<string, unknown> {
	return { source: 'PULL_FROM_URL', video_url: url };
}

function call(url: string): ApiCase['call'] {
	return (w) => ({ body: w.directPost(pullFrom(url)) });
}

const UNVERIFIED = { status: 403, code: 'url_ownership_unverified' } as const;
const INVALID = { status: 400, code: 'invalid_params' } as const;

const ROWS: Array<Omit<ApiCase, 'endpoint'>> = [
	{
		condition: 'a URL on a verified domain: no upload_url comes back',
		call: call(URL_OF_VIDEO),
		text: '"data":{"publish_id":"v_pub_url~v2.7700000000000000001"}',
	},
	{
		condition: 'a subdomain of a verified domain',
		call: call('https://eu.media.example.com/a.mp4'),
	},
	{ condition: 'another domain', call: call('https://cdn.example/a.mp4'), ...UNVERIFIED },
	{
		condition: 'a domain that only ends alike',
		call: call('https://evilmedia.example.com/a'),
		...UNVERIFIED,
	},
	{
		condition: 'a URL under a verified prefix',
		app: { verifiedProperties: ['https://cdn.example/clips/'] },
		call: call('https://cdn.example/clips/a.mp4'),
	},
	{
		condition: 'a URL beside a verified prefix',
		app: { verifiedProperties: ['https://cdn.example/clips/'] },
		call: call('https://cdn.example/other/a.mp4'),
		...UNVERIFIED,
	},
	{ condition: 'http', call: call('http://media.example.com/a.mp4'), ...INVALID },
	{ condition: 'an IP address', call: call('https://127.0.0.1/a.mp4'), ...INVALID },
	{ condition: 'an IPv6 address', call: call('https://[::1]/a.mp4'), ...INVALID },
	{ condition: 'no URL', call: call('run.mp4'), ...INVALID },
	{
		condition: 'no video_url',
		call: (w) => ({ body: w.directPost({ source: 'PULL_FROM_URL' }) }),
		...INVALID,
		violations: ['api-field-type'],
	},
	{
		condition: 'sizes beside a URL are ignored, and recorded',
		call: (w) => ({ body: w.directPost({ ...pullFrom(URL_OF_VIDEO), video_size: 5 }) }),
		violations: ['api-unknown-field'],
	},
];

runApiTable(
	'video/init with PULL_FROM_URL',
	world,
	ROWS.map((row) => ({ endpoint: 'videoInit', ...row })),
);

/** Serves a file, lets TikTok pull it, and returns the status once the pull is over. */
async function pull(
	w: World,
	file: Partial<MediaFile>,
	kind: 'video' | 'photo' = 'video',
): Promise<unknown> {
	const { simulator } = w;
	simulator.switches.processingPolls = 0;
	const url = kind === 'video' ? URL_OF_VIDEO : 'https://media.example.com/p/1.jpg';
	simulator.media.serve(url, { content: makeVideo(100_000), contentType: 'video/mp4', ...file });
	if (kind === 'video') await w.init(w.directPost(pullFrom(url)));
	else await w.init(photoBody([url]), 'contentInit');
	const post = simulator.posts[0];
	await until(() => post?.hasAllBytes === true || post?.status === 'FAILED');
	return jsonOf(await w.call('status', { body: { publish_id: post?.publishId } })).data;
}

function photoBody(urls: string[]): Record<string, unknown> {
	return {
		media_type: 'PHOTO',
		post_mode: 'DIRECT_POST',
		post_info: { privacy_level: 'SELF_ONLY' },
		source_info: { source: 'PULL_FROM_URL', photo_cover_index: 0, photo_images: urls },
	};
}

describe('the download', () => {
	test('a video arrives whole and is published', async () => {
		expect(await pull(world(), {})).toMatchObject({
			status: 'PUBLISH_COMPLETE',
			downloaded_bytes: 100_000,
		});
		const hash = createHash('sha256').update(makeVideo(100_000)).digest('hex');
		expect(world().simulator.posts[0]?.sha256).toBe(hash);
		world().simulator.expectClean();
	});

	const PULL_FAILED = { status: 'FAILED', fail_reason: 'video_pull_failed' };
	const FORMAT_FAILED = { status: 'FAILED', fail_reason: 'file_format_check_failed' };
	const VIDEO_ROWS: Array<[string, Partial<MediaFile>, Record<string, unknown>]> = [
		['without Content-Length', { withoutLength: true }, { status: 'PUBLISH_COMPLETE' }],
		['a 404', { status: 404 }, PULL_FAILED],
		['a 206', { status: 206 }, PULL_FAILED],
		['a redirect: 3xx is invalid', { redirectTo: 'https://media.example.com/b.mp4' }, PULL_FAILED],
		['a connection that breaks', { resetAfterBytes: 70_000 }, PULL_FAILED],
		[
			'fewer bytes than declared',
			{ declaredLength: 200_000, resetAfterBytes: 99_999 },
			PULL_FAILED,
		],
		['a file that is no video', { content: Buffer.from('text') }, FORMAT_FAILED],
	];
	test.each(VIDEO_ROWS)('of a video: %s', async (_title, file, expected) => {
		expect(await pull(world(), file)).toMatchObject(expected);
	});

	const PHOTO_ROWS: Array<[string, Buffer, Record<string, unknown>]> = [
		['JPEG', JPEG, { status: 'PUBLISH_COMPLETE' }],
		['WebP', WEBP, { status: 'PUBLISH_COMPLETE' }],
		['PNG', PNG, FORMAT_FAILED],
		['over 20 MB', Buffer.concat([JPEG, Buffer.alloc(20_000_000)]), FORMAT_FAILED],
	];
	test.each(PHOTO_ROWS)('of a photo: %s', async (_title, content, expected) => {
		expect(await pull(world(), { content, contentType: 'image/jpeg' }, 'photo')).toMatchObject(
			expected,
		);
	});

	test('of photos: one that is missing fails the post', async () => {
		const { simulator } = world();
		simulator.media.serve('https://media.example.com/1.jpg', {
			content: JPEG,
			contentType: 'image/jpeg',
		});
		const body = photoBody(['https://media.example.com/1.jpg', 'https://media.example.com/2.jpg']);
		await world().init(body, 'contentInit');
		await until(() => simulator.posts[0]?.status === 'FAILED');
		expect(simulator.posts[0]?.failReason).toBe('photo_pull_failed');
	});

	test('one that takes over an hour fails', async () => {
		const { simulator } = world();
		await startStalledPull(world());
		simulator.clock.advance(3_600_000);
		await until(() => simulator.posts[0]?.status === 'FAILED');
		expect(simulator.posts[0]?.failReason).toBe('video_pull_failed');
	});

	test('a running one is PROCESSING_DOWNLOAD with its bytes so far', async () => {
		const id = await startStalledPull(world());
		expect(jsonOf(await world().call('status', { body: { publish_id: id } })).data).toMatchObject({
			status: 'PROCESSING_DOWNLOAD',
			downloaded_bytes: 70_000,
		});
	});

	test('a whole host can be handed over to another server', async () => {
		const server = await serveText('from the DAM');
		const { port } = server.address() as AddressInfo;
		world().simulator.media.route('dam.example', `http://127.0.0.1:${port}`);
		const answer = await settle(world().http.get('https://dam.example/asset/1?x=2'));
		expect(answer).toMatchObject({ status: 200, text: 'from the DAM /asset/1?x=2' });
		server.close();
	});
});

/** A pull that has received 70,000 bytes and waits for more. */
async function startStalledPull(w: World): Promise<string> {
	const content = makeVideo(100_000);
	w.simulator.media.serve(URL_OF_VIDEO, {
		content,
		contentType: 'video/mp4',
		stallAfterBytes: 70_000,
	});
	const { id } = await w.init(w.directPost(pullFrom(URL_OF_VIDEO)));
	await until(() => w.simulator.posts[0]?.bytesReceived === 70_000);
	return id;
}

async function serveText(text: string): Promise<Server> {
	const server = createServer((request, response) => response.end(`${text} ${request.url}`));
	return await new Promise((resolve) => {
		server.listen(0, '127.0.0.1', () => resolve(server));
	});
}

const CANCEL_ROWS: Array<Omit<ApiCase, 'endpoint'>> = [
	{
		condition: 'a running pull: ok, and the answer has no data',
		before: async (w) => void (await startStalledPull(w)),
		call: (w) => ({ body: { publish_id: w.simulator.posts[0]?.publishId } }),
		text: '{"error":{"code":"ok"',
	},
	{
		condition: 'a file upload',
		before: async (w) => void (await w.init(w.directPost())),
		call: (w) => ({ body: { publish_id: w.simulator.posts[0]?.publishId } }),
		status: 400,
		code: 'publish_not_cancellable',
	},
	{
		condition: 'a post that is final',
		before: async (w) => void (await pull(w, {})),
		call: (w) => ({ body: { publish_id: w.simulator.posts[0]?.publishId } }),
		status: 400,
		code: 'publish_not_cancellable',
	},
	{
		condition: 'a pull that was cancelled before',
		before: async (w) => {
			const id = await startStalledPull(w);
			await w.call('cancel', { body: { publish_id: id } });
		},
		call: (w) => ({ body: { publish_id: w.simulator.posts[0]?.publishId } }),
		status: 400,
		code: 'publish_not_cancellable',
	},
	{
		condition: 'an unknown publish_id',
		call: { body: { publish_id: 'v_pub_url~v2.1' } },
		status: 400,
		code: 'invalid_publish_id',
	},
	{
		condition: "another user's pull",
		before: async (w) => {
			await startStalledPull(w);
			w.simulator.addCreator({ openId: 'sim-open-id-0002' });
			w.token = w.simulator.connect('sim-open-id-0002');
		},
		call: (w) => ({ body: { publish_id: w.simulator.posts[0]?.publishId } }),
		status: 400,
		code: 'token_not_authorized_for_specified_publish_id',
	},
	{
		condition: 'no publish_id',
		call: { body: {} },
		status: 400,
		code: 'invalid_params',
		violations: ['api-field-type'],
	},
];

runApiTable(
	'cancel',
	world,
	CANCEL_ROWS.map((row) => ({ endpoint: 'cancel', ...row })),
);

test('a cancelled pull fails with publish_cancelled', async () => {
	const id = await startStalledPull(world());
	await world().call('cancel', { body: { publish_id: id } });
	expect(jsonOf(await world().call('status', { body: { publish_id: id } })).data).toMatchObject({
		status: 'FAILED',
		fail_reason: 'publish_cancelled',
	});
});
