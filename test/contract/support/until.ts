/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test code runs in plain Node, not in n8n */
/** For machines that have much else to do; Jest gives up after a minute. */
const PATIENCE_MS = 45_000;
const PAUSE_MS = 10;

/** Waits in real time until something that happens by itself has happened. */
export async function until(condition: () => boolean): Promise<void> {
	const deadline = Date.now() + PATIENCE_MS;
	while (!condition()) {
		if (Date.now() > deadline) throw new Error(`It did not happen within ${PATIENCE_MS} ms`);
		await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
	}
}
