/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- runs in Jest on a developer's machine and never ships */
import { execFileSync } from 'node:child_process';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { PACK_TIMEOUT_MS, unpackPackage, type PackedPackage } from './support/packedPackage';
import { readShippedSources, ROOT } from './support/projectFiles';

const LINT_TIMEOUT_MS = 120_000;
const SUPPRESSION =
	/eslint-disable|eslint-enable|eslint\s+[\w@/-]+:|@ts-(ignore|expect-error|nocheck)/;

interface LintResult {
	files: number;
	complaints: string[];
}

/** Own process: the plugins are ES modules, which Jest can't load. */
function lintForVerification(folder: string, ...patterns: string[]): LintResult {
	const script = path.join(__dirname, 'support/verificationLint.mjs');
	// With NODE_ENV "test", which Jest sets, n8n's rules take every file for one of their own examples.
	const env = { ...process.env, NODE_ENV: 'production' };
	const args = [script, folder, ...patterns];
	const answer = execFileSync(process.execPath, args, { encoding: 'utf8', env });
	return JSON.parse(answer) as LintResult;
}

let packed: PackedPackage;

beforeAll(async () => {
	packed = await unpackPackage();
}, PACK_TIMEOUT_MS);

afterAll(() => packed.remove());

describe("n8n's verification", () => {
	it(
		'finds nothing in the sources, with every suppression ignored',
		() => {
			const found = lintForVerification(ROOT, 'package.json', '{nodes,credentials}/**/*.{ts,json}');
			expect(found.complaints).toEqual([]);
			expect(found.files).toBeGreaterThan(readShippedSources().length);
		},
		LINT_TIMEOUT_MS,
	);

	it(
		'finds nothing in the JavaScript that ships',
		() => {
			const found = lintForVerification(packed.folder, '**/*.js', 'package.json');
			expect(found.complaints).toEqual([]);
			const scripts = packed.files.filter((file) => file.endsWith('.js'));
			expect(found.files).toBe(scripts.length + 1);
		},
		LINT_TIMEOUT_MS,
	);

	it(
		'would find what it looks for',
		async () => {
			const folder = await mkdtemp(path.join(os.tmpdir(), 'tiktok-post-lint-'));
			await mkdir(path.join(folder, 'nodes/A'), { recursive: true });
			const put = (file: string, text: string) => writeFile(path.join(folder, file), text);
			await put('package.json', '{"name":"n8n-nodes-a","overrides":{}}');
			await put('nodes/A/a.js', `/* eslint-disable */\nrequire('fs');\nconsole.log(process.env);`);
			await put(
				'nodes/A/A.node.ts',
				`export const p = { displayName: 'on', type: 'boolean', name: 'on', default: 1 };`,
			);

			const found = lintForVerification(folder, 'package.json', 'nodes/**/*.{js,ts}');

			expect(found.complaints.join('\n')).toEqual(expect.stringContaining('no-overrides-field'));
			for (const rule of ['no-restricted-imports', 'no-console', 'no-restricted-globals']) {
				expect(found.complaints.join('\n')).toEqual(expect.stringContaining(rule));
			}
			expect(found.complaints.join('\n')).toEqual(
				expect.stringContaining('node-param-default-wrong-for-boolean'),
			);
			await rm(folder, { recursive: true });
		},
		LINT_TIMEOUT_MS,
	);
});

describe('the shipped sources', () => {
	it.each(readShippedSources())('$path suppresses no lint or type error', ({ text }) => {
		expect(text).not.toMatch(SUPPRESSION);
	});

	it.each(readShippedSources())('$path contains no `any`', (file) => {
		expect(countAnyTypes(file.text)).toBe(0);
	});
});

function countAnyTypes(text: string): number {
	let count = 0;
	const visit = (node: ts.Node) => {
		if (node.kind === ts.SyntaxKind.AnyKeyword) count += 1;
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest));
	return count;
}
