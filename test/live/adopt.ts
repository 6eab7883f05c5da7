/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals
   -- a command for developers; it is never shipped */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
	OBSERVED_FILE,
	OTHER,
	README_FILE,
	UNKNOWN,
	withSeenColumn,
	type Observed,
} from '../simulator/observed';
import { DEFAULT_SWITCHES } from '../simulator/switches';
import { asObject } from '../support/tested/tiktok';
import { runOrThrow } from '../support/n8n/runCommand';

const ROOT = path.resolve(__dirname, '../..');
const DAY = /^\d{4}-\d\d-\d\d$/;
/** Anybody may have written it, and it becomes a cell of a table. */
const PLAIN = /^[\w .:,-]{1,80}$/;

/**
 * Takes over what somebody's run has found: `observed.json` and the column of the simulator's README. What it has not
 * found stays as an earlier one has.
 *
 * @param to where both are
 * @throws Error when it is no report of this version's
 */
export async function adoptReport(
	file: string,
	to = { observed: OBSERVED_FILE, readme: README_FILE },
): Promise<void> {
	const { seenOn, switches = {} } = readReport(await readFile(file, 'utf8'));
	const wrong = Object.entries(switches).filter(([name, position]) => !canBe(name, position));
	if (!DAY.test(seenOn ?? '') || wrong.length > 0) {
		const names = wrong.map(([name]) => name).join(', ');
		throw new Error(`${file} is no report of this version: ${names || 'no day'}`);
	}
	// Several people, and runs of some checks alone, fill the table together.
	const earlier = readReport(await readFile(to.observed, 'utf8').catch(() => ''));
	const kept = Object.entries(earlier.switches ?? {}).filter(([name, it]) => canBe(name, it));
	const [day] = [seenOn ?? '', earlier.seenOn ?? ''].sort().reverse();
	const seen = Object.entries(switches).filter(([, position]) => position !== UNKNOWN);
	const observed: Observed = {
		seenOn: day,
		switches: { ...switches, ...Object.fromEntries(kept), ...Object.fromEntries(seen) },
	};
	const readme = withSeenColumn(await readFile(to.readme, 'utf8'), observed);
	await writeFile(to.observed, `${JSON.stringify(observed, undefined, '\t')}\n`);
	await writeFile(to.readme, readme);
	const prettier = path.join(ROOT, 'node_modules/prettier/bin/prettier.cjs');
	const config = path.join(ROOT, '.prettierrc.js');
	const files = [to.observed, to.readme];
	const advice = 'Format both files by hand.';
	await runOrThrow(process.execPath, [prettier, '--config', config, '--write', ...files], advice);
}

function readReport(text: string): Observed {
	try {
		return (asObject(JSON.parse(text)) ?? {}) as Observed;
	} catch {
		return {};
	}
}

/** Whether a switch of that name can have been seen like this. */
function canBe(name: string, position: unknown): boolean {
	const usual = new Map<string, unknown>(Object.entries(DEFAULT_SWITCHES)).get(name);
	if (usual === undefined || !PLAIN.test(String(position))) return false;
	const isSpecial =
		typeof position === 'string' && (position === UNKNOWN || position.startsWith(OTHER));
	return isSpecial || usual === null || position === null || typeof position === typeof usual;
}
