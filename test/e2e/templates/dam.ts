import { SAMPLE_MP4_PATH, sha256OfFile } from '../../support/video';
import { RUN_TIMEOUT_MS } from '../support/connectedN8n';
import { waitForWebhook } from '../support/webhooks';
import { DAM_SECRET, DamCaller, sign, type Approval } from './damCaller';
import { describeDamPage } from './damPage';
import { VIDEO_URL, type TemplateStage } from './stage';

/** Template: approved in the DAM, published. */
export function describeDam(getStage: () => TemplateStage): void {
	describe('template: approved in the DAM → published', () => {
		let dam: DamCaller;

		beforeAll(async () => {
			const stage = getStage();
			dam = new DamCaller(stage);
			const id = await stage.n8n.rest.createCredential('crypto', 'DAM', { hmacSecret: DAM_SECRET });
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
				const statuses = await Promise.all([1, 2, 3].map(async () => await dam.deliver(approval)));
				expect(statuses).toEqual([202, 202, 202]);
				await dam.resultsOf('A-4711', 3);
				await dam.deliver(approval);
				const results = await dam.resultsOf('A-4711', 4);

				const [post] = dam.postsOf('A-4711');
				expect(dam.postsOf('A-4711')).toHaveLength(1);
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
					expect((await dam.send(text, signature)).status).toBe(401);
				}
				expect([...dam.postsOf('A-6666'), ...dam.postsOf('A-6667')]).toEqual([]);
			},
			RUN_TIMEOUT_MS,
		);

		it(
			'tells the DAM why a video was not published, and takes the corrected one',
			async () => {
				getStage().simulator.switches.failReason = 'frame_rate_check_failed';
				await dam.deliver(approve('A-4712', VIDEO_URL));
				const [refused] = await dam.resultsOf('A-4712', 1);
				expect(refused).toMatchObject({
					result: 'failed',
					code: 'frame_rate_check_failed',
					reason: expect.stringMatching(/23.*60/),
				});

				getStage().simulator.switches.failReason = null;
				await dam.deliver(approve('A-4712', VIDEO_URL));
				expect((await dam.resultsOf('A-4712', 2)).at(-1)).toMatchObject({ result: 'published' });
				expect(dam.postsOf('A-4712').map(({ status }) => status)).toEqual([
					'FAILED',
					'PUBLISH_COMPLETE',
				]);
			},
			RUN_TIMEOUT_MS,
		);

		it(
			'tells the DAM when the video cannot be downloaded',
			async () => {
				await dam.deliver(approve('A-4713', 'https://media.example.com/approved/gone.mp4'));
				const [result] = await dam.resultsOf('A-4713', 1);
				expect(result).toMatchObject({
					result: 'failed',
					code: 'media_unavailable',
					reason: expect.stringContaining('404'),
				});
				expect(dam.postsOf('A-4713')).toEqual([]);
			},
			RUN_TIMEOUT_MS,
		);

		describeDamPage(getStage);
	});
}

function approve(assetId: string, assetUrl: string): Approval {
	return { asset_id: assetId, asset_url: assetUrl, caption: `Spring is here ${assetId} ✨` };
}
