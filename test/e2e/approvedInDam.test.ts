/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests use the file system and the clock; they are never shipped */

import { createReadStream } from 'node:fs';

import axios from 'axios';
import FormData from 'form-data';

import { SAMPLE_MP4_PATH, sha256OfFile } from '../support/video';
import { ConnectedN8n, RUN_TIMEOUT_MS, START_TIMEOUT_MS } from './support/connectedN8n';
import { waitForWebhook } from './support/webhooks';

const WEBHOOK_PATH = 'dam-approved';
const CAPTION = 'Spring collection ✨ #spring – “new”';

let stage: ConnectedN8n;

beforeAll(async () => {
	stage = await ConnectedN8n.open();
}, START_TIMEOUT_MS);

afterAll(async () => await stage?.close(), START_TIMEOUT_MS);

describe('a video that is approved in the asset manager', () => {
	it(
		'is posted, and the call that delivers it is answered with the finished post',
		async () => {
			await publishDamWorkflow();

			const answer = await deliver('asset-4711');

			const [post] = stage.simulator.posts;
			expect(answer).toEqual({
				asset_id: 'asset-4711',
				status: 'PUBLISH_COMPLETE',
				publish_id: post?.publishId,
				post_id: post?.postId,
				post_url: `https://www.tiktok.com/@sim.creator/video/${post?.postId}`,
			});
			expect(post?.sha256).toBe(await sha256OfFile(SAMPLE_MP4_PATH));
			expect(post?.postInfo).toMatchObject({
				title: CAPTION,
				privacy_level: 'PUBLIC_TO_EVERYONE',
			});
			expect(stage.simulator.posts).toHaveLength(1);
			stage.simulator.expectClean();
		},
		RUN_TIMEOUT_MS,
	);
});

async function publishDamWorkflow(): Promise<void> {
	const workflowId = await stage.importChain('Approved in the DAM', [
		{
			name: 'Approved',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			webhookId: 'dam-approved-webhook',
			parameters: { httpMethod: 'POST', path: WEBHOOK_PATH, responseMode: 'responseNode' },
		},
		stage.postNode({
			binaryPropertyName: 'video',
			caption: '={{ $json.body.caption }}',
			waitUntilFinished: false,
		}),
		stage.statusNode(),
		{
			name: 'Answer',
			type: 'n8n-nodes-base.respondToWebhook',
			typeVersion: 1.1,
			parameters: {
				respondWith: 'json',
				responseBody: `={{ {
					asset_id: $('Approved').item.json.body.asset_id,
					status: $json.status,
					publish_id: $json.publish_id,
					post_id: $json.post_ids[0],
					post_url: $json.post_url,
				} }}`,
			},
		},
	]);
	await stage.n8n.rest.activateWorkflow(workflowId);
	await waitForWebhook(stage.n8n, WEBHOOK_PATH);
}

/** What the asset manager does: one multipart request with the file and what belongs to it. */
async function deliver(assetId: string): Promise<unknown> {
	const form = new FormData();
	form.append('asset_id', assetId);
	form.append('caption', CAPTION);
	form.append('video', createReadStream(SAMPLE_MP4_PATH), {
		filename: 'spring.mp4',
		contentType: 'video/mp4',
	});
	const response = await axios.post<unknown>(`${stage.n8n.webhookUrl}/${WEBHOOK_PATH}`, form, {
		proxy: false,
		headers: form.getHeaders(),
	});
	return response.data;
}
