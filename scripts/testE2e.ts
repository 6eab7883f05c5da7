/* eslint-disable @n8n/community-nodes/no-restricted-globals,
   no-console
   -- commands print and start processes; they are never shipped */

import { runEndToEnd } from './support/endToEnd';
import { reportAndExit } from './support/jest';

/** `npm run test:e2e`: the package in a real n8n, two test files at a time. */
async function main(): Promise<void> {
	reportAndExit(await runEndToEnd(process.argv.slice(2)));
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	reportAndExit({ passed: 0, failed: 1, skipped: 0 });
});
