import type { RunningN8n } from '../../support/n8n';
import { isWebhookRegistered } from '../../support/n8n/webhooks';
import { waitUntil } from './waitUntil';

/** Waits until n8n has registered a production webhook, which it does some time after activation. */
export async function waitForWebhook(n8n: RunningN8n, path: string): Promise<void> {
	await waitUntil(
		async () => await isWebhookRegistered(n8n.webhookUrl, path),
		`n8n registers the webhook ${path}`,
	);
}
