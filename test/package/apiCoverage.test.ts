/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Jest on a developer's machine and never ships */
import { existsSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describeRefusedRefresh } from '../../credentials/oauth/credentialError';
import { TikTokPost } from '../../nodes/TikTokPost/TikTokPost.node';
import {
	callsPerMinute,
	directPhotosCall,
	directVideoCall,
	errorFromAnswer,
	errorFromFailReason,
	judgePut,
	photoDraftCall,
	type PhotoPost,
	planFastChunks,
	POST_FIELDS,
	PROFILE_FIELDS,
	toPhotosSource,
	videoDraftCall,
	type VideoPost,
} from '../support/tested/tiktok';
import * as limits from '../support/tested/limits';
import { FAIL_REASONS_SOURCE, SHARED_FOLDERS, WIRE_SOURCE } from '../support/tested/places';
import { TIKTOK_VIDEO_LIMITS } from '../support/tested/video';
import { API_ERRORS } from '../simulator/core/errors';
import { visitAll } from './support/imports';
import { listFiles, readProjectFile, ROOT } from './support/projectFiles';
import { listProperties } from './support/shippedClasses';
import { namesIn, readTables, type Table } from './support/tables';

const PAGE = 'docs/api-coverage.md';
const SNAKE_CASE = /^[a-z]+(_[a-z]+)+$/;

const page = readProjectFile(PAGE);
const fieldTables = readTables(page, 'fields');
const fieldNames = fieldTables.flatMap(({ rows }) =>
	rows.flatMap(([, field = '']) => namesIn(field).map(leafOf)),
);
const table = (marker: string) => readTables(page, marker)[0]?.rows ?? [];

const VIDEO: VideoPost = {
	caption: 'a',
	videoCoverTimestampMs: 1,
	privacyLevel: 'SELF_ONLY',
	allowUsersTo: [],
	isAigc: false,
	commercialContent: [],
};
const PHOTOS: PhotoPost = { ...VIDEO, title: 'a', description: 'b', autoAddMusic: false };
const FILE = { source: 'FILE_UPLOAD', ...planFastChunks(1) };
const PULLED = { source: 'PULL_FROM_URL', video_url: 'https://media.example/a.mp4' };
const PULLED_PHOTOS = toPhotosSource(['https://media.example/a.jpg'], 0);

/** Everything the node can send, by endpoint. */
const REQUESTS: Readonly<Record<string, object[]>> = {
	'/v2/post/publish/creator_info/query/': [],
	'/v2/post/publish/video/init/': withSources(directVideoCall(VIDEO).body, FILE, PULLED),
	'/v2/post/publish/inbox/video/init/': withSources(videoDraftCall().body, FILE, PULLED),
	'/v2/post/publish/content/init/': [
		...withSources(directPhotosCall(PHOTOS).body, PULLED_PHOTOS),
		...withSources(photoDraftCall(PHOTOS).body, PULLED_PHOTOS),
	],
	'/v2/post/publish/status/fetch/': [{ publish_id: 'a' }],
	'/v2/post/publish/cancel/': [{ publish_id: 'a' }],
	'/v2/user/info/': [],
	'/v2/video/list/': [{ cursor: 1, max_count: 20 }],
	'/v2/video/query/': [{ filters: { video_ids: ['1'] } }],
};

describe('the endpoints', () => {
	const rows = table('endpoints');

	it('are those that the node calls, each with its fields', () => {
		const called = [...readProjectFile(WIRE_SOURCE).matchAll(/_PATH = '([^']+)'/g)].map(
			([, it]) => it,
		);
		expect(rows.map(([endpoint = '']) => namesIn(endpoint)[0]).sort()).toEqual(called.sort());
		expect(fieldTables.map(endpointOf).sort()).toEqual(called.sort());
	});

	it.each(rows)('%s has the limit that the node keeps within', (endpoint, _scope, perMinute) => {
		const limit = callsPerMinute(namesIn(endpoint ?? '')[0] ?? '');
		expect(perMinute).toBe(limit === undefined ? 'not stated' : String(limit));
	});
});

