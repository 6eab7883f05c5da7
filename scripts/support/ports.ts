/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- commands print and start processes; they are never shipped */

import { createServer } from 'node:net';

/**
 * Throws a message that names the flag to use if something already listens on this loopback port.
 * Port 0 stands for any free port and is always free.
 */
export async function assertPortIsFree(port: number, flag: string): Promise<void> {
	const isFree = await new Promise<boolean>((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(false));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
	});
	if (isFree) return;
	throw new Error(
		`Port ${port} is taken. Stop the program that uses it, or choose another port: npm start -- ${flag} ${port + 1}`,
	);
}
