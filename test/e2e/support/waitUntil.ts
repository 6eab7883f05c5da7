/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests use the file system and the clock; they are never shipped */

import { setTimeout as sleep } from 'node:timers/promises';

const TIMEOUT_MS = 30_000;
const POLL_MS = 200;

/** Polls until `condition` holds; after `timeoutMs` it throws, naming what was awaited. */
export async function waitUntil(
	condition: () => Promise<boolean>,
	what: string,
	timeoutMs = TIMEOUT_MS,
): Promise<void> {
	const deadline = Date.now() + timeoutMs;
	while (Date.now() < deadline) {
		if (await condition()) return;
		await sleep(POLL_MS);
	}
	throw new Error(`Waited ${timeoutMs / 1000} s in vain for: ${what}`);
}
