/* eslint-disable @n8n/community-nodes/no-restricted-imports, @typescript-eslint/no-require-imports -- runs in Jest on a developer's machine and never ships */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runGulp } from './support/gulp';
import { PACK_TIMEOUT_MS, unpackPackage, type PackedPackage } from './support/packedPackage';
import { listFiles, ROOT } from './support/projectFiles';

const GULP_TIMEOUT_MS = 60_000;
const MAX_UNPACKED_BYTES = 400_000;
const TOP_LEVEL = ['LICENSE.md', 'README.md', 'index.js', 'package.json'];
const NODE_FILE = 'dist/nodes/TikTokPost/TikTokPost.node.js';

let packed: PackedPackage;

beforeEach(async () => {
	packed = await unpackPackage();
}, PACK_TIMEOUT_MS);

afterEach(() => packed.remove());

describe('the packed package', () => {
	it('holds dist, index.js, package.json, the README and the licence, and nothing else', () => {
		const outsideDist = packed.files.filter((file) => !file.startsWith('dist/'));
		expect(outsideDist).toEqual(TOP_LEVEL);
	});

	it('holds one script for each class that n8n loads and for each house they share', () => {
		const houses = [
			'dist/credentials/oauth.js',
			'dist/nodes/TikTokPost/actions.js',
			...readdirSync(path.join(ROOT, 'nodes/shared')).map(
				(house) => `dist/nodes/shared/${house}.js`,
			),
		];
		const scripts = [...houses, ...listRegisteredFiles(packed.folder)];
		expect(packed.files.filter((file) => /^dist\/.*\.js$/.test(file))).toEqual(scripts.sort());
	});

	it('holds the codex of each node and every icon, where the file: references look for them', () => {
		const statics = listFiles('nodes', 'icons').filter((file) => /\.(json|svg)$/.test(file));
		const shipped = packed.files.filter((file) => /^dist\/.*\.(json|svg|png)$/.test(file));
		expect(shipped).toEqual(statics.map((file) => `dist/${file}`).sort());
	});

	it('holds nothing of the tests, the simulator, the sources or the compiler', () => {
		const foreign =
			/(^|\/)(test|tests|bench|scripts|docs|templates|node_modules)\/|\.ts$|\.map$|tsbuildinfo/;
		expect(packed.files.filter((file) => foreign.test(file))).toEqual([]);
	});

	it('stays under 400 kB unpacked', async () => {
		const sizes = packed.files.map(
			async (file) => (await stat(path.join(packed.folder, file))).size,
		);
		const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
		expect(bytes).toBeLessThan(MAX_UNPACKED_BYTES);
	});

	it('gives a tool that requires it the same classes that n8n loads', () => {
		const names = Object.keys(require(path.join(packed.folder, 'index.js')));
		expect(names.sort()).toEqual(listRegisteredClasses(packed.folder));
	});
});

describe('gulp check:dist', () => {
	it(
		'accepts what the build made',
		() => {
			expect(runGulp('check:dist', packed.folder)).toMatchObject({ code: 0 });
		},
		GULP_TIMEOUT_MS,
	);

	it.each([
		['a development dependency', `require('axios');`, 'requires axios'],
		["one of Node's own modules", `require('fs');`, 'requires fs'],
		['a dynamic import', `() => import('n8n-core');`, 'requires n8n-core'],
		['a computed name', `() => require('n8n-' + 'core');`, 'requires a computed name'],
		['a file that is not there', `() => require('./gone');`, 'requires ./gone'],
		['a file outside dist', `() => require('../../../index.js');`, 'requires ../../../index.js'],
		['a class that fails to load', `throw new Error('broken');`, 'does not load: broken'],
		['more than 400 kB', `/* ${'x'.repeat(MAX_UNPACKED_BYTES)} */`, 'the limit is 400000'],
	])(
		'refuses %s',
		async (_what, line, complaint) => {
			await appendFile(path.join(packed.folder, NODE_FILE), `\n;${line}\n`);
			const { code, output } = runGulp('check:dist', packed.folder);
			expect(output).toContain(complaint);
			expect(code).not.toBe(0);
		},
		GULP_TIMEOUT_MS,
	);

	it.each(['dist/icons/tiktok.dark.svg', 'dist/nodes/TikTokPost/TikTokPost.node.json'])(
		'refuses a package without %s',
		async (file) => {
			await rm(path.join(packed.folder, file));
			const { code, output } = runGulp('check:dist', packed.folder);
			expect(output).toContain(`${file}, which is missing`);
			expect(code).not.toBe(0);
		},
		GULP_TIMEOUT_MS,
	);
});

function listRegisteredFiles(folder: string): string[] {
	const { n8n } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[]; credentials: string[] };
	};
	return [...n8n.credentials, ...n8n.nodes];
}

function listRegisteredClasses(folder: string): string[] {
	return listRegisteredFiles(folder).map((file) => path.basename(file).split('.')[0] ?? '');
}

describe('gulp finish', () => {
	it(
		'bundles the sources, removes what the build copied from elsewhere, and puts icons and codex in place',
		async () => {
			const folder = await mkdtemp(path.join(os.tmpdir(), 'tiktok-post-finish-'));
			const put = async (file: string, text = '') => {
				await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
				await writeFile(path.join(folder, file), text);
			};
			const read = async (file: string) => await readFile(path.join(folder, file), 'utf8');
			await put('package.json', '{"n8n":{"nodes":["dist/nodes/A/A.node.js"]}}');
			await put(
				'nodes/A/A.node.ts',
				"import { TEXT } from '../shared/b/b';\nexport class A { t = TEXT; }",
			);
			await put('nodes/shared/b/b.ts', 'export const TEXT = `\n    ${[\n1]}\n    `;');
			await put('dist/nodes/shared/b/b.js', 'what the compiler wrote');
			await put('dist/test/fixtures/picture.png');
			await put('dist/docs/images/editor.png');
			await put('dist/tsconfig.tsbuildinfo');
			await put('nodes/A/A.node.json', '{"node":"a"}');
			await put('icons/a.svg', '<svg/>');

			expect(runGulp('finish', folder)).toMatchObject({ code: 0 });

			expect(await read('dist/nodes/A/A.node.js')).toMatch(
				/class A \{\n\t.+\n\}\n\nexports\.A = A;/,
			);
			expect(await read('dist/nodes/shared/b.js')).toContain('`\n    ${[\n\t1\n]}\n    `');
			expect(await read('dist/nodes/A/A.node.json')).toBe('{"node":"a"}');
			expect(await read('dist/icons/a.svg')).toBe('<svg/>');
			for (const gone of ['test', 'docs', 'tsconfig.tsbuildinfo', 'nodes/shared/b']) {
				expect(existsSync(path.join(folder, 'dist', gone))).toBe(false);
			}
			await rm(folder, { recursive: true });
		},
		GULP_TIMEOUT_MS,
	);
});
