import axios from 'axios';

import type { RunningN8n } from '../../support/n8n';
import { waitUntil } from './waitUntil';

/**
 * Waits until n8n has registered a production webhook, which it does some time after activation.
 * Asks as a browser does before a request from another site: n8n names the methods that are
 * registered, and starts no execution.
 */
export async function waitForWebhook(n8n: RunningN8n, path: string): Promise<void> {
	await waitUntil(async () => {
		const response = await axios.options(`${n8n.webhookUrl}/${path}`, {
			proxy: false,
			headers: { origin: 'https://dam.example' },
			validateStatus: () => true,
		});
		const methods: unknown = response.headers['access-control-allow-methods'];
		return typeof methods === 'string' && methods.includes(',');
	}, `n8n registers the webhook ${path}`);
}