describe('the fields', () => {
	it.each(fieldTables.map((it) => [endpointOf(it), it] as const))(
		'of a call to %s are those that the node sends',
		(endpoint, { rows }) => {
			const listed = rows
				.filter(([direction]) => direction === 'sent')
				.map(([, field = '']) => field);
			const sent = new Set((REQUESTS[endpoint] ?? []).flatMap((body) => listPaths(body)));
			expect(listed.map((field) => namesIn(field)[0]).sort()).toEqual([...sent].sort());
		},
	);

	it.each(fieldTables.map((it) => [it.heading, it] as const))(
		'of "%s" name only parameters that the editor shows there',
		(heading, { rows }) => {
			const labels = listLabels(heading);
			const named = rows.flatMap(([, , , cell = '']) => boldIn(cell));
			expect(named.filter((label) => !labels.has(label))).toEqual([]);
		},
	);

	it.each([
		['/v2/user/info/', PROFILE_FIELDS],
		['/v2/video/query/', POST_FIELDS],
	])('of %s are those that the node asks for', (endpoint, asked) => {
		const listed = fieldTables.find((it) => endpointOf(it) === endpoint)?.rows ?? [];
		const answered = listed.filter(([direction]) => direction === 'answered');
		expect(answered.map(([, field = '']) => namesIn(field)[0]).sort()).toEqual([...asked].sort());
	});

	it('leave out none that the code has for the wire', () => {
		const envelope = new Set(
			table('envelope').flatMap(([field = '']) => namesIn(field).map(leafOf)),
		);
		const known = (name: string) => fieldNames.includes(name) || envelope.has(name);
		const inCode = listWireFields();
		expect(inCode.size).toBeGreaterThan(25);
		expect([...inCode].filter((name) => !known(name))).toEqual([]);
	});

	it('leave out none that the simulator, which knows TikTok and not the node, has', () => {
		const documented = listSimulatorFields();
		expect(documented.size).toBeGreaterThan(20);
		const containers = ['post_info', 'source_info'];
		const fields = [...documented].filter((name) => !containers.includes(name));
		expect(fields.filter((name) => !fieldNames.includes(name))).toEqual([]);
	});
});

describe('the messages', () => {
	const rows = table('codes');

	it("are there for each of TikTok's codes", () => {
		const listed = rows.map(([code = '']) => namesIn(code)[0]);
		expect(listed.sort()).toEqual(Object.keys(API_ERRORS).sort());
	});

	it.each(rows)('%s (HTTP %s) from %s is "%s"', (cell, httpStatus, _endpoints, message) => {
		const [code = ''] = namesIn(cell ?? '');
		const entry = API_ERRORS[code as keyof typeof API_ERRORS];
		expect(httpStatus).toBe(String(entry.status));
		expect(message).toBe(messageOfCode(code));
		expect(message).not.toBe(messageOfCode('something_new'));
	});

	it.each(table('reasons'))('%s is "%s"', (cell, message) => {
		const [reason = ''] = namesIn(cell ?? '');
		expect(message).toBe(errorFromFailReason(reason, '').failure.message);
		expect(message).not.toMatch(reason);
	});

	it('are there for each reason', () => {
		const listed = table('reasons').map(([reason = '']) => namesIn(reason)[0]);
		expect(listed.sort()).toEqual(listCatalogEntries('FAIL_REASONS').sort());
	});

	it.each(table('oauth'))('%s is %s, "%s"', (cell, code, message) => {
		const [error = ''] = namesIn(cell ?? '');
		const failure = describeRefusedRefresh({ error, description: '', logId: '' });
		expect([code, message]).toEqual([`\`${failure.code}\``, failure.message]);
	});
});

describe('the numbers', () => {
	it.each(table('puts'))('HTTP %s is judged as listed', (status, middle, last) => {
		const code = status === 'none' ? undefined : Number(status);
		const verdicts = [judgePut(code, false), judgePut(code, true)];
		expect([middle, last]).toEqual(verdicts.map((verdict) => `\`${verdict}\``));
	});

	it('are those of the code, and all of them', () => {
		const cells = table('limits').map(([, , cell = '']) => cell);
		const listed = cells.flatMap((cell) => [...cell.matchAll(/`(\w+)` = ([\d,]+)/g)]);
		const inPage = Object.fromEntries(
			listed.map(([, name = '', number = '']) => [name, Number(number.replaceAll(',', ''))]),
		);
		const { minSidePixels, maxSidePixels, minFramesPerSecond, maxFramesPerSecond } =
			TIKTOK_VIDEO_LIMITS;
		const inCode = Object.entries(limits).filter(([, value]) => typeof value === 'number');
		expect(inPage).toEqual({
			...Object.fromEntries(inCode),
			...{ minSidePixels, maxSidePixels, minFramesPerSecond, maxFramesPerSecond },
		});
	});
});

