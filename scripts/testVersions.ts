/* eslint-disable @n8n/community-nodes/no-restricted-globals,
   no-console
   -- commands print and start processes; they are never shipped */

import { ensureN8n } from '../test/support/n8n';
import { runEndToEnd } from './support/endToEnd';
import {
	addRun,
	formatRuns,
	keepRuns,
	readRuns,
	VERSIONS,
	type VersionRun,
} from './support/versionRuns';

/** What runs in an image: tests that need nothing of n8n but its address. */
const IMAGE_FILES = ['test/e2e/operations', 'test/e2e/rateLimit'];
const MS_PER_MINUTE = 60_000;
const DATE_LENGTH = '2026-11-26'.length;

/**
 * `npm run test:versions`: the end-to-end tests in one version of n8n after the other, or in those that
 * `N8N_VERSION` names ("2.36.0,2.41.1"), or in the container image that `N8N_IMAGE` names.
 */
async function main(): Promise<void> {
	const { N8N_IMAGE: image, N8N_VERSION: chosen } = process.env;
	const asked = process.argv.slice(2);
	const files = image && asked.length === 0 ? IMAGE_FILES : asked;
	const versions = chosen ? chosen.split(',') : VERSIONS;
	const runs: VersionRun[] = [];
	let unable = 0;
	for (const version of image ? [undefined] : versions) {
		if (version) process.env.N8N_VERSION = version;
		try {
			const run = await runOne(image, files);
			runs.push(run);
			keepRuns(addRun(readRuns(), run));
		} catch (error) {
			console.error(error instanceof Error ? error.message : error);
			unable += 1;
		}
	}
	if (runs.length > 0) console.log(`\n${formatRuns(runs)}`);
	process.exit(unable === 0 && runs.every(({ failed }) => failed === 0) ? 0 : 1);
}

/** A file with a failed test gets a second try alone: a busy machine fails tests, too. */
async function runOne(image: string | undefined, files: string[]): Promise<VersionRun> {
	const startedAt = Date.now();
	const { version } = await ensureN8n(console.log);
	console.log(`\nn8n ${version}`);
	process.env.N8N_VERSION = version;
	const first = await runEndToEnd(files);
	if (first.files === 0) throw new Error(`No test ran in n8n ${version}; nothing is kept of that.`);
	const isRepeated = first.failedFiles.length > 0;
	const failed = isRepeated ? (await runEndToEnd(first.failedFiles)).failed : first.failed;
	return {
		n8n: version,
		...(image && { image }),
		date: new Date().toISOString().slice(0, DATE_LENGTH),
		...(files.length > 0 && { only: files }),
		files: first.files,
		passed: first.passed,
		passedAgain: Math.max(first.failed - failed, 0),
		failed,
		skipped: first.skipped,
		minutes: Math.round((Date.now() - startedAt) / MS_PER_MINUTE),
	};
}

void main();
