import { createHmac } from 'node:crypto';

import axios from 'axios';

import { SAMPLE_MP4_PATH, sha256OfFile } from '../support/video';
import { ConnectedN8n, RUN_TIMEOUT_MS, START_TIMEOUT_MS } from './support/connectedN8n';
import { HttpInbox } from './support/httpInbox';
import { ImportedTemplates } from './support/templates';
import { waitUntil } from './support/waitUntil';
import { waitForWebhook } from './support/webhooks';

const SECRET = 'shared-with-the-dam';
const RESULTS_PATH = '/api/tiktok-results';
const VIDEO_URL = 'https://media.example.com/approved/spring.mp4';

interface Approval {
	asset_id: string;
	asset_url: string;
	caption: string;
}

let stage: ConnectedN8n;
let dam: HttpInbox;

beforeAll(async () => {
	stage = await ConnectedN8n.open();
	dam = await HttpInbox.open();
	stage.simulator.media.route('dam.example.com', dam.origin);
	stage.simulator.media.serve(VIDEO_URL, {
		content: { filePath: SAMPLE_MP4_PATH },
		contentType: 'video/mp4',
	});
	const templates = await ImportedTemplates.into(stage);
	const { rest } = stage.n8n;
	const cryptoId = await rest.createCredential('crypto', 'DAM', { hmacSecret: SECRET });
	const workflowId = await templates.prepare('dam-approved-to-published.json', {
		credentials: {
			tikTokOAuth2Api: { id: stage.credentialId, name: 'TikTok' },
			crypto: { id: cryptoId, name: 'DAM' },
		},
	});
	await rest.activateWorkflow(workflowId);
	await waitForWebhook(stage.n8n, 'tiktok-dam-approved');
}, START_TIMEOUT_MS);

afterAll(async () => {
	await stage?.close();
	await dam?.close();
}, START_TIMEOUT_MS);

describe('template: approved in the DAM → published', () => {
	it(
		'makes one post of an approval that is delivered three times at once and once more later',
		async () => {
			const approval = approve('A-4711', VIDEO_URL);
			const statuses = await Promise.all([1, 2, 3].map(async () => await deliver(approval)));
			expect(statuses).toEqual([202, 202, 202]);
			await resultsOf('A-4711', 3);
			await deliver(approval);
			const results = await resultsOf('A-4711', 4);

			const [post] = postsOf('A-4711');
			expect(postsOf('A-4711')).toHaveLength(1);
			expect(post).toMatchObject({
				status: 'PUBLISH_COMPLETE',
				sha256: await sha256OfFile(SAMPLE_MP4_PATH),
				postInfo: { privacy_level: 'SELF_ONLY' },
			});
			for (const result of results) {
				expect(result).toMatchObject({
					result: 'published',
					publish_id: post?.publishId,
					status: 'PUBLISH_COMPLETE',
				});
			}
			stage.simulator.expectClean();
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'answers 401 to a wrong, missing or foreign signature, and posts nothing',
		async () => {
			const body = JSON.stringify(approve('A-6666', VIDEO_URL));
			const genuine = sign(body);
			const forged: Array<[string, string | undefined]> = [
				[body, undefined],
				[body, ''],
				[body, 'sha256='],
				[body, sign(body, 'another secret')],
				[body.replace('A-6666', 'A-6667'), genuine],
				[`${body} `, genuine],
				[body, `${genuine.slice(0, -1)}${genuine.endsWith('0') ? '1' : '0'}`],
			];
			for (const [text, signature] of forged) {
				expect(await send(text, signature)).toBe(401);
			}
			expect([...postsOf('A-6666'), ...postsOf('A-6667')]).toEqual([]);
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'tells the DAM why a video was not published, and takes the corrected one',
		async () => {
			stage.simulator.switches.failReason = 'frame_rate_check_failed';
			await deliver(approve('A-4712', VIDEO_URL));
			const [refused] = await resultsOf('A-4712', 1);
			expect(refused).toMatchObject({
				result: 'failed',
				code: 'frame_rate_check_failed',
				reason: expect.stringMatching(/23.*60/),
			});

			stage.simulator.switches.failReason = null;
			await deliver(approve('A-4712', VIDEO_URL));
			expect((await resultsOf('A-4712', 2)).at(-1)).toMatchObject({ result: 'published' });
			expect(postsOf('A-4712').map(({ status }) => status)).toEqual(['FAILED', 'PUBLISH_COMPLETE']);
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'tells the DAM when the video cannot be downloaded',
		async () => {
			await deliver(approve('A-4713', 'https://media.example.com/approved/gone.mp4'));
			const [result] = await resultsOf('A-4713', 1);
			expect(result).toMatchObject({
				result: 'failed',
				code: 'download_failed',
				reason: expect.stringContaining('404'),
			});
			expect(postsOf('A-4713')).toEqual([]);
		},
		RUN_TIMEOUT_MS,
	);
});

function approve(assetId: string, assetUrl: string): Approval {
	return { asset_id: assetId, asset_url: assetUrl, caption: `Spring is here ${assetId} ✨` };
}

async function deliver(approval: Approval): Promise<number> {
	const body = JSON.stringify(approval);
	return await send(body, sign(body));
}

function sign(body: string, secret = SECRET): string {
	return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

async function send(body: string, signature: string | undefined): Promise<number> {
	const response = await axios.post(`${stage.n8n.webhookUrl}/tiktok-dam-approved`, body, {
		proxy: false,
		validateStatus: () => true,
		headers: {
			'content-type': 'application/json',
			...(signature === undefined ? {} : { 'x-dam-signature': signature }),
		},
		// As text: axios would otherwise serialise it anew.
		transformRequest: (text: string) => text,
	});
	return response.status;
}

function postsOf(assetId: string) {
	return stage.simulator.posts.filter(({ postInfo }) => String(postInfo.title).includes(assetId));
}

/** What the DAM was told about an asset, once it was told so often. */
async function resultsOf(assetId: string, count: number): Promise<unknown[]> {
	const find = () =>
		dam
			.jsonAt(RESULTS_PATH)
			.filter((result) => (result as { asset_id?: unknown }).asset_id === assetId);
	await waitUntil(async () => find().length >= count, `result ${count} of ${assetId}`);
	expect(find()).toHaveLength(count);
	return find();
}
