/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Jest on a developer's machine and never ships */
import { existsSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import {
	errorFromAnswer,
	errorFromFailReason,
	type RetryClass,
	type TikTokFailure,
} from '../support/tested/tiktok';
import { COMBINATIONS } from '../integration/uploads/faultCombinations';
import { FAULT_TABLE } from '../integration/uploads/faultTable';
import { DOCUMENTED_AS } from '../integration/uploads/support/faultRow';
import { visitAll } from './support/imports';
import { PACK_TIMEOUT_MS, unpackPackage, type PackedPackage } from './support/packedPackage';
import { ERROR_CATALOG_SOURCE, FAIL_REASONS_SOURCE } from '../support/tested/places';
import { listPages } from './support/pages';
import { listFiles, readProjectFile, readShippedSources, ROOT } from './support/projectFiles';
import { listChoices, listProperties, loadNodes } from './support/shippedClasses';

const ERRORS_PAGE = 'docs/errors-and-limits.md';
/** Output fields are in TikTok's style; names of our own are in camelCase. */
const WIRE_NAME = /^[a-z]+(_[a-z]+)*$/;
const PAGES = listPages();

const RETRY_WORDS: Record<RetryClass, string> = {
	wait: 'after a minute',
	soon: 'yes',
	hours: 'not today',
	credential: 'no',
	config: 'no',
	input: 'no',
	file: 'no',
	account: 'no',
	never: 'no',
};

describe('every page', () => {
	it.each(PAGES)('%s links only to files and headings that exist', (page) => {
		expect(listLinks(page).filter((link) => !leadsSomewhere(page, link))).toEqual([]);
	});

	it.each(PAGES)('%s names only npm scripts that exist', (page) => {
		const { scripts } = JSON.parse(readProjectFile('package.json')) as { scripts: object };
		const builtIn = ['start', 'test'];
		const named = readProjectFile(page).matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g);
		for (const [, script, short] of named) {
			const name = script ?? short ?? '';
			expect([name, builtIn.includes(name) || name in scripts]).toEqual([name, true]);
			expect(scripts).toHaveProperty([name]);
		}
	});
});

describe('the architecture', () => {
	const page = readProjectFile('docs/architecture.md');
	const sources = readShippedSources();
	const inCode = [...page.matchAll(/`([^`\n]+)`/g)].map(([, name = '']) => name);

	it('names only files that exist', () => {
		const paths = inCode.filter((name) => /^[a-z]\w*(?:\/[\w.]+)+$/.test(name));
		expect(paths.length).toBeGreaterThan(5);
		const all = [...sources.map(({ path: file }) => file), ...listFiles('test')];
		const isThere = (name: string) => all.some((file) => `/${file}`.includes(`/${name}`));
		expect(paths.filter((name) => !isThere(name))).toEqual([]);
	});

	it('names only functions, types and members that exist', () => {
		const identifier = /^[\w.]*[a-z][A-Z]\w*(?=$|\()/;
		const names = inCode.flatMap((name) => identifier.exec(name)?.[0].split('.') ?? []);
		expect(names.length).toBeGreaterThan(15);
		const isNamed = (name: string) =>
			sources.some(({ path: file, text }) => {
				return new RegExp(`\\b${name}\\b`).test(text) || file.includes(name);
			});
		expect(names.filter((name) => !isNamed(name))).toEqual([]);
	});
});

describe('the README', () => {
	let packed: PackedPackage;

	beforeAll(async () => {
		packed = await unpackPackage();
	}, PACK_TIMEOUT_MS);

	afterAll(() => packed.remove());

	const listAllProperties = () =>
		loadNodes(packed.folder).flatMap(({ instance }) =>
			listProperties(instance.description.properties),
		);

	it('opens with the two commands', () => {
		const commands = [...readProjectFile('README.md').matchAll(/^npm .*$/gm)].map(([line]) => line);
		expect(commands.slice(0, 2)).toEqual(['npm start', 'npm start -- --once']);
	});

	it('or a page it links to describes every operation and parameter under the name the editor shows', () => {
		const reference = readReference();
		const properties = listAllProperties();
		const inputs = properties
			.map(({ property }) => property)
			.filter(
				({ type, name }) =>
					!['notice', 'hidden'].includes(type) &&
					!['resource', 'operation', 'options'].includes(name),
			);
		const labels = inputs.map(({ displayName }) => displayName.replace(' Name or ID', ''));
		expect(labels.filter((label) => !reference.includes(`| ${label} `))).toEqual([]);

		const operations = properties
			.filter(({ property }) => property.name === 'operation')
			.flatMap(({ property }) => listChoices(property).map((choice) => choice.name));
		expect(operations.length).toBeGreaterThan(0);
		for (const name of operations) {
			expect(readProjectFile('README.md')).toContain(`| **${name}** `);
			expect(reference).toMatch(new RegExp(`^## \\w+: ${name}$`, 'm'));
		}
	});

	it('tells an AI model of fields that the node has, each once', () => {
		const [, table = ''] =
			/\| Description to enter[^\n]*\n\|[ -|]*\n((?:\|.*\n)+)/.exec(readReference()) ?? [];
		const fields = [...table.matchAll(/^\| (.+?) +\|/gm)].map(([, field = '']) => field);
		const names = listAllProperties().map(({ property }) => property.displayName);
		expect(fields.length).toBeGreaterThan(5);
		expect(new Set(fields).size).toBe(fields.length);
		expect(fields.filter((field) => !names.includes(field))).toEqual([]);
	});

	it('links to every page', () => {
		const linked = listLinks('README.md');
		expect(
			listFiles('docs').filter((file) => file.endsWith('.md') && !linked.includes(file)),
		).toEqual([]);
	});

	it('or a page it links to describes every field of the output', () => {
		const reference = readReference();
		const fields = listFiles('nodes/TikTokPost/actions').flatMap(listOutputFields);
		expect(fields).toContain('post_url');
		expect(fields.filter((field) => !reference.includes(`\`${field}\``))).toEqual([]);
	});

	it('and the other pages use only templates that exist, and the README names all of them', () => {
		const readme = listLinks('README.md');
		const page = existsSync(path.join(ROOT, 'docs/templates.md')) ? ['docs/templates.md'] : [];
		const linked = [...readme, ...page.flatMap(listLinks)].map((link) => path.posix.basename(link));
		const templates = listFiles('templates').filter((file) => file.endsWith('.json'));
		expect(templates.filter((file) => !linked.includes(path.posix.basename(file)))).toEqual([]);
	});
});

