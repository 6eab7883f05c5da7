/* eslint-disable @n8n/community-nodes/no-dangerous-functions,
   @n8n/community-nodes/no-restricted-globals,
   @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests start processes; they are never shipped */

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { PROJECT_FOLDER } from '../../support/n8n/paths';

/** `npm start`, as a person would have started it. */
export interface Demo {
	process: ChildProcess;
	exitCode: Promise<number | null>;
	output(): string;
	errors(): string;
	lastLine(): unknown;
}

/** @param temporaryFolder receives its temporary files */
export function startDemo(temporaryFolder: string, args: string[]): Demo {
	const child = spawn(
		process.execPath,
		[join(PROJECT_FOLDER, 'scripts', 'run.mjs'), 'demo', ...args],
		{
			stdio: ['ignore', 'pipe', 'pipe'],
			env: { ...process.env, TMPDIR: temporaryFolder },
		},
	);
	let output = '';
	let errors = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
	child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
	return {
		process: child,
		exitCode: once(child, 'close').then(([code]) => code as number | null),
		output: () => output,
		errors: () => errors,
		lastLine: () => JSON.parse(output.trim().split('\n').at(-1) ?? ''),
	};
}
