/* eslint-disable no-console -- commands print and start processes; they are never shipped */

import { Listr } from 'listr2';

import { cleanEnvironment, runCommand } from '../../test/support/n8n/runCommand';

const CHECKS = [
	{ title: 'types', script: 'typecheck' },
	{ title: 'n8n lint', script: 'lint' },
	{ title: 'build', script: 'build' },
];

/**
 * Type check, n8n's strict lint and the build, side by side. A failed one prints its output and the others
 * still run, so that one look shows everything. Returns how many failed.
 */
export async function checkSources(): Promise<number> {
	const failures: string[] = [];
	const tasks = new Listr(
		CHECKS.map(({ title, script }) => ({
			title,
			task: async () => {
				const { code, stdout, stderr } = await runCommand('npm', ['run', '--silent', script], {
					env: cleanEnvironment(),
				});
				if (code === 0) return;
				failures.push(`"npm run ${script}" failed:\n${stdout}${stderr}`);
				throw new Error(`${title}: failed`);
			},
		})),
		{ concurrent: true, exitOnError: false },
	);
	await tasks.run();
	for (const failure of failures) console.error(`\n${failure}`);
	return failures.length;
}
