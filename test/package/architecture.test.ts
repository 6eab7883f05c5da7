import ts from 'typescript';
import { listImports, visitAll } from './support/imports';
import { readShippedSources, type ProjectFile } from './support/projectFiles';

/** A ring, by folder, and what its files may import; the first ring that matches a file counts. */
interface Ring {
	name: string;
	holds: RegExp;
	mayImport: RegExp;
}

const RINGS: Ring[] = [
	{
		name: "TikTok's rules",
		holds: /^nodes\/shared\/(tiktok|video)\//,
		mayImport: /^(nodes\/shared\/(tiktok|video)(\/|$)|crypto$)/,
	},
	{
		name: 'n8n',
		holds: /^nodes\/shared\/n8n\//,
		mayImport: /^(nodes\/shared\/(tiktok|video|n8n)(\/|$)|credentials\/oauth\/|n8n-workflow$|crypto$)/,
	},
	{
		name: "n8n's errors",
		holds: /^nodes\/[^/]+\/[^/.]+\.ts$/,
		mayImport: /^(nodes\/shared\/|nodes\/[^/]+\/[^/.]+$|n8n-workflow$)/,
	},
	{
		name: 'actions, lists and trigger',
		holds: /^nodes\/[^/]+\/(actions|methods|trigger)\//,
		mayImport:
			/^(nodes\/shared\/|nodes\/[^/]+\/(actions|methods|trigger)\/|nodes\/[^/]+\/[^/.]+$|n8n-workflow$)/,
	},
	{
		name: 'node class',
		holds: /^nodes\/[^/]+\/[^/]+\.node\.ts$/,
		mayImport: /^(nodes\/|n8n-workflow$)/,
	},
	{
		name: 'credential',
		holds: /^credentials\//,
		mayImport: /^(credentials\/|nodes\/shared\/tiktok\/|n8n-workflow$|crypto$)/,
	},
];

/** Clock, randomness, timers and I/O: the inner ring gets their results as arguments. */
const IMPURE_NAMES = new Set([
	...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'performance', 'process'],
	...['fetch', 'console', 'globalThis', 'global', 'randomBytes', 'randomUUID', 'randomInt'],
]);

const sources = readShippedSources();

describe('the three rings', () => {
	it.each(sources)('$path imports only what its ring may know', (file) => {
		expect(findForbiddenImports(file)).toEqual([]);
	});

	it.each(sources.filter(isPure))('$path has no clock, randomness, timer or I/O', (file) => {
		expect(findImpurities(file)).toEqual([]);
	});

	it('has no import cycle', () => {
		expect(findCycles(sources)).toEqual([]);
	});
});

describe('the checks themselves', () => {
	const INNER = 'nodes/shared/tiktok/a.ts';
	it.each([
		[INNER, `import type { IDataObject } from 'n8n-workflow';`],
		[INNER, `import { send } from '../n8n/send';`],
		[INNER, `export * from 'fs';`],
		[INNER, `type A = import('stream').Readable;`],
		['nodes/shared/n8n/a.ts', `import '../../TikTokPost/actions/router';`],
		['nodes/shared/n8n/a.ts', `const fs = require('fs');`],
		['nodes/TikTokPost/actions/a.ts', `import { TikTokPost } from '../TikTokPost.node';`],
		['nodes/TikTokPost/actions/a.ts', `await import('axios');`],
		['credentials/A.credentials.ts', `import '../nodes/shared/n8n/api/callTikTok';`],
		['nodes/elsewhere.ts', ``],
	])('refuse in %s: %s', (path, text) => {
		expect(findForbiddenImports({ path, text })).toHaveLength(1);
	});

	it.each([
		`const now = Date.now();`,
		`const now = new Date();`,
		`const luck = Math.random();`,
		`setTimeout(() => {}, 1);`,
		`console.log(1);`,
	])('refuse in the inner ring: %s', (text) => {
		expect(findImpurities({ path: INNER, text })).toHaveLength(1);
	});

	it('lets the inner ring read a date that it was given', () => {
		expect(findImpurities({ path: INNER, text: `const day = new Date(atMs);` })).toEqual([]);
	});

	it('let types refer to each other', () => {
		const files = [
			{ path: 'nodes/a.ts', text: `import type { B } from './b';` },
			{ path: 'nodes/b.ts', text: `import { a } from './a';` },
		];
		expect(findCycles(files)).toEqual([]);
	});

	it('find a cycle', () => {
		const cycle = findCycles([
			{ path: 'nodes/a.ts', text: `import './b';` },
			{ path: 'nodes/b.ts', text: `import './c';` },
			{ path: 'nodes/c.ts', text: `import './a';` },
		]);
		expect(cycle).not.toEqual([]);
	});
});

function isPure(file: ProjectFile): boolean {
	return RINGS[0]?.holds.test(file.path) === true;
}

function findForbiddenImports(file: ProjectFile): string[] {
	const ring = RINGS.find(({ holds }) => holds.test(file.path));
	if (!ring) return ['belongs to no ring'];
	return listImports(file).filter((name) => !ring.mayImport.test(name));
}

function findImpurities(file: ProjectFile): string[] {
	const found: string[] = [];
	visitAll(file, (node) => {
		if (isImpure(node)) found.push(node.getText());
	});
	return found;
}

function isImpure(node: ts.Node): boolean {
	if (ts.isNewExpression(node)) {
		return node.expression.getText() === 'Date' && !node.arguments?.length;
	}
	if (ts.isPropertyAccessExpression(node)) {
		return ['Date.now', 'Math.random'].includes(node.getText());
	}
	return ts.isIdentifier(node) && IMPURE_NAMES.has(node.text) && !isMemberName(node);
}

/** `result.process` or `{ process: 1 }` only share a name with the global. */
function isMemberName(node: ts.Identifier): boolean {
	const { parent } = node;
	return (
		(ts.isPropertyAccessExpression(parent) && parent.name === node) ||
		(ts.isPropertyAssignment(parent) && parent.name === node) ||
		(ts.isPropertySignature(parent) && parent.name === node)
	);
}

/** Type-only imports may go in circles: nothing of them is left at run time. */
function findCycles(files: ProjectFile[]): string[] {
	const byModule = new Map(files.map((file) => [file.path.replace(/\.ts$/, ''), file]));
	const finished = new Set<string>();
	const cycles: string[] = [];
	const enter = (module: string, trail: string[]) => {
		const file = byModule.get(module) ?? byModule.get(`${module}/index`);
		if (!file || finished.has(file.path)) return;
		if (trail.includes(file.path)) {
			cycles.push([...trail.slice(trail.indexOf(file.path)), file.path].join(' -> '));
			return;
		}
		for (const next of listImports(file, { runtimeOnly: true })) enter(next, [...trail, file.path]);
		finished.add(file.path);
	};
	for (const module of byModule.keys()) enter(module, []);
	return cycles;
}
