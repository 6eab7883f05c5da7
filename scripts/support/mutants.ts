/* eslint-disable @n8n/community-nodes/no-restricted-imports -- commands read and write files; they are never shipped */

import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Ring } from '../../test/mutation/rings';
import { describeMutant, isMissed, listExcused, type Mutant } from '../../test/mutation/survivors';

/** What is used of Stryker. Its own types are for projects of modules. */
interface StrykerModule {
	readonly Stryker: new (options: object) => { runMutationTest(): Promise<unknown> };
}

/** Of Stryker's report, by path from the project's folder on. */
interface StrykerReport {
	readonly files: Record<string, { readonly source: string; mutants: Mutant[] }>;
}

/** A mutant and the line that says what it is. */
export interface NamedMutant extends Mutant {
	readonly line: string;
}

const STRYKER: string = '@stryker-mutator/core';
const FOLDER = '.cache/mutation';
/** Not in the project, where lint and tests would find them meanwhile. */
const COPIES_FOLDER = join(tmpdir(), 'tiktok-post-mutation');
/** On a busy machine a test must not be taken for an endless loop: those count as found. */
const PATIENCE_MS = 10_000;

/**
 * Changes a copy of the ring's sources in one place after the other, and runs the tests that reach it each time. What
 * came out is kept in `.cache/mutation`: a mutant is tried again only where its code or the test that found it has
 * changed, or where it was missed without being excused.
 */
export async function tryMutants(
	name: string,
	{ sources, tests }: Ring,
	isForced: boolean,
): Promise<NamedMutant[]> {
	const reportFile = `${FOLDER}/${name}.json`;
	await forgetMissed(reportFile);
	const { Stryker } = (await import(STRYKER)) as StrykerModule;
	const stryker = new Stryker({
		mutate: sources,
		testRunner: 'covering-files',
		plugins: ['./test/mutation/coveringFiles.mjs'],
		jest: {
			projectType: 'custom',
			configFile: 'test/mutation/jest.config.js',
			config: { testMatch: tests.map((test) => `<rootDir>/test/${test}.test.ts`) },
			enableFindRelatedTests: false,
		},
		coverageAnalysis: 'perTest',
		incremental: true,
		incrementalFile: reportFile,
		force: isForced,
		timeoutMS: PATIENCE_MS,
		tempDirName: COPIES_FOLDER,
		ignorePatterns: ['.cache/*', '!.cache/certificates', 'dist', 'coverage'],
		reporters: ['progress-append-only'],
		logLevel: 'warn',
		warnings: { slow: false },
	});
	await stryker.runMutationTest();
	return listMutants(await readReport(reportFile));
}

/** Stryker takes a test that was added for one that can't find a mutant of code that runs when it is loaded. */
async function forgetMissed(reportFile: string): Promise<void> {
	const report = await readReport(reportFile);
	const excused = listExcused();
	for (const [file, entry] of Object.entries(report.files)) {
		const isKept = (mutant: Mutant) =>
			!isMissed(mutant) || excused.includes(describeMutant(file, entry.source, mutant));
		entry.mutants = entry.mutants.filter(isKept);
	}
	if (Object.keys(report.files).length > 0) await writeFile(reportFile, JSON.stringify(report));
}

function listMutants({ files }: StrykerReport): NamedMutant[] {
	return Object.entries(files).flatMap(([file, { source, mutants }]) =>
		mutants.map((mutant) => ({ ...mutant, line: describeMutant(file, source, mutant) })),
	);
}

async function readReport(reportFile: string): Promise<StrykerReport> {
	const text = await readFile(reportFile, 'utf8').catch(() => '{ "files": {} }');
	return JSON.parse(text) as StrykerReport;
}
