/* eslint-disable @n8n/community-nodes/no-dangerous-functions,
   @n8n/community-nodes/no-restricted-globals,
   @n8n/community-nodes/no-restricted-imports,
   no-console
   -- commands print and start processes; they are never shipped */

import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openCertificateAuthority } from '../../test/support/routing';
import { CACHE_FOLDER, PROJECT_FOLDER } from '../../test/support/n8n/paths';

/** How many tests ended which way. A test file that could not run counts as one failed test. */
export interface TestCounts {
	passed: number;
	failed: number;
	skipped: number;
}

/** The counts of Jest's JSON report that say how a run went. */
interface JestReport {
	numPassedTests: number;
	numFailedTests: number;
	numPendingTests: number;
	numTodoTests: number;
	numRuntimeErrorTestSuites: number;
}

/** Runs the given test levels and counts from Jest's own report; a Jest that breaks counts as a failure. */
export async function runJest(levels: string[], extraArgs: string[]): Promise<TestCounts> {
	const folder = await mkdtemp(join(tmpdir(), 'jest-report-'));
	const reportFile = join(folder, 'report.json');
	try {
		const code = await spawnJest([
			...['--selectProjects', ...levels],
			...['--json', '--outputFile', reportFile],
			...extraArgs,
		]);
		const report = await readFile(reportFile, 'utf8').catch(() => undefined);
		return countTests(code, report);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

function countTests(code: number | null, reportText: string | undefined): TestCounts {
	if (reportText === undefined) return { passed: 0, failed: 1, skipped: 0 };
	const report = JSON.parse(reportText) as JestReport;
	const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
	return {
		passed: report.numPassedTests,
		// Jest can fail without a failed test: no test found, a crash in a global hook.
		failed: failed === 0 && code !== 0 ? 1 : failed,
		skipped: report.numPendingTests + report.numTodoTests,
	};
}

async function spawnJest(args: string[]): Promise<number | null> {
	const jest = join(PROJECT_FOLDER, 'node_modules', 'jest', 'bin', 'jest.js');
	const env = { ...process.env, NODE_EXTRA_CA_CERTS: await writeCaBundle() };
	return await new Promise((resolve, reject) => {
		// The report goes to a file, so Jest's standard output would repeat it; people read the rest.
		const child = spawn(process.execPath, [jest, ...args], {
			cwd: PROJECT_FOLDER,
			env,
			stdio: ['inherit', 'ignore', 'inherit'],
		});
		child.once('error', reject);
		child.once('close', resolve);
	});
}

/**
 * Node.js reads extra certificate authorities only when it starts. The tests' own is added to the
 * one that this machine may already need, for instance to reach the npm registry.
 */
async function writeCaBundle(): Promise<string> {
	const { caPem } = await openCertificateAuthority();
	const existing = process.env.NODE_EXTRA_CA_CERTS;
	const inherited = existing ? await readFile(existing, 'utf8').catch(() => '') : '';
	const file = join(CACHE_FOLDER, 'test-authorities.pem');
	await mkdir(CACHE_FOLDER, { recursive: true });
	await writeFile(file, `${inherited}\n${caPem}\n`);
	return file;
}

/** Prints the closing line of a test command and ends the process with its exit code. */
export function reportAndExit({ passed, failed, skipped }: TestCounts): never {
	const tail = skipped > 0 ? `, ${skipped} skipped` : '';
	console.log(`\n${passed} passed, ${failed} failed${tail}`);
	process.exit(failed === 0 ? 0 : 1);
}
