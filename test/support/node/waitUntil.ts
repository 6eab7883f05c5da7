/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests wait in real time */
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 5;
const GIVE_UP_MS = 45_000;

/** Waits until something in another part of the test has come true; gives up before Jest does. */
export async function waitUntil(isTrue: () => boolean, pollMs = POLL_MS): Promise<void> {
	for (const end = Date.now() + GIVE_UP_MS; !isTrue(); await sleep(pollMs)) {
		if (Date.now() > end) throw new Error(`It did not come true: ${isTrue}`);
	}
}
