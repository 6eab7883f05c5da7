/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- test code runs in plain Node, not in n8n; test code is never shipped and may use Node and any library */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { OBSERVED, seenSwitches, withSeenColumn } from '../simulator/observed';
import { DEFAULT_SWITCHES } from '../simulator/switches';

const FOLDER = path.resolve(__dirname, '../simulator');
const readme = readFileSync(path.join(FOLDER, 'README.md'), 'utf8');
const source = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.ts'))
	.map((file) => readFileSync(path.join(FOLDER, file), 'utf8'))
	.join('\n');

/** First cells of the table rows under a heading. */
function firstCells(heading: string): string[] {
	const section = readme.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
	return [...section.matchAll(/^\| (.+?) \|/gm)].map((match) => match[1] ?? '');
}

/** Names in backticks. */
function namesIn(text: string): string[] {
	return [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
}

/** A table is the same whatever its columns are padded with. */
function unpadded(text: string): string {
	return text.replace(/ +\|/g, ' |').replace(/-{2,}/g, '--');
}

describe('what was seen at TikTok', () => {
	const SEEN = {
		seenOn: '2027-01-31',
		switches: { accessTtl: 86_400, refreshTtl: 'unknown', oauthErrorStatus: 'other: 401' },
	};

	test('names switches that there are, and is a column of the README', () => {
		const known = Object.keys(DEFAULT_SWITCHES);
		expect(Object.keys(OBSERVED.switches ?? {}).filter((name) => !known.includes(name))).toEqual(
			[],
		);
		expect(unpadded(readme)).toBe(unpadded(withSeenColumn(readme, OBSERVED)));
	});

	test('changes nothing as long as it is nothing, and can be taken back', () => {
		const without = withSeenColumn(readme, {});
		expect(without).not.toContain('Seen at TikTok');
		expect(withSeenColumn(withSeenColumn(without, SEEN), {})).toBe(without);
		expect(seenSwitches({})).toEqual({});
	});

	test('stands beside each switch; the simulator takes over what it can be', () => {
		const rows = withSeenColumn(readme, SEEN).split('\n');
		expect(rows.filter((row) => row.endsWith('| Seen at TikTok on 2027-01-31 |'))).toHaveLength(1);
		expect(rows.find((row) => row.includes('`accessTtl`'))).toMatch(
			/\| 86400, unknown, unknown \|$/,
		);
		expect(rows.find((row) => row.includes('`oauthErrorStatus`'))).toMatch(/\| other: 401 \|$/);
		expect(rows.find((row) => row.includes('`rePut`'))).toMatch(/\| {2}\|$/);
		expect(seenSwitches(SEEN)).toEqual({ accessTtl: 86_400 });
	});
});

describe('the README of the simulator', () => {
	test('lists exactly the rules whose violation the code records', () => {
		const RULE = /'((?:authorize|token|api|post|status|upload|display|unknown)-[a-z-]+)'/g;
		const inCode = new Set([...source.matchAll(RULE)].map((match) => match[1]));
		const listed = namesIn(firstCells('Violations').join());
		expect(listed.length).toBeGreaterThan(20);
		expect([...listed].sort()).toEqual([...inCode].sort());
	});

	test('lists exactly the switches there are', () => {
		const section = readme.split('## Switches\n')[1]?.split('\n## ')[0] ?? '';
		const cells = [...section.matchAll(/^\| ?[^|]*\| (`[^|]+) \|/gm)].map((match) => match[1]);
		expect(namesIn(cells.join()).sort()).toEqual(Object.keys(DEFAULT_SWITCHES).sort());
	});

	test('lists exactly the faults there are', () => {
		const union = /type FaultAction =([^;]+);/.exec(source)?.[1] ?? '';
		const inCode = [...union.matchAll(/'([a-z-]+)'/g)].map((match) => match[1]);
		expect(namesIn(firstCells('Faults').slice(1).join()).sort()).toEqual(inCode.sort());
	});

	test('links only to files that exist and to pages it gives an address for', () => {
		const files = [...readme.matchAll(/\]\(([^)h][^)]*)\)/g)].map((match) => match[1] ?? '');
		expect(files.length).toBeGreaterThan(30);
		for (const file of files)
			expect([file, existsSync(path.join(FOLDER, file))]).toEqual([file, true]);
		const pages = [...readme.matchAll(/(?<!`)\[([a-z-]+)\](?![(:])/g)].map((match) => match[1]);
		for (const page of pages)
			expect(readme).toContain(`\n[${page}]: https://developers.tiktok.com/`);
	});
});
