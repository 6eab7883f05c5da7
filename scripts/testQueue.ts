/* eslint-disable @n8n/community-nodes/no-restricted-globals,
   no-console
   -- commands print and start processes; they are never shipped */

import { Listr } from 'listr2';

import { ensureN8nInstalled, packPackage } from '../test/support/n8n';
import { findQueuePrograms } from '../test/support/n8n/queue';
import { reportAndExit, runJest } from './support/jest';

/** `npm run test:queue`: the package in a real n8n in queue mode, with Postgres, Redis and three workers. */
async function main(): Promise<void> {
	await new Listr([
		{ title: 'Postgres and Redis found', task: async () => void (await findQueuePrograms()) },
		{
			title: 'n8n installed',
			task: async (_, task) => {
				await ensureN8nInstalled((message) => (task.output = message));
			},
		},
		{ title: 'package built and packed', task: async () => void (await packPackage()) },
	]).run();
	// The large stack waits for TikTok's minutes first, and what has an n8n of its own is through by then. A test that
	// failed half-way must not keep the run open.
	const args = ['--maxWorkers=2', '--verbose', '--forceExit', ...process.argv.slice(2)];
	reportAndExit(await runJest(['queue'], args));
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	reportAndExit({ passed: 0, failed: 1, skipped: 0 });
});
