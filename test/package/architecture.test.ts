import ts from 'typescript';
import { listImports, visitAll } from './support/imports';
import { readShippedSources, type ProjectFile } from './support/projectFiles';

/** A house, by folder, and what its files may import; the first that matches a file counts. */
interface House {
	name: string;
	holds: RegExp;
	mayImport: RegExp;
}

const HOUSES: House[] = [
	{
		name: 'containers of videos',
		holds: /^nodes\/shared\/video\//,
		mayImport: /^nodes\/shared\/video\//,
	},
	{
		name: 'pictures',
		holds: /^nodes\/shared\/image\//,
		mayImport: /^nodes\/shared\/image\//,
	},
	{
		name: "TikTok's rules",
		holds: /^nodes\/shared\/tiktok\//,
		mayImport: /^(nodes\/shared\/(tiktok|video)(\/|$)|crypto$)/,
	},
	{
		name: 'n8n',
		holds: /^nodes\/shared\/n8n\//,
		mayImport:
			/^(nodes\/shared\/(tiktok|video|image|n8n)(\/|$)|credentials\/oauth\/|n8n-workflow$|crypto$)/,
	},
	{
		name: "n8n's errors",
		holds: /^nodes\/[^/]+\/[^/.]+\.ts$/,
		mayImport: /^(nodes\/shared\/|nodes\/[^/]+\/[^/.]+$|n8n-workflow$)/,
	},
	{
		name: 'actions, lists and triggers',
		holds: /^nodes\/[^/]+\/(actions|methods|trigger|serve)\//,
		mayImport:
			/^(nodes\/shared\/|nodes\/[^/]+\/(actions|methods|trigger|serve)\/|nodes\/[^/]+\/[^/.]+$|n8n-workflow$)/,
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

/** Clock, randomness, timers and I/O: the pure houses get their results as arguments. */
const IMPURE_NAMES = new Set([
	...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'performance', 'process'],
	...['fetch', 'console', 'globalThis', 'global', 'randomBytes', 'randomUUID', 'randomInt'],
]);

/**
 * The rooms of the two large houses, floor by floor from the ground up. A file knows its own room and those on the
 * floors below, so that what happens on a floor can be read without the floors above.
 */
const FLOORS: Readonly<Record<string, readonly string[][]>> = {
	'nodes/shared/tiktok/': [
		['limits', 'values'],
		['api'],
		['post', 'upload', 'videoRules', 'webhook'],
	],
	'nodes/shared/n8n/': [
		['clock', 'hints', 'runsAsTool'],
		['api'],
		['media'],
		['once'],
		['upload'],
		['publish'],
	],
};

const sources = readShippedSources();

describe('the houses', () => {
	it.each(sources)('$path imports only what its house may know', (file) => {
		expect(findForbiddenImports(file)).toEqual([]);
	});

	it.each(sources.filter(isPure))('$path has no clock, randomness, timer or I/O', (file) => {
		expect(findImpurities(file)).toEqual([]);
	});

	it('has no import cycle, types included', () => {
		expect(findCycles(sources)).toEqual([]);
	});
});

describe('the rooms', () => {
	it.each(sources.filter(isInHouse))('$path imports only from its room and from below', (file) => {
		expect(findClimbs(file)).toEqual([]);
	});

	it.each([
		['nodes/shared/n8n/media/a.ts', `import { b } from '../upload/b';`],
		['nodes/shared/n8n/media/url/a.ts', `import type { B } from '../../once/b';`],
		['nodes/shared/n8n/clock.ts', `import { b } from './api/b';`],
		['nodes/shared/tiktok/post/a.ts', `import { b } from '../upload/b';`],
		['nodes/shared/n8n/cellar/a.ts', ``],
	])('are refused in %s: %s', (path, text) => {
		expect(findClimbs({ path, text })).toHaveLength(1);
	});

	it('know what is below them', () => {
		const text = `import { b } from '../media/url/b'; import { c } from './c'; import '../clock';`;
		expect(findClimbs({ path: 'nodes/shared/n8n/upload/a.ts', text })).toEqual([]);
	});
});

describe('the checks themselves', () => {
	const INNER = 'nodes/shared/tiktok/a.ts';
	it.each([
		['nodes/shared/video/a.ts', `import { MAX } from '../tiktok/limits';`],
		['nodes/shared/image/a.ts', `import { inflateSync } from 'zlib';`],
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
	])('refuse in a pure house: %s', (text) => {
		expect(findImpurities({ path: INNER, text })).toHaveLength(1);
	});

	it('lets a pure house read a date that it was given', () => {
		expect(findImpurities({ path: INNER, text: `const day = new Date(atMs);` })).toEqual([]);
	});

	it.each(['import', 'import type'])('find a cycle through %s', (keyword) => {
		const cycle = findCycles([
			{ path: 'nodes/a.ts', text: `import './b';` },
			{ path: 'nodes/b.ts', text: `import './c';` },
			{ path: 'nodes/c.ts', text: `${keyword} { a } from './a';` },
		]);
		expect(cycle).not.toEqual([]);
	});
});

function isPure(file: ProjectFile): boolean {
	return /^nodes\/shared\/(?:tiktok|video|image)\//.test(file.path);
}

function findForbiddenImports(file: ProjectFile): string[] {
	const home = HOUSES.find(({ holds }) => holds.test(file.path));
	if (!home) return ['belongs to no house'];
	return listImports(file).filter((name) => !home.mayImport.test(name));
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

function isInHouse({ path }: ProjectFile): boolean {
	return Object.keys(FLOORS).some((house) => path.startsWith(house));
}

/** Imports from a room on the same floor or above, or from a room that has no floor. */
function findClimbs(file: ProjectFile): string[] {
	const [house, floors] = Object.entries(FLOORS).find(([path]) => file.path.startsWith(path)) ?? [];
	if (house === undefined || floors === undefined) return ['stands in no house'];
	const roomOf = (path: string) =>
		path.slice(house.length).replace(/\.ts$/, '').split('/')[0] ?? '';
	const floorOf = (path: string) => floors.findIndex((rooms) => rooms.includes(roomOf(path)));
	if (floorOf(file.path) === -1) return [`${roomOf(file.path)} has no floor`];
	return listImports(file)
		.filter((path) => path.startsWith(house) && roomOf(path) !== roomOf(file.path))
		.filter((path) => floorOf(path) === -1 || floorOf(path) >= floorOf(file.path));
}

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
		for (const next of listImports(file)) enter(next, [...trail, file.path]);
		finished.add(file.path);
	};
	for (const module of byModule.keys()) enter(module, []);
	return cycles;
}
