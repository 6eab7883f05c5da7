import { RawInteger, stringifyWithRawIntegers } from '../../simulator/http/json';
import { fc } from '../randomness';
import { BODY_CANARY, ECHOED_SECRETS, holdsOnlyWholeSecrets } from './secrets';

/** Names that mean something to JavaScript, to TikTok, or to n8n. */
const NAMES = [
	'constructor',
	'__proto__',
	'prototype',
	'toString',
	'hasOwnProperty',
	'error',
	'code',
	'message',
	'log_id',
	'logid',
	'data',
	'status',
	'fail_reason',
	'publish_id',
	'publicaly_available_post_id',
	'',
];

/** Values where others are expected. */
const junk: fc.Arbitrary<unknown> = fc.oneof(
	fc.constantFrom<unknown>(
		null,
		true,
		false,
		0,
		-1,
		1.5,
		1e308,
		2 ** 53,
		new RawInteger('9'.repeat(40)),
		'',
		' ',
		'ok',
		'OK',
		'ok ',
		[],
		{},
		[[]],
		['ok'],
		{ code: 'ok' },
		{ toString: 1, valueOf: null, length: -1 },
		'\u0000\ud800\u202e',
		'x'.repeat(5_000),
		'Error: ECONNRESET, EPERM and ENOENT',
		'<script>alert(1)</script>',
		'https://upload.example/?a=1',
	),
	fc.constantFrom(...NAMES),
	fc.constantFrom(...ECHOED_SECRETS),
	fc.jsonValue({ maxDepth: 2 }),
);

type Mutation = (target: object, key: string, place: number) => void;

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
	fc.constant<Mutation>((target, key) => void Reflect.deleteProperty(target, key)),
	junk.map(
		(value): Mutation =>
			(target, key) =>
				set(target, key, value),
	),
	junk.map(
		(value): Mutation =>
			(target, key) =>
				set(target, key, value),
	),
	fc.constantFrom(...NAMES).map(
		(name): Mutation =>
			(target, key) => {
				const value: unknown = Reflect.get(target, key);
				Reflect.deleteProperty(target, key);
				set(target, name, value);
			},
	),
	fc.tuple(fc.constantFrom(...NAMES), junk).map(
		([name, value]): Mutation =>
			(target) =>
				set(target, name, value),
	),
	fc.constantFrom<Mutation>(
		(target, key) => set(target, key, [Reflect.get(target, key)]),
		(target, key) => set(target, key, { value: Reflect.get(target, key) }),
		(target, key) => set(target, key, JSON.stringify(Reflect.get(target, key))),
	),
);

/** Real answers with up to four changes anywhere in them, as text. */
export function mutatedJson(answers: readonly object[]): fc.Arbitrary<string> {
	const changes = fc.array(fc.tuple(fc.nat(), mutation), { minLength: 0, maxLength: 4 });
	return fc.tuple(fc.constantFrom(...answers), changes).map(([answer, mutations]) => {
		const copy = { root: clone(answer) };
		for (const [place, mutate] of mutations) {
			const places = [...listPlaces(copy)];
			const chosen = places[place % places.length];
			if (chosen !== undefined) mutate(chosen.target, chosen.key, place);
		}
		return copy.root === undefined ? '' : stringifyWithRawIntegers(copy.root);
	});
}

/** The same damaged as text, or something else altogether. */
export function damagedText(json: fc.Arbitrary<string>): fc.Arbitrary<string> {
	const cut = fc
		.tuple(json, fc.nat(), fc.constantFrom('', '"', '}', '\u0000', BODY_CANARY))
		.map(([text, at, patch]) => text.slice(0, at % (text.length + 1)) + patch);
	const spliced = fc.tuple(json, fc.nat(), fc.string({ maxLength: 6 })).map(([text, at, patch]) => {
		const index = at % (text.length + 1);
		return text.slice(0, index) + patch + text.slice(index);
	});
	const oddNumber = fc
		.tuple(json, fc.constantFrom('1e999', '-0', '01', 'NaN', '0x1F', '9'.repeat(400)))
		.map(([text, number]) => text.replace(/(?<=[:[])-?\d+/, number));
	const framed = fc
		.tuple(json, fc.constantFrom('\ufeff', ")]}',\n", 'callback(', ' \n\t', `${BODY_CANARY}\n`))
		.map(([text, before]) => before + text);
	const damaged = fc.oneof(cut, cut, spliced, oddNumber, framed, doubled(json), otherBody);
	return damaged.map((text) => (holdsOnlyWholeSecrets(text) ? text : ''));
}

/** Bodies that were never TikTok's envelope. */
const otherBody = fc.oneof(
	fc.constantFrom(
		'',
		' ',
		'null',
		'true',
		'0',
		'"ok"',
		'[]',
		'{}',
		'ok',
		'{"error":"ok"}',
		'{"error":{"code":["ok"]}}',
		'{"error":[{"code":"ok"}]}',
		'{"code":"ok"}',
		'{"__proto__":{"error":{"code":"ok"}}}',
		'{"error":{"__proto__":{"code":"ok"}}}',
		'[{"error":{"code":"ok"}}]',
		'{"error":{"code":"ok"}',
		`{"error":{"code":"no","code":"ok","message":"${BODY_CANARY}"}}`,
		'['.repeat(3_000),
		'{"error":'.repeat(3_000),
		`<html><head><title>502 ${BODY_CANARY}</title></head><body>${ECHOED_SECRETS.join('<br>')}</body></html>`,
		`<?xml version="1.0"?><Error><Code>ok</Code><Message>${BODY_CANARY}</Message></Error>`,
		`\u001f\u008b\u0008 ${BODY_CANARY}`,
		`error=ok&code=ok&x=${BODY_CANARY}`,
	),
	fc.string({ maxLength: 40 }),
	fc.json({ maxDepth: 2 }),
);

function doubled(json: fc.Arbitrary<string>): fc.Arbitrary<string> {
	return json.map((text) => text + text);
}

interface Place {
	readonly target: object;
	readonly key: string;
}

function* listPlaces(target: object): Generator<Place> {
	for (const key of Object.keys(target)) {
		yield { target, key };
		const value: unknown = Reflect.get(target, key);
		const isTree = typeof value === 'object' && value !== null && !(value instanceof RawInteger);
		if (isTree) yield* listPlaces(value);
	}
}

/** Also for `__proto__`, which would change the object instead of its content. */
function set(target: object, key: string, value: unknown): void {
	// A copy, because a value set twice could come to hold itself.
	const copy = { value: clone(value), writable: true, enumerable: true, configurable: true };
	Reflect.defineProperty(target, key, copy);
}

function clone(value: unknown): unknown {
	if (typeof value !== 'object' || value === null || value instanceof RawInteger) return value;
	if (Array.isArray(value)) return Array.from(value as unknown[], clone);
	return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, clone(entry)]));
}
