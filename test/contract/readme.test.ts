/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- test code runs in plain Node, not in n8n; test code is never shipped and may use Node and any library */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
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
