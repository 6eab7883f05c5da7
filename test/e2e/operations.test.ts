/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests serve files from loopback; they are never shipped */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { IDataObject } from 'n8n-workflow';

import { executionError, outputItems, type Execution } from '../support/n8n';
import { SAMPLE_MP4_PATH, sha256Of } from '../support/video';
import {
	ConnectedN8n,
	credentialReference,
	MANUAL_START,
	RUN_TIMEOUT_MS,
	START_TIMEOUT_MS,
	type FlowNode,
} from './support/connectedN8n';
import { isAtLeast } from './support/isAtLeast';

const MEDIA = 'https://media.example.com';
const VIDEO_URL = `${MEDIA}/clips/run.mp4`;
const ENDLESS_URL = `${MEDIA}/clips/endless.mp4`;
const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');

let stage: ConnectedN8n;
let video: Buffer;
let localServer: Server;
let localUrl: string;

beforeAll(async () => {
	video = await readFile(SAMPLE_MP4_PATH);
	localServer = createServer((_request, response) => {
		response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': video.length });
		response.end(video);
	});
	await new Promise<void>((resolve) => localServer.listen(0, '127.0.0.1', resolve));
	localUrl = `http://127.0.0.1:${(localServer.address() as AddressInfo).port}/run.mp4`;
	// What an administrator sets whose asset manager is on the same machine.
	stage = await ConnectedN8n.open({ N8N_SSRF_ALLOWED_IP_RANGES: '127.0.0.1/32' });
	const { simulator } = stage;
	simulator.app.verifiedProperties.push('media.example.com');
	simulator.media.serve(VIDEO_URL, { content: video, contentType: 'video/mp4' });
	simulator.media.serve(ENDLESS_URL, {
		content: video,
		contentType: 'video/mp4',
		stallAfterBytes: 1_000,
	});
	for (const photo of ['1.jpg', '2.jpg']) {
		simulator.media.serve(`${MEDIA}/${photo}`, { content: JPEG, contentType: 'image/jpeg' });
	}
}, START_TIMEOUT_MS);

beforeEach(() => {
	// A minute in which nobody posted.
	stage.simulator.clock.advance(120_000);
});

afterEach(() => stage.simulator.expectClean());

afterAll(async () => {
	await stage?.close();
	localServer?.close();
}, START_TIMEOUT_MS);

async function run(...nodes: FlowNode[]): Promise<Execution> {
	return await stage.n8n.rest.runWorkflow(
		await stage.importChain('Flow', [MANUAL_START, ...nodes]),
	);
}

/** Runs the nodes and returns what the last one puts out. */
async function runToItem(...nodes: FlowNode[]): Promise<IDataObject> {
	const execution = await run(...nodes);
	expect(executionError(execution)).toBeUndefined();
	const [item] = outputItems(execution, nodes.at(-1)?.name ?? '');
	return item?.json ?? {};
}

async function runToError(node: FlowNode): Promise<{ message: string; description: string }> {
	const error = executionError(await run(node));
	return { message: error?.message ?? '', description: error?.description ?? '' };
}

it(
	'a video from a URL is streamed through n8n, whoever owns the domain',
	async () => {
		const node = stage.postNode({ videoSource: 'url', videoUrl: VIDEO_URL });
		expect(await runToItem(node)).toMatchObject({ status: 'PUBLISH_COMPLETE' });
		expect(stage.simulator.posts.at(-1)?.sha256).toBe(await sha256Of(video));
	},
	RUN_TIMEOUT_MS,
);

it(
	'a private address is downloaded from only where the administrator allows it',
	async () => {
		const refused = ['http://127.0.0.2/a.mp4', 'http://10.0.0.1/a.mp4'];
		// Before that nodes hear of allowed addresses only where the whole protection is switched on.
		if (isAtLeast(stage.n8n.version, '2.40')) {
			const allowed = stage.postNode({ videoSource: 'url', videoUrl: localUrl });
			expect(await runToItem(allowed)).toMatchObject({ status: 'PUBLISH_COMPLETE' });
		} else {
			refused.push(localUrl);
		}
		for (const videoUrl of refused) {
			const error = await runToError(stage.postNode({ videoSource: 'url', videoUrl }));
			expect(error.message).toMatch(/is on a private network/);
			expect(error.description).toMatch(/N8N_SSRF_ALLOWED_HOSTNAMES/);
		}
	},
	RUN_TIMEOUT_MS,
);

