/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- test support starts real processes; it is never shipped */

import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Systems give outgoing connections ports above this range, so that none of it is taken by chance. */
const FIRST_PORT = 20_000;
const END_PORT = 32_000;
const TRIES = 100;

/** A loopback port that nothing listens on, and that stays free until a process takes it that starts later. */
export async function findQuietPort(): Promise<number> {
	for (let tries = 0; tries < TRIES; tries += 1) {
		const port = randomInt(FIRST_PORT, END_PORT);
		if (await isFree(port)) return port;
	}
	throw new Error(`No port from ${FIRST_PORT} to ${END_PORT} seems to be free`);
}

async function isFree(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(false));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
	});
}
