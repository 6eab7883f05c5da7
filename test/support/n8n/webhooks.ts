import axios from 'axios';

/**
 * Whether a process of n8n's has registered a production webhook, which it does some time after activation.
 * Asks as a browser does before a request from another site: n8n names the methods that are registered, and
 * starts no execution.
 *
 * @param webhookUrl base of the process's production webhooks
 */
export async function isWebhookRegistered(webhookUrl: string, path: string): Promise<boolean> {
	const response = await axios.options(`${webhookUrl}/${path}`, {
		proxy: false,
		headers: { origin: 'https://dam.example' },
		validateStatus: () => true,
	});
	const methods: unknown = response.headers['access-control-allow-methods'];
	return typeof methods === 'string' && methods.includes(',');
}
