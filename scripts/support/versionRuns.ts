/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- commands read and write files; they are never shipped */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { PROJECT_FOLDER } from '../../test/support/n8n/paths';
import { defaultVersion } from '../../test/support/n8n/recipe';

/** The oldest version of n8n that is promised, two between, and the one that the tests are written for. */
export const VERSIONS = ['2.36.0', '2.37.5', '2.40.7', defaultVersion()] as const;

/** What the end-to-end tests came to in one version of n8n. */
export interface VersionRun {
	/** Version of n8n. */
	n8n: string;
	/** The container image it came in; installed from npm if left out. */
	image?: string;
	/** The day, as "2026-11-26". */
	date: string;
	/** What was asked for of the test files; all of them if left out. */
	only?: string[];
	/** How many test files had tests that ran. */
	files: number;
	/** Tests that passed at once. */
	passed: number;
	/** Tests that failed at first, and passed when their file was repeated alone. */
	passedAgain: number;
	failed: number;
	skipped: number;
	minutes: number;
}

/** Where `npm run test:versions` keeps what it saw. */
export const RUNS_FILE = 'test/e2e/versions.json';
/** The page that shows it. */
export const RUNS_PAGE = 'docs/installation.md';

const HEAD = [
	'n8n',
	'run on',
	'test files',
	'passed',
	'when repeated',
	'failed',
	'skipped',
	'minutes',
];
const TABLE = new RegExp(`\\| ${HEAD[0] ?? ''} +\\| ${HEAD[1] ?? ''} .*\\n(\\|.*\\n)+`);

/** Oldest version first. */
export function readRuns(): VersionRun[] {
	return JSON.parse(readFileSync(join(PROJECT_FOLDER, RUNS_FILE), 'utf8')) as VersionRun[];
}

/** Keeps runs, and shows them on {@link RUNS_PAGE}. */
export function keepRuns(runs: readonly VersionRun[]): void {
	writeFileSync(join(PROJECT_FOLDER, RUNS_FILE), `${JSON.stringify(runs, null, '\t')}\n`);
	const page = join(PROJECT_FOLDER, RUNS_PAGE);
	const text = readFileSync(page, 'utf8');
	writeFileSync(
		page,
		text.replace(TABLE, () => formatRuns(runs)),
	);
}

/** The runs and a new one, which takes the place of the one before it; a part never that of a whole run. */
export function addRun(runs: readonly VersionRun[], run: VersionRun): VersionRun[] {
	const isSame = ({ n8n, image }: VersionRun) => n8n === run.n8n && image === run.image;
	if (run.only && runs.some((other) => isSame(other) && !other.only)) return [...runs];
	const others = runs.filter((other) => !isSame(other));
	return [...others, run].sort((a, b) => a.n8n.localeCompare(b.n8n, 'en', { numeric: true }));
}

/** A table in Markdown, as Prettier leaves it. */
export function formatRuns(runs: readonly VersionRun[]): string {
	const rows = [HEAD, ...runs.map(toCells)];
	const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
	const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)));
	const rule = widths.map((width) => '-'.repeat(width));
	const [head = [], ...body] = lines;
	return [head, rule, ...body].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

function toCells(run: VersionRun): string[] {
	const { n8n, image, date, only, files, passed, passedAgain, failed, skipped, minutes } = run;
	return [
		image ? `${n8n} (image)` : n8n,
		date,
		only ? `${files}: ${only.join(', ')}` : `all ${files}`,
		...[passed, passedAgain, failed, skipped, minutes].map(String),
	];
}
