import type { IDataObject } from 'n8n-workflow';

import { RUN_TIMEOUT_MS } from '../support/connectedN8n';
import { submitForm, waitForForm } from '../support/forms';
import { readTemplate } from '../support/templates';
import { waitUntil } from '../support/waitUntil';
import { VIDEO_URL, type TemplateStage } from './stage';

const FILE = 'batch-heard-by-webhook.json';
const TABLE = 'tiktok_batch';
const HEADER = 'asset,video_url,caption,privacy_level';
const COPIES = 2;
const ACCOUNT = 'sim-open-id-of-the-batch';

/** Template: a batch, and TikTok says how it ended. */
export function describeBatch(getStage: () => TemplateStage): void {
	describe('template: a batch, and TikTok says how it ended', () => {
		let formUrl: string;
		let workflowId: string;

		beforeAll(async () => {
			const stage = getStage();
			const { simulator, connected, n8n } = stage;
			// It uses up the account's minute, in which other templates are played.
			simulator.addCreator({ openId: ACCOUNT, username: 'batch.creator' });
			const id = await connected.createUnconnectedCredential();
			await n8n.rest.connect(id, { decision: 'allow', openId: ACCOUNT });
			workflowId = await stage.activate(FILE, {
				credentials: { tikTokOAuth2Api: { id, name: 'TikTok' } },
				nodes: { 'Six at a time': ({ parameters }) => void (parameters.batchSize = 2) },
			});
			formUrl = await waitForForm(n8n, 'tiktok-batch');
			simulator.app.webhookUrl = await productionUrl();
			simulator.switches.webhookCopies = COPIES;
		}, RUN_TIMEOUT_MS);

		afterAll(() => {
			const { app, switches } = getStage().simulator;
			app.webhookUrl = undefined;
			Object.assign(switches, { webhookCopies: 1, processingMs: null });
		});

		it(
			'sends the list round by round and tells each end once, though TikTok is faster than the round',
			async () => {
				const { simulator } = getStage();
				simulator.switches.processingMs = 0;
				await handIn(['B-1', 'B-2', 'B-3', 'gone', 'B-4']);
				await waitUntil(async () => told().length >= 5, 'all ends are told');
				await settled();

				expect(told()).toEqual([
					...['B-1', 'B-2', 'B-3', 'B-4'].map((asset) => ({
						asset,
						text: `${asset}: published`,
						publish_id: idOf(asset),
					})),
					{ asset: 'gone', text: expect.stringMatching(/^gone was not sent: .*404/) },
				]);
				expect(await rows()).toEqual(
					['B-1', 'B-2', 'B-3', 'B-4'].map((asset) =>
						expect.objectContaining({ asset, publish_id: idOf(asset), ending: 'published' }),
					),
				);
			},
			RUN_TIMEOUT_MS,
		);

		it(
			'tells what TikTok says hours later, and nothing of posts that others made',
			async () => {
				const { simulator, chat } = getStage();
				simulator.switches.processingMs = null;
				chat.received.length = 0;
				await handIn(['B-5', 'B-6', 'B-1']);
				await waitUntil(async () => told().length > 0, 'B-1 is known to be published');
				await settled();
				expect(told()).toEqual([expect.objectContaining({ text: 'B-1: published' })]);

				simulator.finishPost(idOf('B-5'));
				simulator.finishPost(idOf('B-6'), 'picture_size_check_failed');
				simulator.webhooks.emit('post.publish.complete', 'somebody', { publish_id: 'another' });
				await simulator.webhooks.settled();
				await waitUntil(async () => told().length >= 3, 'the ends are told');
				await settled();

				expect(told().map(({ text }) => text)).toEqual([
					'B-1: published',
					'B-5: published',
					'B-6: failed, picture_size_check_failed',
				]);
				expect(getStage().postsWith('B-1')).toHaveLength(1);
				simulator.expectClean();
			},
			RUN_TIMEOUT_MS,
		);

		const idOf = (asset: string) => getStage().postsWith(asset)[0]?.publishId ?? '';

		const rows = async () => byAsset(await getStage().templates.editor.readRows(TABLE));
		const told = () => byAsset(getStage().chat.jsonAt('/hooks/batch') as IDataObject[]);

		/** Nothing is on its way any more, neither at TikTok nor in n8n. */
		async function settled(): Promise<void> {
			await getStage().simulator.webhooks.settled();
			await waitUntil(
				async () => (await getStage().statuses(workflowId)).every((it) => it === 'success'),
				'all executions end well',
			);
		}

		async function handIn(assets: string[]): Promise<void> {
			const lines = assets.map((asset) => {
				const url = asset === 'gone' ? `${VIDEO_URL}.gone` : VIDEO_URL;
				return `${asset},${url},"Batch, ${asset}",Everyone`;
			});
			const content = Buffer.from([HEADER, ...lines].join('\n'));
			await submitForm(formUrl, [{ content, filename: 'list.csv', contentType: 'text/csv' }]);
		}

		/** What a user copies from the trigger into TikTok's developer portal. */
		async function productionUrl(): Promise<string> {
			const { nodes } = await readTemplate(FILE);
			const trigger = nodes.find(({ name }) => name === 'Published or failed') as IDataObject;
			return `${getStage().n8n.webhookUrl}/${String(trigger.webhookId)}/webhook`;
		}
	});
}

function byAsset(facts: IDataObject[]): IDataObject[] {
	return facts.sort((a, b) => String(a.asset).localeCompare(String(b.asset)));
}