describe('the errors page', () => {
	it("says about TikTok's errors what the node says", () => {
		const documented = readTable('api-errors');
		const said = readCatalogCodes(ERROR_CATALOG_SOURCE, 'API_ERRORS').map((code) =>
			toRow(
				errorFromAnswer({ ok: false, code, message: '', logId: '', httpStatus: 400 }, 'init')
					.failure,
			),
		);
		expect(documented).toEqual(said);
	});

	it('says about failed posts what the node says', () => {
		const say = (table: string, publishId: string) =>
			readCatalogCodes(FAIL_REASONS_SOURCE, table).map((reason) =>
				toRow(errorFromFailReason(reason, publishId).failure),
			);
		expect(readTable('fail-reasons')).toEqual(say('FAIL_REASONS', 'v_pub_file~v2-1.1'));
		expect(readTable('photo-fail-reasons')).toEqual(say('PHOTO_FAIL_REASONS', 'p_pub_url~v2.1'));
	});

	it('says about disturbed uploads what they are tested for', () => {
		const rows = readTable('upload-faults');
		expect(rows.map(([fault]) => fault)).toEqual(Object.values(DOCUMENTED_AS));
		for (const [fault = '', , end = ''] of rows) {
			const tested = [...FAULT_TABLE, ...COMBINATIONS].filter(
				({ documentedAs }) => DOCUMENTED_AS[documentedAs] === fault,
			);
			const endings = tested.map(({ ending }) => ending);
			const codes = endings.flatMap((it) => ('code' in it ? [`\`${it.code}\``] : []));
			expect(new Set(end.match(/`\w+`/g))).toEqual(new Set(codes));
			expect(end.includes('Published')).toBe(endings.some(({ ends }) => ends === 'published'));
			expect(end.includes('nothing posted')).toBe(endings.some(({ ends }) => ends === 'failed'));
			expect(end.includes('one post')).toBe(endings.some(({ ends }) => ends === 'left open'));
		}
	});

	it('and the page on connecting quote only messages that exist', () => {
		const sources = readShippedSources()
			.map((file) => file.text)
			.join('\n');
		const quoted = readTable('messages', 'docs/connecting-tiktok.md').map(
			([message = '']) => message,
		);
		expect(quoted.length).toBeGreaterThan(0);
		expect(quoted.filter((message) => !sources.includes(message.replace(/ …$/, '')))).toEqual([]);
	});

	it('explains every code that the code can give', () => {
		const page = readProjectFile(ERRORS_PAGE);
		const codes = readShippedSources().flatMap((file) => listCodes(file.path, file.text));
		expect(codes.length).toBeGreaterThan(0);
		expect(codes.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
	});
});

/** The README and the pages it links to. */
function readReference(): string {
	const pages = listLinks('README.md').filter((link) => /^docs\/\S+\.md$/.test(link));
	return ['README.md', ...pages].map(readProjectFile).join('\n');
}

/** Names of fields in the functions that make output. */
function listOutputFields(file: string): string[] {
	const fields = new Set<string>();
	visitAll({ path: file, text: readProjectFile(file) }, (node) => {
		if (!ts.isPropertyAssignment(node) && !ts.isShorthandPropertyAssignment(node)) return;
		const name = node.name.getText();
		if (WIRE_NAME.test(name) && makesOutput(node)) fields.add(name);
	});
	return [...fields];
}

function makesOutput(node: ts.Node): boolean {
	const maker = ts.findAncestor(node, ts.isFunctionDeclaration);
	const isInner = ts.findAncestor(node, ts.isArrowFunction) !== undefined;
	const isArgument = ts.isCallExpression(node.parent.parent);
	return !isInner && !isArgument && maker?.type?.getText().includes('IDataObject') === true;
}

function listLinks(page: string): string[] {
	const text = readProjectFile(page).replace(/```[\s\S]*?```/g, '');
	const inline = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
	const defined = [...text.matchAll(/^\[[^\]]+\]:\s*(\S+)/gm)].map(([, target = '']) => target);
	return [...inline, ...defined];
}

