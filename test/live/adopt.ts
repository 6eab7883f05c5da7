/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals
   -- a command for developers; it is never shipped */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { OBSERVED_FILE, README_FILE, withSeenColumn, type Observed } from '../simulator/observed';
import { runOrThrow } from '../support/n8n/runCommand';
import { listQuestions } from './findings';

const ROOT = path.resolve(__dirname, '../..');
const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * Takes over what somebody's run has found: `observed.json` and the column of the simulator's README.
 *
 * @param to where both are
 * @throws Error when it is no report of this version's
 */
export async function adoptReport(
	file: string,
	to = { observed: OBSERVED_FILE, readme: README_FILE },
): Promise<void> {
	const { seenOn, switches = {} } = JSON.parse(await readFile(file, 'utf8')) as Observed;
	const known: string[] = listQuestions().map(([name]) => name);
	const unknown = Object.keys(switches).filter((name) => !known.includes(name));
	if (!DAY.test(seenOn ?? '') || unknown.length > 0) {
		throw new Error(`${file} is no report of this version: ${unknown.join(', ') || 'no day'}`);
	}
	const observed: Observed = { seenOn, switches };
	const readme = withSeenColumn(await readFile(to.readme, 'utf8'), observed);
	await writeFile(to.observed, `${JSON.stringify(observed, undefined, '\t')}\n`);
	await writeFile(to.readme, readme);
	const prettier = path.join(ROOT, 'node_modules/prettier/bin/prettier.cjs');
	const config = path.join(ROOT, '.prettierrc.js');
	const files = [to.observed, to.readme];
	const advice = 'Format both files by hand.';
	await runOrThrow(process.execPath, [prettier, '--config', config, '--write', ...files], advice);
}
