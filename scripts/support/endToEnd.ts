import { Listr } from 'listr2';

import { ensureN8n, packPackage } from '../../test/support/n8n';
import { runJest, type JestRun } from './jest';

/**
 * Runs the end-to-end tests in the n8n that the environment names (`N8N_VERSION`, `N8N_IMAGE`), which it installs
 * before. With `files`, only those whose paths contain one of them.
 */
export async function runEndToEnd(files: readonly string[]): Promise<JestRun> {
	await new Listr([
		{
			title: 'n8n there',
			task: async (_, task) => {
				await ensureN8n((message) => (task.output = message));
			},
		},
		{ title: 'package built and packed', task: async () => void (await packPackage()) },
	]).run();
	// While one n8n waits for TikTok's minutes, another works; and a test that failed half-way must not keep the run open.
	return await runJest(['e2e'], ['--maxWorkers=2', '--forceExit', ...files]);
}