it(
	'photos are published, and their address is that of photos',
	async () => {
		const node = stage.postNode({
			mediaType: 'photos',
			photoUrls: `${MEDIA}/1.jpg\n${MEDIA}/2.jpg`,
			photoTitle: 'Two views',
		});
		expect(await runToItem(node)).toMatchObject({
			status: 'PUBLISH_COMPLETE',
			post_url: expect.stringMatching(/^https:\/\/www\.tiktok\.com\/@sim\.creator\/photo\/\d+$/),
		});
	},
	RUN_TIMEOUT_MS,
);

it(
	'a draft ends in the inbox',
	async () => {
		const node = stage.postNode({ operation: 'upload', videoSource: 'url', videoUrl: VIDEO_URL });
		expect(await runToItem(node)).toMatchObject({ status: 'SEND_TO_USER_INBOX' });
	},
	RUN_TIMEOUT_MS,
);

it(
	'a download that runs at TikTok is cancelled by a later node',
	async () => {
		const create = stage.postNode({
			videoSource: 'pullFromUrl',
			videoUrl: ENDLESS_URL,
			waitUntilFinished: false,
		});
		const cancel = {
			...stage.statusNode({ operation: 'cancel', waitUntilFinished: undefined }),
			name: 'Cancel',
		};
		expect(await runToItem(create, cancel)).toMatchObject({
			cancel_accepted: true,
			fail_reason: 'publish_cancelled',
		});
	},
	RUN_TIMEOUT_MS,
);

describe('what became of it', () => {
	let credentials: IDataObject;

	beforeAll(async () => {
		credentials = credentialReference(await stage.createReadingCredential());
	}, START_TIMEOUT_MS);

	const reading = (name: string, parameters: IDataObject): FlowNode => ({
		...stage.postNode({}, { credentials }),
		name,
		parameters: { resource: 'post', ...parameters },
	});

	it(
		'a post’s numbers are read by its id, also by a node behind Create, and with those of all posts',
		async () => {
			const create = stage.postNode({ videoSource: 'url', videoUrl: VIDEO_URL });
			const get = reading('Get', { operation: 'get', postIds: '={{ $json.post_ids }}' });
			const first = await runToItem(create, get);
			const postId = stage.simulator.posts.at(-1)?.postId ?? '';
			expect(first).toMatchObject({ id: postId, found: true, title: 'Morning run #sim' });
			expect(String(Number(postId))).not.toBe(postId);

			stage.simulator.clock.advance(3_600_000);
			const later = await runToItem(reading('Get', { operation: 'get', postIds: postId }));
			expect(later.view_count).toBeGreaterThan(Number(first.view_count));
			expect(later.like_count).toBeGreaterThan(0);

			const all = await run(reading('List', { operation: 'getMany', returnAll: true }));
			expect(executionError(all)).toBeUndefined();
			const items = outputItems(all, 'List').map(({ json }) => json);
			expect(items[0]).toMatchObject({ id: postId, view_count: later.view_count });
			expect(items).toHaveLength(stage.simulator.posts.flatMap((post) => post.postIds).length);
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'the profile is told, and a private post is none that TikTok shows',
		async () => {
			const profile = reading('Profile', { resource: 'creator', operation: 'getProfile' });
			expect(await runToItem(profile)).toMatchObject({
				username: 'sim.creator',
				follower_count: expect.any(Number),
			});
			const gone = reading('Get', { operation: 'get', postIds: '7600000000000000001' });
			expect(await runToItem(gone)).toEqual({ id: '7600000000000000001', found: false });
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'a credential for posting alone is told what to tick',
		async () => {
			const node = stage.postNode({ operation: 'getMany' });
			expect(await runToError(node)).toEqual({
				message: 'The connected TikTok account did not grant the scope video.list',
				description: expect.stringContaining('“Read Public Videos (video.list)” under Scopes'),
			});
			const profile = stage.postNode({ resource: 'creator', operation: 'getProfile' });
			expect(await runToItem(profile)).toEqual({
				display_name: 'Sim Creator',
				missing_scopes: ['user.info.profile', 'user.info.stats'],
			});
		},
		RUN_TIMEOUT_MS,
	);
});

it(
	'Creator: Get and Validate Only tell what could be posted, and post nothing',
	async () => {
		const before = stage.simulator.posts.length;
		const creator = stage.postNode({ resource: 'creator', operation: 'get' });
		expect(await runToItem(creator)).toMatchObject({
			can_post: true,
			creator_username: 'sim.creator',
		});
		const options = { validateOnly: true };
		const dryRun = stage.postNode({ videoSource: 'url', videoUrl: VIDEO_URL, options });
		expect(await runToItem(dryRun)).toMatchObject({
			valid: true,
			video: { width: 720, height: 1280, video_codec: 'h264' },
		});
		expect(stage.simulator.posts).toHaveLength(before);
	},
	RUN_TIMEOUT_MS,
);
