/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Jest on a developer's machine and never ships */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { listFiles, readProjectFile, ROOT } from './support/projectFiles';

interface Manifest {
	[field: string]: unknown;
	name: string;
	keywords: string[];
	files: string[];
	scripts: Record<string, string>;
	devDependencies: Record<string, string>;
	n8n: { n8nNodesApiVersion: number; strict: boolean; nodes: string[]; credentials: string[] };
}

const manifest = JSON.parse(readProjectFile('package.json')) as Manifest;
const registered = [...manifest.n8n.nodes, ...manifest.n8n.credentials];

/** What n8n's nodes panel can sort a node under: https://docs.n8n.io/integrations/creating-nodes/build/reference/node-codex-files/ */
const CODEX_CATEGORIES = [
	...['Analytics', 'Communication', 'Data & Storage', 'Development', 'Finance & Accounting'],
	...['Marketing & Content', 'Miscellaneous', 'Productivity', 'Sales', 'Utility'],
];

/** npm runs these on the machine of whoever installs the package. */
const INSTALL_SCRIPTS = [
	...['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'postprepare'],
	...['prepack', 'postpack', 'prepublish', 'dependencies'],
];

describe('package.json', () => {
	it('is named so that n8n finds it and lists it as a community node', () => {
		expect(manifest.name).toBe('n8n-nodes-tiktok-post');
		expect(manifest.keywords).toContain('n8n-community-node-package');
		expect(manifest.license).toBe('MIT');
	});

	it('brings nothing along: no dependencies, and n8n-workflow in whatever version n8n has', () => {
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		for (const field of ['dependencies', 'optionalDependencies', 'bundleDependencies']) {
			expect(manifest).not.toHaveProperty(field);
		}
	});

	it('overrides nobody and runs nothing when it is installed', () => {
		for (const field of ['overrides', 'resolutions', 'bin', 'gypfile']) {
			expect(manifest).not.toHaveProperty(field);
		}
		expect(Object.keys(manifest.scripts).filter((name) => INSTALL_SCRIPTS.includes(name))).toEqual(
			[],
		);
	});

	it('has no command that CONTRIBUTING leaves out', () => {
		const commands = Object.entries(manifest.scripts).filter(([, run]) => run.includes('run.mjs'));
		const names = commands.map(([name]) =>
			['start', 'test'].includes(name) ? `\`npm ${name}\`` : `\`npm run ${name}\``,
		);
		expect(names).toContain('`npm run test:mutation`');
		const table = readProjectFile('CONTRIBUTING.md');
		expect(names.filter((name) => !table.includes(`| ${name} `))).toEqual([]);
	});

	it('ships dist and index.js only', () => {
		expect(manifest.files).toEqual(['dist', 'index.js']);
		expect(manifest.main).toBe('index.js');
	});

	it('is linted in strict mode, against n8n node API 1', () => {
		expect(manifest.n8n).toMatchObject({ n8nNodesApiVersion: 1, strict: true });
	});

	it('registers every node and credential there is, under the name of its source', () => {
		const sources = listFiles('nodes', 'credentials')
			.filter((file) => /\.(node|credentials)\.ts$/.test(file))
			.map((file) => `dist/${file.replace(/\.ts$/, '.js')}`);
		expect([...registered].sort()).toEqual(sources.sort());
	});

	it.each(registered)('%s has a source with a class of the same name', (file) => {
		const source = readProjectFile(file.replace(/^dist\//, '').replace(/\.js$/, '.ts'));
		const [className] = path.basename(file).split('.');
		expect(source).toMatch(new RegExp(`export class ${className} implements`));
	});

	it('pins every development dependency, so that two clones are the same', () => {
		const loose = Object.values(manifest.devDependencies).filter(
			(it) => !/^\d+\.\d+\.\d+/.test(it),
		);
		expect(loose).toEqual([]);
	});

	it('names a codex file for each node with the type that n8n gives it', () => {
		for (const file of manifest.n8n.nodes) {
			const codex = file.replace(/^dist\//, '').replace(/\.js$/, '.json');
			const [className = ''] = path.basename(file).split('.');
			const type = `${manifest.name}.${className.charAt(0).toLowerCase()}${className.slice(1)}`;
			const { node, categories } = JSON.parse(readProjectFile(codex)) as {
				node: string;
				categories: string[];
			};
			expect(node).toBe(type);
			expect(categories).toContain('Marketing & Content');
			expect(categories.filter((category) => !CODEX_CATEGORIES.includes(category))).toEqual([]);
		}
	});

	it('has a lock file that names no download address', () => {
		expect(readProjectFile('package-lock.json')).not.toMatch(/"resolved":\s*"https?:/);
		expect(existsSync(path.join(ROOT, 'npm-shrinkwrap.json'))).toBe(false);
	});
});
