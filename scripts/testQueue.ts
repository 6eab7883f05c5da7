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
	// One stack at a time; and a test that failed half-way must not keep the run open.
	const args = ['--runInBand', '--forceExit', ...process.argv.slice(2)];
	reportAndExit(await runJest(['queue'], args));
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	reportAndExit({ passed: 0, failed: 1, skipped: 0 });
});
