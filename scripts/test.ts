/* eslint-disable @n8n/community-nodes/no-restricted-globals
   -- commands print and start processes; they are never shipped */

import { checkSources } from './support/checks';
import { reportAndExit, runJest } from './support/jest';

/** Test levels that need no installed n8n. */
const LEVELS = ['unit', 'property', 'contract', 'integration', 'package'];

/** `npm test`: types, lint, build, then every test level except e2e. */
async function main(): Promise<void> {
	const failedChecks = await checkSources();
	const filters = process.argv.slice(2);
	// A part of the tests can't cover everything.
	const counts = await runJest(LEVELS, filters.length > 0 ? filters : ['--coverage']);
	reportAndExit({ ...counts, failed: counts.failed + failedChecks });
}

void main();
