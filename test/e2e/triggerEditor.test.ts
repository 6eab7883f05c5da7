import {
	ConnectedN8n,
	credentialReference,
	RUN_TIMEOUT_MS,
	triggerNode,
} from './support/connectedN8n';
import { useEditor } from './support/useEditor';

const PUBLISH_ID = 'v_pub_file~v2-1.7700000000000000042';
const WEBHOOK_ID = 'tiktok-editor';

const use = useEditor(async () => await ConnectedN8n.open());

it(
	'the trigger shows where its URL goes, and can be tried out as often as one likes',
	async () => {
		const { page } = use.browser;
		await openTrigger();
		await page.getByText('TikTok developer portal').first().waitFor();
		await page.getByText('Webhook URLs', { exact: true }).click();
		await page.getByText(`/webhook-test/${WEBHOOK_ID}/webhook`).waitFor();
		await use.browser.takeScreenshot('trigger-parameters');

		for (const time of ['first', 'second']) {
			await page.getByTestId('trigger-execute-button').click();
			await page.getByText('Listening for test event').waitFor();
			await use.browser.takeScreenshot(`trigger-listens-${time}`);
			expect(await deliverToTestUrl()).toBe(200);
			await page.getByTestId('output-panel').getByText(PUBLISH_ID).first().waitFor();
			await use.browser.takeScreenshot(`trigger-output-${time}`);
		}
	},
	RUN_TIMEOUT_MS,
);

async function openTrigger(): Promise<void> {
	const workflowId = await use.stage.importChain('Listens', [
		triggerNode(['post.publish.complete'], {
			webhookId: WEBHOOK_ID,
			credentials: credentialReference(use.stage.credentialId),
		}),
	]);
	await use.browser.page.goto(`${use.stage.n8n.url}/workflow/${workflowId}`);
	await use.browser.page.getByTestId('canvas-node').filter({ hasText: 'TikTok Post' }).dblclick();
}

/** The very same event each time. */
async function deliverToTestUrl(): Promise<number | undefined> {
	const { app, webhooks, creators } = use.stage.simulator;
	app.webhookUrl = `${use.stage.n8n.url}/webhook-test/${WEBHOOK_ID}/webhook`;
	const [earlier] = webhooks.deliveries;
	if (earlier) return (await webhooks.redeliver(earlier)).status;
	const content = { publish_id: PUBLISH_ID, publish_type: 'DIRECT_PUBLISH' };
	webhooks.emit('post.publish.complete', creators[0]?.openId ?? '', content);
	await webhooks.settled();
	return webhooks.deliveries[0]?.status;
}
