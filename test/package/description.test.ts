/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Jest on a developer's machine and never ships */
import type { ICredentialType, INodeProperties, INodeType } from 'n8n-workflow';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { parse } from './support/imports';
import { PACK_TIMEOUT_MS, unpackPackage, type PackedPackage } from './support/packedPackage';
import { readShippedSources } from './support/projectFiles';
import {
	listChoices,
	listProperties,
	loadCredentials,
	loadNodes,
	type Shipped,
} from './support/shippedClasses';

const WRONG_IN_TEXT = /\p{Extended_Pictographic}|\bTODO\b|lorem|\s{2,}|^\s|\s$/iu;

let packed: PackedPackage;
let nodes: Array<Shipped<INodeType>> = [];
let credentials: Array<Shipped<ICredentialType>> = [];

beforeAll(async () => {
	packed = await unpackPackage();
	nodes = loadNodes(packed.folder);
	credentials = loadCredentials(packed.folder);
}, PACK_TIMEOUT_MS);

afterAll(() => packed.remove());

describe('the node in the editor', () => {
	it('has what the nodes panel and the canvas show', () => {
		for (const { instance } of nodes) {
			const { description } = instance;
			expect(description.displayName).toMatch(/^TikTok Post/);
			expect(description.description).toMatch(/^\S.+\S$/);
			expect(description.subtitle).toMatch(/^=\{\{.+\}\}$/);
			expect(description.group.length).toBeGreaterThan(0);
			expect(description.defaults.name).toBe(description.displayName);
			expect(description.outputs).toEqual(['main']);
		}
	});

	it('can be a tool of an AI agent unless it is a trigger', () => {
		for (const { instance } of nodes) {
			const isTrigger = instance.description.group.includes('trigger');
			expect(instance.description.usableAsTool).toBe(isTrigger ? undefined : true);
		}
	});

	it('asks for the credential of this package', () => {
		for (const { instance } of nodes) {
			expect(instance.description.credentials).toEqual([
				expect.objectContaining({ name: 'tikTokOAuth2Api', required: true }),
			]);
		}
		expect(credentials.map(({ instance }) => instance.name)).toEqual(['tikTokOAuth2Api']);
	});

	it('has a light and a dark icon of equal size that differ, on the credential as well', () => {
		for (const { file, icon } of listIcons()) {
			expect(icon).toEqual({
				light: expect.stringMatching(/^file:.+\.svg$/),
				dark: expect.stringMatching(/^file:.+\.svg$/),
			});
			const [lightSvg, darkSvg] = Object.values(icon as Record<string, string>).map((name) =>
				readFileSync(path.resolve(path.dirname(file), name.replace('file:', '')), 'utf8'),
			) as [string, string];
			expect(lightSvg).not.toBe(darkSvg);
			expect(lightSvg).toContain('viewBox="0 0 60 60"');
			expect(lightSvg.replace(/#[0-9a-f]{6}/g, '')).toBe(darkSvg.replace(/#[0-9a-f]{6}/g, ''));
		}
	});
});

describe('the parameters', () => {
	it('each have a label, an internal name in camelCase and a default', () => {
		for (const { path: place, property } of listAllProperties()) {
			expect([place, property.displayName]).toEqual([place, expect.stringMatching(/^\S.*\S$/)]);
			expect([place, property.name]).toEqual([place, expect.stringMatching(/^[a-z][A-Za-z0-9]*$/)]);
			expect([place, property.default]).toEqual([place, expect.anything()]);
		}
	});

	it('and their choices speak in clean text', () => {
		for (const { path: place, property } of listAllProperties()) {
			const choices = listChoices(property).flatMap((it) => [it.name, it.description, it.action]);
			for (const text of [property.displayName, property.description, ...choices]) {
				if (text) expect([place, text]).toEqual([place, expect.not.stringMatching(WRONG_IN_TEXT)]);
			}
		}
	});

	it('speak of what failed without the word "error", which frightens people', () => {
		const texts = listAllProperties().flatMap(({ property }) => [
			...[property.displayName, property.description, property.hint, property.placeholder],
			...listChoices(property).flatMap((it) => [it.name, it.description, it.action]),
		]);
		expect(texts.filter((text) => /\berrors?\b/i.test(text ?? ''))).toEqual([]);
	});

	it('that ask yes or no say "Whether" and start as a boolean', () => {
		const booleans = listAllProperties().filter(({ property }) => property.type === 'boolean');
		expect(booleans.length).toBeGreaterThan(0);
		for (const { path: place, property } of booleans) {
			expect([place, property.description]).toEqual([place, expect.stringMatching(/^Whether /)]);
			expect([place, typeof property.default]).toEqual([place, 'boolean']);
		}
	});

	it('start on a choice that exists', () => {
		for (const { path: place, property } of listAllProperties()) {
			const values = listChoices(property).map((choice) => choice.value);
			if (property.type !== 'options' || values.length === 0) continue;
			expect([place, values]).toEqual([place, expect.arrayContaining([property.default])]);
		}
	});

	it('are shown for values that other parameters can really have', () => {
		for (const { path: place, property } of listAllProperties()) {
			const { show = {}, hide = {} } = property.displayOptions ?? {};
			for (const [name, values] of [...Object.entries(show), ...Object.entries(hide)]) {
				if (name.startsWith('@')) continue;
				const targets = findProperties(name.replace(/^\//, ''));
				expect([place, name, targets.length > 0]).toEqual([place, name, true]);
				const possible = targets.flatMap((it) => listChoices(it).map((choice) => choice.value));
				if (possible.length === 0) continue;
				expect(possible).toEqual(expect.arrayContaining(values as unknown[]));
			}
		}
	});

	it('that load their choices name a method the node has', () => {
		for (const { instance } of nodes) {
			for (const { property } of listProperties(instance.description.properties)) {
				const method = property.typeOptions?.loadOptionsMethod;
				if (method) expect(instance.methods?.loadOptions).toHaveProperty(method);
			}
		}
	});

	it('keep one internal name per meaning, in every operation', () => {
		const byName = new Map<string, Set<string>>();
		for (const { property } of listNodeProperties()) {
			if (property.name === 'operation') continue;
			byName.set(property.name, (byName.get(property.name) ?? new Set()).add(property.type));
		}
		for (const [name, types] of byName) expect([name, types.size]).toEqual([name, 1]);
	});

	it('that the code reads exist, and those that exist are read', () => {
		const offered = listNodeProperties().map(({ property }) => property);
		const names = new Set(offered.map((property) => property.name));
		const inputs = offered.filter((property) => property.type !== 'notice');
		const { parameters, words } = readNodeSources();
		expect([...parameters].filter((name) => !names.has(name))).toEqual([]);
		expect(inputs.filter((input) => !words.has(input.name)).map(({ name }) => name)).toEqual([]);
	});
});

describe('each operation', () => {
	it('says what it does in the actions panel', () => {
		const operations = listNodeProperties().filter(({ property }) => property.name === 'operation');
		expect(operations.length).toBeGreaterThan(0);
		for (const choice of operations.flatMap(({ property }) => listChoices(property))) {
			expect(choice).toEqual(
				expect.objectContaining({
					name: expect.stringMatching(/^[A-Z]/),
					// n8n's reviewers ask for no articles: "Create post".
					action: expect.stringMatching(/^[A-Z](?!.*\b(?:a|an|the)\b)/),
					description: expect.stringMatching(/\S/),
				}),
			);
		}
	});
});

function listIcons() {
	return [
		...nodes.map(({ file, instance }) => ({ file, icon: instance.description.icon })),
		...credentials.map(({ file, instance }) => ({ file, icon: instance.icon })),
	];
}

const listNodeProperties = () =>
	nodes.flatMap(({ instance }) => listProperties(instance.description.properties));

const listAllProperties = () => [
	...listNodeProperties(),
	...credentials.flatMap(({ instance }) => listProperties(instance.properties)),
];

function findProperties(name: string): INodeProperties[] {
	return listAllProperties()
		.map(({ property }) => property)
		.filter((property) => property.name === name);
}

/** Parameter names given to getNodeParameter, and every word the code uses outside descriptions. */
function readNodeSources(): { parameters: Set<string>; words: Set<string> } {
	const parameters = new Set<string>();
	const words = new Set<string>();
	const visit = (node: ts.Node) => {
		if (isDescription(node)) return;
		if (ts.isStringLiteralLike(node) || ts.isIdentifier(node)) {
			for (const word of node.text.split('.')) words.add(word);
		}
		const name = readParameterName(node);
		if (name) parameters.add(name.split('.')[0] ?? name);
		ts.forEachChild(node, visit);
	};
	for (const file of readShippedSources()) if (file.path.startsWith('nodes/')) visit(parse(file));
	return { parameters, words };
}

function readParameterName(node: ts.Node): string | undefined {
	if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression))
		return undefined;
	const [first] = node.arguments;
	const reads = node.expression.name.text === 'getNodeParameter';
	return reads && first && ts.isStringLiteralLike(first) ? first.text : undefined;
}

/** An object that is a parameter (it has a label and a name) or says when one is shown. */
function isDescription(node: ts.Node): boolean {
	if (ts.isPropertyAssignment(node)) return node.name.getText() === 'displayOptions';
	if (!ts.isObjectLiteralExpression(node)) return false;
	const keys = node.properties.map((property) => property.name?.getText());
	return keys.includes('displayName') && keys.includes('name') && keys.includes('default');
}
