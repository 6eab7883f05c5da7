import { NodeApiError, NodeOperationError, type IDataObject } from 'n8n-workflow';
import { BODY_CANARY, findLeaks } from './secrets';
import type { Outcome, StubbedRun } from './stubbedNode';

/** The user's Stop, which n8n's helper reports like this; nothing goes on after it. */
const STOPPED = 'The execution was stopped';

const DETAIL_KEYS = [
	'code',
	'stage',
	'retryable',
	'log_id',
	'http_status',
	'retry_after_seconds',
	'publish_id',
];

/** What JavaScript says when code meets what it did not expect, and our words for that. */
const CRASH =
	/unexpected problem|Cannot (?:read|set|convert)|is not (?:a function|iterable|defined|an object)|\[object |Maximum call|Invalid (?:array|string|time)|No chunk begins|circular structure/;

/** TikTok's own words are cut at 300 characters, and a creator may have several privacy levels. */
const LONGEST_MESSAGE = 1_200;

/** The only places that a video may be sent to. */
const UPLOAD_ADDRESS = /^https:\/\/[\w.-]+\.tiktokapis\.(?:com|us)\//;

/** What is said when nothing came back. */
const NO_ANSWER = /TikTok could not be reached/;

/** How a run ended, for counting. */
export type Ending = 'output' | 'error item' | 'thrown' | 'stopped';

/**
 * Fails when a run breaks what holds whatever TikTok answers: errors are n8n's, with clear words; error
 * items have exactly three keys; nothing is thrown where the workflow goes on; no secret shows; an answer
 * is never called a lost connection.
 */
export function checkRun(run: StubbedRun, continueOnFail: boolean): Ending {
	expect(findLeaks({ ...run, given: [], sentTo: [] })).toEqual([]);
	for (const url of run.sentTo ?? []) expect(url).toMatch(UPLOAD_ADDRESS);
	if (run.given.every((outcome) => 'status' in outcome)) {
		expect(JSON.stringify([run.json, shownOf(run.thrown)])).not.toMatch(NO_ANSWER);
	}
	if (run.thrown !== undefined) return checkThrown(run.thrown, continueOnFail);
	expect(run.json).toBeDefined();
	const json = run.json ?? {};
	if (!('error' in json)) return 'output';
	checkErrorItem(json);
	return 'error item';
}

function checkThrown(thrown: unknown, continueOnFail: boolean): Ending {
	expect(thrown instanceof NodeApiError || thrown instanceof NodeOperationError).toBe(true);
	const { message, description } = thrown as NodeApiError;
	checkWords(message);
	if (message === STOPPED) return 'stopped';
	expect(continueOnFail).toBe(false);
	checkWords(description ?? '');
	return 'thrown';
}

function checkErrorItem(json: IDataObject): void {
	expect(Object.keys(json)).toEqual(['error', 'message', 'details']);
	const { error, message, details } = json as { error: string; message: string; details: object };
	checkWords(error);
	checkWords(message);
	expect(DETAIL_KEYS).toEqual(expect.arrayContaining(Object.keys(details)));
	expect(details).toMatchObject({
		code: expect.stringMatching(/./),
		stage: expect.stringMatching(/^[a-z_]+$/),
		retryable: expect.any(Boolean),
	});
}

function checkWords(words: unknown): void {
	expect(words).toEqual(expect.stringMatching(/./));
	const text = String(words);
	expect(text).not.toMatch(CRASH);
	expect(text.length).toBeLessThanOrEqual(LONGEST_MESSAGE);
}

/** Whether TikTok said `ok`, read as plainly as possible and independently of the node. */
export function saysOk(outcome: Outcome | undefined): boolean {
	return readCode(outcome) === 'ok';
}

/** TikTok's code in an answer; `undefined` where there is none. */
export function readCode(outcome: Outcome | undefined): unknown {
	const { error } = parseAnswer(outcome) as { error?: { code?: unknown } };
	return typeof error === 'object' && error !== null && !Array.isArray(error)
		? error.code
		: undefined;
}

/** Texts that belong to an answer's body and not to what TikTok says to people. */
export function hidesBody(run: StubbedRun): boolean {
	const mayQuote = run.given.some((outcome) => listQuotable(outcome).includes(BODY_CANARY));
	return mayQuote || !JSON.stringify([run.json, shownOf(run.thrown)]).includes(BODY_CANARY);
}

function shownOf(thrown: unknown): unknown {
	if (!(thrown instanceof NodeApiError || thrown instanceof NodeOperationError)) return null;
	const { message, description, messages, context } = thrown;
	return { message, description, messages, context };
}

/** What TikTok's envelope says in the places that are shown: mutations may have moved anything there. */
function listQuotable(outcome: Outcome): string {
	const { error, data } = parseAnswer(outcome);
	const { code, message, log_id, logid } = (error ?? {}) as Record<string, unknown>;
	return JSON.stringify([code, message, log_id, logid, data]) ?? '';
}

function parseAnswer(outcome: Outcome | undefined): Record<string, unknown> {
	if (outcome === undefined || 'thrown' in outcome) return {};
	const { body } = outcome;
	try {
		const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
		const value: unknown = JSON.parse(text);
		const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
		return isObject ? (value as Record<string, unknown>) : {};
	} catch {
		return {};
	}
}
