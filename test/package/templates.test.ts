import { NodeHelpers, type INode, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

import { PACK_TIMEOUT_MS, unpackPackage, type PackedPackage } from './support/packedPackage';
import { listFiles, readProjectFile } from './support/projectFiles';
import { loadNodes } from './support/shippedClasses';

const FILES = listFiles('templates').filter((file) => file.endsWith('.json'));
const EXPECTED_TEMPLATES = 6;
const OURS = 'n8n-nodes-tiktok-post.';
const AI_AGENT = '@n8n/n8n-nodes-langchain.agent';
const STICKY_NOTE = 'n8n-nodes-base.stickyNote';
const KNOWN_PACKAGES = /^(n8n-nodes-base|@n8n\/n8n-nodes-langchain|n8n-nodes-tiktok-post)\./;
/** Tokens, keys and signatures of TikTok, n8n, OpenAI and JSON Web Tokens; long random text. */
const LOOKS_SECRET = /\b(act|rft|clt)\.\w|\bsk-\w|\beyJ\w|\bBearer\s|[A-Za-z0-9+/]{40,}/;
const NOTE_MARGIN = 40;
/** What a node takes on n8n's canvas, roughly. */
const NODE_SIZE = 100;

interface Template {
	name: string;
	nodes: INode[];
	connections: Record<string, Record<string, Array<Array<{ node: string }>>>>;
	[key: string]: unknown;
}

let packed: PackedPackage;
let ours: Map<string, INodeTypeDescription>;

beforeAll(async () => {
	packed = await unpackPackage();
	const nodes = loadNodes(packed.folder).map(({ instance }: { instance: INodeType }) => instance);
	ours = new Map(nodes.map(({ description }) => [OURS + description.name, description]));
}, PACK_TIMEOUT_MS);

afterAll(() => packed.remove());

it('there is one template for each flow, with names that tell them apart', () => {
	expect(FILES).toHaveLength(EXPECTED_TEMPLATES);
	const names = FILES.map((file) => read(file).name);
	expect(new Set(names).size).toBe(FILES.length);
	for (const name of names) expect(name).toMatch(/^TikTok: /);
});

describe.each(FILES)('%s', (file) => {
	const template = read(file);
	const notes = template.nodes.filter(({ type }) => type === STICKY_NOTE);
	const steps = template.nodes.filter(({ type }) => type !== STICKY_NOTE);

	it('holds no credential, no pinned data and nothing that looks like a secret', () => {
		expect(template.nodes.filter((node) => 'credentials' in node)).toEqual([]);
		expect(template.pinData).toEqual({});
		expect(template.active).toBe(false);
		expect(template).not.toHaveProperty('id');
		expect(template).not.toHaveProperty('meta');
		const texts = listTexts(template.nodes.map(({ parameters }) => parameters));
		expect(texts.filter((text) => LOOKS_SECRET.test(text))).toEqual([]);
	});

	it('names each node once, and connects only nodes it has', () => {
		const names = template.nodes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(template.nodes.map(({ id }) => id)).size).toBe(names.length);
		const connected = Object.entries(template.connections).flatMap(([from, kinds]) => [
			from,
			...Object.values(kinds).flatMap((outputs) => outputs.flat().map(({ node }) => node)),
		]);
		expect(connected.filter((name) => !names.includes(name))).toEqual([]);
		const quoted = listTexts(template.nodes).flatMap((text) =>
			[...text.matchAll(/\$\('([^']+)'\)/g)].map(([, name]) => name ?? ''),
		);
		expect(quoted.filter((name) => !names.includes(name))).toEqual([]);
	});

	it('uses nodes of n8n and of this package only', () => {
		expect(template.nodes.filter(({ type }) => !KNOWN_PACKAGES.test(type))).toEqual([]);
	});

	it('uses an AI Agent of a version that n8n 3 still has', () => {
		const agents = steps.filter(({ type }) => type === AI_AGENT);
		for (const { typeVersion } of agents) expect(typeVersion).toBeGreaterThanOrEqual(2);
	});

	it('sets only parameters that this package’s nodes have, as the editor saves them', () => {
		const own = steps.filter(({ type }) => type.startsWith(OURS));
		expect(own.length).toBeGreaterThan(0);
		for (const node of own) {
			const description = ours.get(node.type);
			if (description === undefined) throw new Error(`There is no node ${node.type}`);
			expect(description.version).toContain(node.typeVersion);
			expect(node.parameters).toEqual(asSavedByTheEditor(node, description));
		}
	});

	it('makes posts with a Deduplication Key', () => {
		const posting = steps.filter(
			({ type, parameters }) =>
				type === `${OURS}tikTokPost` && ['create', 'upload'].includes(operationOf(parameters)),
		);
		expect(posting.length).toBeGreaterThan(0);
		for (const { parameters } of posting) {
			expect(parameters.options).toHaveProperty(
				'deduplicationKey',
				expect.stringMatching(/^=.*\{\{.+\}\}/),
			);
		}
	});

	it('explains itself: what it is for, what to do first, and every step', () => {
		const [first] = notes;
		expect(first?.parameters.content).toMatch(/^## .+\n[\s\S]+\*\*Before the first run\*\*\n1\. /);
		const uncovered = steps.filter((step) => !notes.some((note) => covers(note, step)));
		expect(uncovered.map(({ name }) => name)).toEqual([]);
	});

	it('speaks in its notes of nodes that it has', () => {
		const names = template.nodes.map(({ name }) => name);
		const spoken = String(notes[0]?.parameters.content).matchAll(
			/(?:Credential of|from|URL of|Replace) \*([^*]+)\*/g,
		);
		expect(
			[...spoken].map(([, name]) => name).filter((name) => !names.includes(name ?? '')),
		).toEqual([]);
	});

	it('lays its nodes and notes out without overlap', () => {
		for (const group of [steps, notes]) {
			const pairs = group.flatMap((one, index) => group.slice(index + 1).map((two) => [one, two]));
			const overlapping = pairs.filter(([one, two]) => one && two && overlap(one, two));
			expect(overlapping.map((pair) => pair.map((node) => node?.name))).toEqual([]);
		}
	});
});

function read(file: string): Template {
	return JSON.parse(readProjectFile(file)) as Template;
}

/** Without parameters that are unknown, hidden or at their default. */
function asSavedByTheEditor(node: INode, description: INodeTypeDescription): unknown {
	const { properties } = description;
	return NodeHelpers.getNodeParameters(
		properties,
		structuredClone(node.parameters),
		false,
		false,
		node,
		description,
	);
}

function operationOf(parameters: INode['parameters']): string {
	return String(parameters.operation ?? 'create');
}

function listTexts(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (value === null || typeof value !== 'object') return [];
	return Object.values(value).flatMap(listTexts);
}

interface Box {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

function boxOf({ type, position: [left, top], parameters }: INode): Box {
	const isNote = type === STICKY_NOTE;
	const width = isNote ? Number(parameters.width) : NODE_SIZE;
	const height = isNote ? Number(parameters.height) : NODE_SIZE;
	return { left, top, right: left + width, bottom: top + height };
}

function covers(note: INode, step: INode): boolean {
	const [outer, inner] = [boxOf(note), boxOf(step)];
	return (
		outer.left + NOTE_MARGIN <= inner.left &&
		outer.top + NOTE_MARGIN <= inner.top &&
		outer.right - NOTE_MARGIN >= inner.right &&
		outer.bottom - NOTE_MARGIN >= inner.bottom
	);
}

function overlap(one: INode, two: INode): boolean {
	const [a, b] = [boxOf(one), boxOf(two)];
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
