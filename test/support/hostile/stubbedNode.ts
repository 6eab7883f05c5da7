import type { IDataObject, IExecuteFunctions, IHttpRequestOptions, INode } from 'n8n-workflow';
import { router } from '../tested/node';
import { ENDPOINT_PATHS, goodBody, type HostileEndpoint } from './realAnswers';
import { ACCESS_TOKEN, CLIENT_SECRET, REFRESH_TOKEN, UPLOAD_URL } from './secrets';

/** An answer as n8n's helper hands it over; `body` is text, and to be safe anything else too. */
export interface HostileAnswer {
	readonly status: number;
	readonly headers: IDataObject;
	readonly body: unknown;
}

/** What becomes of a request: an answer, or whatever the helper throws. */
export type Outcome = HostileAnswer | { readonly thrown: unknown };

/** TikTok as one run of the node meets it. */
export interface HostileTikTok {
	readonly endpoint: HostileEndpoint;
	/** Answers of that endpoint in order; the last one stays. */
	readonly outcomes: readonly Outcome[];
	/** Answers of the upload host; by default it takes everything. */
	readonly puts?: readonly Outcome[];
}

/** What came of one run, for judging. */
export interface StubbedRun {
	/** The first output item's JSON, unless something was thrown; of an empty list `{}`. */
	readonly json?: IDataObject;
	readonly thrown?: unknown;
	readonly hints: unknown[];
	readonly logs: unknown[];
	/** What the node's context keeps with the execution. */
	readonly saved: object;
	/** Answers that the hostile endpoint gave, in order. */
	readonly given: Outcome[];
	/** Addresses that parts of the video were sent to. */
	readonly sentTo?: string[];
}

const NODE: INode = {
	id: '5e9a7d7a-0000-4000-8000-000000000002',
	name: 'TikTok Post',
	type: 'n8n-nodes-tiktok-post.tikTokPost',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const RECEIVED: Outcome = { status: 201, headers: {}, body: '' };

const CREDENTIAL = {
	clientId: 'key',
	clientSecret: CLIENT_SECRET,
	oauthTokenData: {
		access_token: ACCESS_TOKEN,
		refresh_token: REFRESH_TOKEN,
		open_id: 'open-id',
		scope:
			'user.info.basic,user.info.profile,user.info.stats,video.list,video.publish,video.upload',
	},
};

/** Runs one item through the router, with n8n's helpers stubbed and TikTok's answers scripted. */
export async function runStubbed(
	parameters: IDataObject,
	tikTok: HostileTikTok,
	continueOnFail: boolean,
	video: Buffer,
): Promise<StubbedRun> {
	const run = { hints: [], logs: [], saved: {}, given: [] as Outcome[], sentTo: [] as string[] };
	const context = makeContext(parameters, tikTok, continueOnFail, video, run);
	try {
		const [items = []] = await router(context);
		const empty = parameters.operation === 'getMany' ? {} : undefined;
		return { ...run, json: items[0]?.json ?? empty };
	} catch (thrown) {
		return { ...run, thrown };
	}
}

function makeContext(
	parameters: IDataObject,
	tikTok: HostileTikTok,
	continueOnFail: boolean,
	video: Buffer,
	run: Required<Omit<StubbedRun, 'json' | 'thrown'>>,
): IExecuteFunctions {
	const log = (...entry: unknown[]): void => void run.logs.push(entry);
	const data = { data: video.toString('base64'), mimeType: 'video/mp4' };
	const item = { json: {}, binary: { data } };
	return strict({
		getInputData: () => [item],
		getNodeParameter: (name: string, _item: number, fallback?: unknown) =>
			parameters[name] ?? fallback,
		continueOnFail: () => continueOnFail,
		getNode: () => NODE,
		getCredentials: async () => CREDENTIAL,
		getExecutionCancelSignal: () => undefined,
		getExecutionContext: () => undefined,
		getContext: () => run.saved,
		getWorkflow: () => ({}),
		getTimezone: () => 'UTC',
		getMode: () => 'manual',
		getWorkflowDataProxy: () => ({ $runIndex: 0 }),
		getWorkflowStaticData: () => run.saved,
		addExecutionHints: (...hints: unknown[]) => void run.hints.push(...hints),
		logger: { debug: log, info: log, warn: log, error: log },
		helpers: strict({
			assertBinaryData: () => data,
			httpRequestWithAuthentication: async (_type: string, options: IHttpRequestOptions) =>
				answerApi(options, tikTok, run.given),
			httpRequest: makePutAnswers(tikTok.puts ?? [RECEIVED], run.sentTo),
		}),
	}) as unknown as IExecuteFunctions;
}

function answerApi(options: IHttpRequestOptions, tikTok: HostileTikTok, given: Outcome[]): object {
	const path = new URL(options.url).pathname;
	if (path !== ENDPOINT_PATHS[tikTok.endpoint]) return deliver(goodAnswer(path), options);
	const outcome = tikTok.outcomes[Math.min(given.length, tikTok.outcomes.length - 1)];
	if (outcome === undefined) throw new Error('The test scripts no answer');
	given.push(outcome);
	return deliver(outcome, options);
}

function goodAnswer(path: string): HostileAnswer {
	const endpoints = Object.keys(ENDPOINT_PATHS) as HostileEndpoint[];
	const endpoint = endpoints.find((name) => ENDPOINT_PATHS[name] === path);
	if (endpoint === undefined) throw new Error(`No such endpoint: ${path}`);
	const isFinal = endpoint === 'status' ? 1 : 0;
	return { status: 200, headers: {}, body: goodBody(endpoint, isFinal) };
}

function makePutAnswers(
	puts: readonly Outcome[],
	sentTo: string[],
): (options: IHttpRequestOptions) => Promise<object> {
	let count = 0;
	return async (options) => {
		sentTo.push(options.url);
		const outcome = puts[Math.min(count++, puts.length - 1)];
		if (outcome === undefined) throw new Error('The test scripts no answer of the upload host');
		return deliver(outcome, options);
	};
}

/** n8n refreshes and repeats where it sees a 401; after that it throws what axios threw. */
function deliver(outcome: Outcome, options: IHttpRequestOptions): object {
	if ('thrown' in outcome) throw outcome.thrown;
	const { status, headers, body } = outcome;
	const ignore = options.ignoreHttpStatusErrors;
	const throwsOn401 = typeof ignore === 'object' && ignore.except?.includes(401) === true;
	if (status === 401 && throwsOn401) throw axiosError('ERR_BAD_REQUEST', { status, data: body });
	return { statusCode: status, headers, body };
}

/** An error as axios makes it: with the request, its headers and the answer in it. */
export function axiosError(code: unknown, response?: object): Error {
	const message = `Request failed: PUT ${UPLOAD_URL} with Bearer ${ACCESS_TOKEN}`;
	const config = {
		url: UPLOAD_URL,
		headers: { Authorization: `Bearer ${ACCESS_TOKEN}` },
		data: JSON.stringify(CREDENTIAL),
	};
	return Object.assign(new Error(message), { code, config, response, request: { config } });
}

/** Stops a test that reaches for a part of n8n nobody thought of. */
function strict<T extends object>(known: T): T {
	return new Proxy(known, {
		get(target, key) {
			if (Reflect.has(target, key) || typeof key === 'symbol') return Reflect.get(target, key);
			throw new Error(`The stub of n8n has no "${key}"`);
		},
	});
}
