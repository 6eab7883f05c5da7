/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests use the file system and the clock; they are never shipped */

import { setTimeout as sleep } from 'node:timers/promises';

import axios from 'axios';

import type { RunningN8n } from '../../support/n8n';

const REGISTRATION_TIMEOUT_MS = 30_000;
const POLL_MS = 200;

/**
 * Waits until n8n has registered a production webhook, which it does some time after activation.
 * Asks as a browser does before a request from another site: n8n names the methods that are
 * registered, and starts no execution.
 */
export async function waitForWebhook(n8n: RunningN8n, path: string): Promise<void> {
	const deadline = Date.now() + REGISTRATION_TIMEOUT_MS;
	while (Date.now() < deadline) {
		const response = await axios.options(`${n8n.webhookUrl}/${path}`, {
			proxy: false,
			headers: { origin: 'https://dam.example' },
			validateStatus: () => true,
		});
		const methods: unknown = response.headers['access-control-allow-methods'];
		if (typeof methods === 'string' && methods.includes(',')) return;
		await sleep(POLL_MS);
	}
	throw new Error(`n8n did not register the webhook ${path}`);
}
