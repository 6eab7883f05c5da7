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

/** The counts of one run of Jest, and its files. */
export interface JestRun extends TestCounts {
	/** How many files had tests that ran. */
	files: number;
	/** Paths of those in which a test failed, or that could not run. */
	failedFiles: string[];
}

/** What `countReporter.cjs` writes. */
interface JestCounts {
	numPassedTests: number;
	numFailedTests: number;
	numPendingTests: number;
	numTodoTests: number;
	numRuntimeErrorTestSuites: number;
	numTotalTestSuites: number;
	numPendingTestSuites: number;
	failedFiles: string[];
}

const COUNT_REPORTER = join(__dirname, 'countReporter.cjs');

/** Runs the given test levels and takes Jest's own counts; a Jest that breaks counts as a failure. */
export async function runJest(levels: string[], extraArgs: string[]): Promise<JestRun> {
	const folder = await mkdtemp(join(tmpdir(), 'jest-report-'));
	const countFile = join(folder, 'counts.json');
	try {
		// Paths come first: Jest takes everything behind a list option for part of the list.
		const args = [...extraArgs, '--reporters', 'default', '--reporters', COUNT_REPORTER];
		const code = await spawnJest([...args, '--selectProjects', ...levels], countFile);
		return countTests(code, await readFile(countFile, 'utf8').catch(() => undefined));
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

function countTests(code: number | null, countText: string | undefined): JestRun {
	if (countText === undefined) {
		return { passed: 0, failed: 1, skipped: 0, files: 0, failedFiles: [] };
	}
	const counts = JSON.parse(countText) as JestCounts;
	const failed = counts.numFailedTests + counts.numRuntimeErrorTestSuites;
	return {
		passed: counts.numPassedTests,
		// Jest can fail without a failed test: no test found, a crash in a global hook.
		failed: failed === 0 && code !== 0 ? 1 : failed,
		skipped: counts.numPendingTests + counts.numTodoTests,
		files: counts.numTotalTestSuites - counts.numPendingTestSuites,
		failedFiles: counts.failedFiles,
	};
}

async function spawnJest(args: string[], countFile: string): Promise<number | null> {
	const jest = join(PROJECT_FOLDER, 'node_modules', 'jest', 'bin', 'jest.js');
	const env = {
		...process.env,
		NODE_EXTRA_CA_CERTS: await writeCaBundle(),
		TEST_COUNT_FILE: countFile,
	};
	return await new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [jest, ...args], {
			cwd: PROJECT_FOLDER,
			env,
			stdio: 'inherit',
		});
		child.once('error', reject);
		child.once('close', (code, signal) => {
			if (signal) console.error(`Jest was ended by ${signal}`);
			resolve(code);
		});
	});
}

/**
 * Node.js reads extra certificate authorities only when it starts. The tests' own is added to the
 * one that this machine may already need, for instance to reach the npm registry.
 */
export async function writeCaBundle(): Promise<string> {
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