describe('the tests', () => {
	const markers = [
		'endpoints',
		'fields',
		'envelope',
		'puts',
		'limits',
		'codes',
		'reasons',
		'oauth',
	];
	const rows = markers.flatMap((marker) => readTables(page, marker).flatMap((it) => it.rows));

	it('are named in every row, and exist', () => {
		expect(rows.length).toBeGreaterThan(100);
		for (const row of rows) {
			const files = testsOf(row);
			expect([row[0], row[1], files.length > 0]).toEqual([row[0], row[1], true]);
			expect(files.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
		}
	});

	it('speak of the field, its parameter or the code that they are named for', () => {
		const silent = ['fields', 'codes', 'reasons', 'oauth'].flatMap((marker) =>
			readTables(page, marker).flatMap((it) =>
				it.rows.flatMap((row) => findSilentTests(row, marker)),
			),
		);
		expect(silent).toEqual([]);
	});
});

function withSources(body: object, ...sources: object[]): object[] {
	return sources.map((source) => ({ ...body, source_info: source }));
}

/** Paths of all values in a request; lists count as one value. */
function listPaths(value: object, parent = ''): string[] {
	return Object.entries(value).flatMap(([name, child]: [string, unknown]) =>
		typeof child === 'object' && child !== null && !Array.isArray(child)
			? listPaths(child, `${parent}${name}.`)
			: [`${parent}${name}`],
	);
}

function endpointOf({ heading }: Table): string {
	return namesIn(heading)[0] ?? '';
}

/** `post_info.title` → `title`. */
function leafOf(name: string): string {
	return name.split('.').at(-1) ?? '';
}

function boldIn(cell: string): string[] {
	return [...cell.matchAll(/\*\*(.+?)\*\*/g)].map(([, label = '']) => label);
}

/** What the editor shows for the operations that a heading names; a creator's facts matter to posts. */
function listLabels(heading: string): Set<string> {
	const named = [...heading.matchAll(/(?:Post|Creator): ([A-Z]\w+(?: [A-Z]\w+)?)/g)].map(
		([, it = '']) => `${it[0]?.toLowerCase()}${it.slice(1).replace(' ', '')}`,
	);
	const operations = named.includes('get') ? [...named, 'create'] : named;
	const shown = new TikTokPost().description.properties.filter((property) =>
		property.displayOptions?.show?.operation?.some((it) => operations.includes(String(it))),
	);
	return new Set(
		listProperties(shown).map(({ property }) => property.displayName.replace(' Name or ID', '')),
	);
}

/** Names of what is sent and read, from the types and from `data.<field>`. */
function listWireFields(): Set<string> {
	const names = new Set<string>();
	const files = listFiles(...SHARED_FOLDERS);
	for (const file of files) {
		visitAll({ path: file, text: readProjectFile(file) }, (node) => {
			if (file === WIRE_SOURCE && ts.isPropertySignature(node)) names.add(node.name.getText());
			if (isAnswerField(node)) names.add(node.name.text);
		});
	}
	return new Set([...names].filter((name) => SNAKE_CASE.test(name) && !/_info$/.test(name)));
}

function isAnswerField(node: ts.Node): node is ts.PropertyAccessExpression {
	return ts.isPropertyAccessExpression(node) && node.expression.getText() === 'data';
}

/** Keys of the simulator's tables of documented fields: those whose value names a type. */
function listSimulatorFields(): Set<string> {
	const names = new Set<string>();
	for (const file of listFiles('test/simulator/posting')) {
		visitAll({ path: file, text: readProjectFile(file) }, (node) => {
			if (!ts.isPropertyAssignment(node) || !ts.isStringLiteral(node.initializer)) return;
			if (!/^(string|boolean|integer|object|strings)\??$/.test(node.initializer.text)) return;
			names.add(node.name.getText());
		});
	}
	return names;
}

function messageOfCode(code: string): string {
	const answer = { ok: false, code, message: '', logId: '', httpStatus: 400 } as const;
	return errorFromAnswer(answer, 'init').failure.message;
}

function listCatalogEntries(name: string): string[] {
	const file = FAIL_REASONS_SOURCE;
	const entries: string[] = [];
	visitAll({ path: file, text: readProjectFile(file) }, (node) => {
		if (!ts.isVariableDeclaration(node) || node.name.getText() !== name) return;
		if (!node.initializer || !ts.isObjectLiteralExpression(node.initializer)) return;
		entries.push(...node.initializer.properties.map((it) => it.name?.getText() ?? ''));
	});
	return entries;
}

/** A parameter as the editor labels it and as workflows name it. */
function spellingsOf(label: string): string[] {
	const properties = listProperties(new TikTokPost().description.properties);
	const same = properties.filter(({ property }) => property.displayName.startsWith(label));
	return [label, ...same.map(({ property }) => property.name)];
}

/** The last cell of a row links to the tests. */
function testsOf(row: readonly string[]): string[] {
	const links = [...(row.at(-1) ?? '').matchAll(/\]\(([^)]+)\)/g)];
	return links.map(([, link = '']) => path.posix.join(path.posix.dirname(PAGE), link));
}

function findSilentTests(row: readonly string[], marker: string): string[] {
	const [first = '', second = '', , cell = ''] = row;
	const [field = ''] = namesIn(marker === 'fields' ? second : first).map(leafOf);
	const words = marker === 'fields' ? [field, ...boldIn(cell).flatMap(spellingsOf)] : [field];
	return testsOf(row)
		.filter((file) => !words.some((word) => readProjectFile(file).includes(word)))
		.map((file) => `${file}: ${field}`);
}
