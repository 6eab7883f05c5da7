/* eslint-disable @n8n/community-nodes/no-restricted-globals,
   no-console
   -- commands print and start processes; they are never shipped */

import { stopRunningCommands } from '../test/support/n8n/runCommand';
import { readDemoOptions } from './support/demoOptions';
import type { DemoResult } from './support/demoResult';
import { DemoSession } from './support/demoSession';
import { runDemoSteps } from './support/demoSteps';
import { printPlaces, printResult } from './support/demoSummary';

const INTERRUPTED_EXIT_CODE = 130;

/**
 * `npm start`: this package in a real n8n, posting a real video to the TikTok simulator. Stays up
 * until Ctrl-C, or with `--once` ends with one JSON object as the last line of its output.
 */
async function main(): Promise<void> {
	const options = readDemoOptions();
	const session = new DemoSession();
	const outcome: { result?: DemoResult } = {};
	onInterruption(async () => {
		stopRunningCommands();
		await session.close();
		process.exit(outcome.result?.ok ? 0 : INTERRUPTED_EXIT_CODE);
	});
	try {
		outcome.result = await runDemoSteps(session, options);
		printResult(outcome.result);
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		console.error(`\n${message}`);
		outcome.result = { ok: false, sha256_match: false, simulator_violations: 0, error: message };
	}
	if (outcome.result.ok && !options.once) {
		printPlaces(session.places);
		console.log('\nPress Ctrl-C to stop.');
		return;
	}
	stopRunningCommands();
	await session.close();
	if (options.once) console.log(JSON.stringify(outcome.result));
	process.exit(outcome.result.ok ? 0 : 1);
}

/** npm passes Ctrl-C on to its script, so that it arrives twice; the first one counts. */
function onInterruption(close: () => Promise<void>): void {
	let isClosing = false;
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			if (isClosing) return;
			isClosing = true;
			console.error('\nStopping n8n and the simulator …');
			void close();
		});
	}
}

void main();
