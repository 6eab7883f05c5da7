import { NodeHelpers, type INode, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

import { PACK_TIMEOUT_MS, unpackPackage, type PackedPackage } from './support/packedPackage';
import { loadNodes } from './support/shippedClasses';
import { isNote, listKeys, listTexts, readTemplate, TEMPLATE_FILES } from './support/templateFiles';

const EXPECTED_TEMPLATES = 13;
/** Reads what the others have posted. */
const REPORT = 'templates/weekly-report.json';
const OURS = 'n8n-nodes-tiktok-post.';
const AI_AGENT = '@n8n/n8n-nodes-langchain.agent';
const KNOWN_PACKAGES = /^(n8n-nodes-base|@n8n\/n8n-nodes-langchain|n8n-nodes-tiktok-post)\./;
/** Tokens, keys and signatures of TikTok, n8n, OpenAI and JSON Web Tokens; long random text. */
const LOOKS_SECRET = /\b(act|rft|clt)\.\w|\bsk-\w|\beyJ\w|\bBearer\s|[A-Za-z0-9+/]{40,}/;
/** TikTok's own words, which people who fill in a form or a table don't know. */
const PRIVACY_CONSTANTS = /SELF_ONLY|MUTUAL_FOLLOW_FRIENDS|FOLLOWER_OF_CREATOR|PUBLIC_TO_EVERYONE/;

let packed: PackedPackage;
let ours: Map<string, INodeTypeDescription>;

beforeAll(async () => {
	packed = await unpackPackage();
	const nodes = loadNodes(packed.folder).map(({ instance }: { instance: INodeType }) => instance);
	ours = new Map(nodes.map(({ description }) => [OURS + description.name, description]));
}, PACK_TIMEOUT_MS);

afterAll(() => packed.remove());

it('there is one template for each flow, with names that tell them apart', () => {
	expect(TEMPLATE_FILES).toHaveLength(EXPECTED_TEMPLATES);
	const names = TEMPLATE_FILES.map((file) => readTemplate(file).name);
	expect(new Set(names).size).toBe(TEMPLATE_FILES.length);
	for (const name of names) expect(name).toMatch(/^TikTok: /);
});

describe.each(TEMPLATE_FILES)('%s', (file) => {
	const template = readTemplate(file);
	const notes = template.nodes.filter(isNote);
	const steps = template.nodes.filter((node) => !isNote(node));

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

	it('speaks of privacy levels as the editor does', () => {
		const spoken = template.nodes.map(({ type, parameters }) =>
			type.startsWith(OURS) ? { ...parameters, privacyLevel: '' } : parameters,
		);
		expect(listTexts(spoken).filter((text) => PRIVACY_CONSTANTS.test(text))).toEqual([]);
		const posts = steps.some(({ parameters }) => parameters.privacyLevel !== undefined);
		const warned = notes.some(({ parameters }) => /Only Me/.test(String(parameters.content)));
		expect(warned).toBe(posts);
	});

	it('leaves the download of a link to this node, whose words are better when it fails', () => {
		expect(listKeys(template.nodes)).not.toContain('responseFormat');
	});

	it('makes posts with a Deduplication Key', () => {
		const posting = steps.filter(
			({ type, parameters }) =>
				type === `${OURS}tikTokPost` && ['create', 'upload'].includes(operationOf(parameters)),
		);
		expect(posting.length > 0).toBe(file !== REPORT);
		for (const { parameters } of posting) {
			expect(parameters.options).toHaveProperty(
				'deduplicationKey',
				expect.stringMatching(/^=.*\{\{.+\}\}/),
			);
		}
	});

	it('explains itself: what it is for, and what to do first', () => {
		const [first] = notes;
		expect(first?.parameters.content).toMatch(/^## .+\n[\s\S]+\*\*Before the first run\*\*\n1\. /);
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

	it('calls publishing as n8n does now, and needs no trigger to be chosen first', () => {
		const texts = notes.map(({ parameters }) => String(parameters.content)).join('\n');
		expect(texts).not.toMatch(/\bActivate\b/);
		if (!texts.includes('Execute workflow')) return;
		expect(steps.filter(({ type }) => /trigger$|webhook$/i.test(type))).toHaveLength(1);
	});
});

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
