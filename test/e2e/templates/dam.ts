import { createHmac } from 'node:crypto';

import axios from 'axios';

import { SAMPLE_MP4_PATH, sha256OfFile } from '../../support/video';
import { RUN_TIMEOUT_MS } from '../support/connectedN8n';
import { waitUntil } from '../support/waitUntil';
import { waitForWebhook } from '../support/webhooks';
import { VIDEO_URL, type TemplateStage } from './stage';

const SECRET = 'shared-with-the-dam';
const RESULTS_PATH = '/api/tiktok-results';

interface Approval {
	asset_id: string;
	asset_url: string;
	caption: string;
}

/** Template: approved in the DAM, published. */
export function describeDam(getStage: () => TemplateStage): void {
	describe('template: approved in the DAM → published', () => {
		beforeAll(async () => {
			const stage = getStage();
			const id = await stage.n8n.rest.createCredential('crypto', 'DAM', { hmacSecret: SECRET });
			await stage.activate('dam-approved-to-published.json', {
				credentials: { crypto: { id, name: 'DAM' } },
			});
			await waitForWebhook(stage.n8n, 'tiktok-dam-approved');
		}, RUN_TIMEOUT_MS);

		it(
			'makes one post of an approval that is delivered three times at once and once more later',
			async () => {
				const stage = getStage();
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
				getStage().simulator.switches.failReason = 'frame_rate_check_failed';
				await deliver(approve('A-4712', VIDEO_URL));
				const [refused] = await resultsOf('A-4712', 1);
				expect(refused).toMatchObject({
					result: 'failed',
					code: 'frame_rate_check_failed',
					reason: expect.stringMatching(/23.*60/),
				});

				getStage().simulator.switches.failReason = null;
				await deliver(approve('A-4712', VIDEO_URL));
				expect((await resultsOf('A-4712', 2)).at(-1)).toMatchObject({ result: 'published' });
				expect(postsOf('A-4712').map(({ status }) => status)).toEqual([
					'FAILED',
					'PUBLISH_COMPLETE',
				]);
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
					code: 'media_unavailable',
					reason: expect.stringContaining('404'),
				});
				expect(postsOf('A-4713')).toEqual([]);
			},
			RUN_TIMEOUT_MS,
		);

		async function deliver(approval: Approval): Promise<number> {
			const body = JSON.stringify(approval);
			return await send(body, sign(body));
		}

		async function send(body: string, signature: string | undefined): Promise<number> {
			const response = await axios.post(`${getStage().n8n.webhookUrl}/tiktok-dam-approved`, body, {
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
			return getStage().simulator.posts.filter(({ postInfo }) =>
				String(postInfo.title).includes(assetId),
			);
		}

		async function resultsOf(assetId: string, count: number): Promise<unknown[]> {
			const find = () =>
				getStage()
					.dam.jsonAt(RESULTS_PATH)
					.filter((result) => (result as { asset_id?: unknown }).asset_id === assetId);
			await waitUntil(async () => find().length >= count, `result ${count} of ${assetId}`);
			expect(find()).toHaveLength(count);
			return find();
		}
	});
}

function approve(assetId: string, assetUrl: string): Approval {
	return { asset_id: assetId, asset_url: assetUrl, caption: `Spring is here ${assetId} ✨` };
}

function sign(body: string, secret = SECRET): string {
	return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** What the DAM was told about an asset, once it was told so often. */