function leadsSomewhere(page: string, link: string): boolean {
	if (/^https:\/\/\S+\.\S+/.test(link)) return true;
	const [file = '', heading] = link.split('#');
	const target = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
	if (!existsSync(path.join(ROOT, target))) return false;
	return heading === undefined || listHeadings(target).includes(heading);
}

/** Headings as GitHub turns them into anchors. */
function listHeadings(page: string): string[] {
	return [...readProjectFile(page).matchAll(/^#+ (.+)$/gm)].map(([, text = '']) =>
		text
			.toLowerCase()
			.replace(/[^\w\- ]/g, '')
			.replace(/ /g, '-'),
	);
}

/** Rows between two markers of a page, as cells without padding. */
function readTable(marker: string, file = ERRORS_PAGE): string[][] {
	const page = readProjectFile(file);
	const part = page.slice(page.indexOf(`<!-- ${marker}`), page.indexOf(`<!-- /${marker}`));
	const lines = part.split('\n').filter((line) => line.startsWith('|'));
	return lines.slice(2).map((line) =>
		line
			.split('|')
			.slice(1, -1)
			.map((cell) => cell.trim()),
	);
}

function toRow(failure: TikTokFailure): string[] {
	return [`\`${failure.code}\``, failure.message, failure.advice, RETRY_WORDS[failure.retry]];
}

function readCatalogCodes(file: string, table: string): string[] {
	const codes: string[] = [];
	visitAll({ path: file, text: readProjectFile(file) }, (node) => {
		if (!ts.isVariableDeclaration(node) || node.name.getText() !== table) return;
		if (!node.initializer || !ts.isObjectLiteralExpression(node.initializer)) return;
		codes.push(...node.initializer.properties.map((entry) => entry.name?.getText() ?? ''));
	});
	return codes;
}

/** Literal values of `code:` and the members of the credential's list of problems. */
function listCodes(file: string, text: string): string[] {
	const codes: string[] = [];
	visitAll({ path: file, text }, (node) => {
		if (!ts.isStringLiteral(node)) return;
		if (isValueOfCode(node) || isMemberOf(node, 'CredentialProblem')) codes.push(node.text);
	});
	return codes;
}

/** `code: 'a'`, and both sides of `code: condition ? 'a' : 'b'` and `code: value || 'a'`. */
function isValueOfCode(literal: ts.StringLiteral): boolean {
	let value: ts.Node = literal;
	while (isBranch(value)) value = value.parent;
	const { parent } = value;
	return (
		ts.isPropertyAssignment(parent) &&
		parent.initializer === value &&
		parent.name.getText() === 'code'
	);
}

function isBranch(value: ts.Node): boolean {
	const { parent } = value;
	if (ts.isConditionalExpression(parent)) return parent.condition !== value;
	const operators = [ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken];
	return ts.isBinaryExpression(parent) && operators.includes(parent.operatorToken.kind);
}

function isMemberOf(literal: ts.StringLiteral, typeName: string): boolean {
	const alias = literal.parent?.parent?.parent;
	return alias !== undefined && ts.isTypeAliasDeclaration(alias) && alias.name.text === typeName;
}
