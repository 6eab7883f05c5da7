/* eslint-disable @n8n/community-nodes/no-restricted-globals,
   no-console
   -- commands print and start processes; they are never shipped */

import { reportAndExit, runJest } from './support/jest';

/** Tests that look at more where they are given the time. */
const DEEP_TESTS = [
	'test/property/',
	'test/integration/credentials/histories',
	'test/integration/exactlyOnce/histories',
	'test/integration/hostile/',
	'test/integration/uploads/faults',
];
const LARGEST_SEED = 2 ** 31;

/**
 * `npm run test:deep`: all combinations of faults, and many more random cases than `npm test`, new ones each
 * time. `RANDOM_SEED=<number>` repeats a run.
 */
async function main(): Promise<void> {
	process.env.TEST_SCALE = 'deep';
	process.env.RANDOM_SEED ??= String(Math.floor(Math.random() * LARGEST_SEED));
	const { RANDOM_SEED } = process.env;
	console.log(`Random cases are drawn from RANDOM_SEED=${RANDOM_SEED}`);
	const counts = await runJest(
		['property', 'integration'],
		[...DEEP_TESTS, ...process.argv.slice(2)],
	);
	console.log(`\nTo repeat this run: RANDOM_SEED=${RANDOM_SEED} npm run test:deep`);
	reportAndExit(counts);
}

void main();
