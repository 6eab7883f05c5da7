/* eslint-disable no-console -- commands print and start processes; they are never shipped */

import { Listr } from 'listr2';

import { packPackage } from '../../test/support/n8n';
import { cleanEnvironment, runCommand } from '../../test/support/n8n/runCommand';

/** What is checked; a check returns what is wrong. */
const CHECKS: ReadonlyArray<{ title: string; check(): Promise<string | undefined> }> = [
	{ title: 'types', check: async () => await runScript('typecheck') },
	{ title: 'n8n lint', check: async () => await runScript('lint') },
	// And packed, which the package tests need: the same sources are not built twice.
	{ title: 'build', check: tryToBuild },
];

/**
 * Type check, n8n's strict lint and the build, side by side. A failed one prints its output and the others
 * still run, so that one look shows everything. Returns how many failed.
 */
export async function checkSources(): Promise<number> {
	const failures: string[] = [];
	const tasks = new Listr(
		CHECKS.map(({ title, check }) => ({
			title,
			task: async () => {
				const failure = await check();
				if (failure === undefined) return;
				failures.push(failure);
				throw new Error(`${title}: failed`);
			},
		})),
		{ concurrent: true, exitOnError: false },
	);
	await tasks.run();
	for (const failure of failures) console.error(`\n${failure}`);
	return failures.length;
}

async function runScript(script: string): Promise<string | undefined> {
	const { code, stdout, stderr } = await runCommand('npm', ['run', '--silent', script], {
		env: cleanEnvironment(),
	});
	return code === 0 ? undefined : `"npm run ${script}" failed:\n${stdout}${stderr}`;
}

async function tryToBuild(): Promise<string | undefined> {
	try {
		await packPackage();
		return undefined;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}
