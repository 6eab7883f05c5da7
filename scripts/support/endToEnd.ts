/* eslint-disable @n8n/community-nodes/no-restricted-imports -- commands read folders; they are never shipped */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { Listr } from 'listr2';

import { ensureN8n, packPackage } from '../../test/support/n8n';
import { PROJECT_FOLDER } from '../../test/support/n8n/paths';
import { addRuns, runJest, type JestRun } from './jest';

const FOLDER = join(PROJECT_FOLDER, 'test', 'e2e');

/** They wait for real minutes, TikTok's and the clock's, and leave the machine idle: they run beside the others. */
const MOSTLY_WAITING = ['templatesCalendar.test.ts', 'templatesRestart.test.ts'];

/**
 * Runs the end-to-end tests in the n8n that the environment names (`N8N_VERSION`, `N8N_IMAGE`), which it installs
 * before. With `parts`, only the files whose paths contain one of them.
 *
 * @throws Error where no path does
 */
export async function runEndToEnd(parts: readonly string[]): Promise<JestRun> {
	const files = await listFiles(parts);
	if (files.length === 0) throw new Error(`No file in ${FOLDER} matches ${parts.join(', ')}`);
	await new Listr([
		{
			title: 'n8n there',
			task: async (_, task) => {
				await ensureN8n((message) => (task.output = message));
			},
		},
		{ title: 'package built and packed', task: async () => void (await packPackage()) },
	]).run();
	const isWaiting = (file: string) => MOSTLY_WAITING.some((name) => file.endsWith(name));
	const lanes = [files.filter(isWaiting), files.filter((file) => !isWaiting(file))];
	return addRuns(await Promise.all(lanes.filter(({ length }) => length > 0).map(runLane)));
}

/** One instance of n8n at a time; and a test that failed half-way must not keep the run open. */
async function runLane(files: readonly string[]): Promise<JestRun> {
	return await runJest(['e2e'], ['--runInBand', '--forceExit', '--runTestsByPath', ...files]);
}

async function listFiles(parts: readonly string[]): Promise<string[]> {
	const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.test.ts'));
	const files = names.map((name) => join(FOLDER, name));
	return files.filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)));
}
