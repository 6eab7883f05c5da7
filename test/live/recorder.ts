/* eslint-disable @n8n/community-nodes/require-node-api-error -- the command runs in plain Node and is never shipped */
import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { now } from '../support/tested/n8n';
import {
	asObject,
	parseLosslessJson,
	VIDEO_INIT_PATH,
	type WireObject,
} from '../support/tested/tiktok';
import type { CheckName } from './check';
import { Secrets } from './secrets';

/** One answer of TikTok's. It holds secrets: only `report.ts` makes something of it that may be shown. */
export interface Answer {
	/** `undefined` where the connection ended without an answer. */
	readonly status: number | undefined;
	/** By lower-case name. */
	readonly headers: Readonly<Record<string, string>>;
	readonly text: string;
	/** The JSON object in it; empty where there is none. */
	readonly body: WireObject;
	/** Milliseconds since the epoch. */
	readonly at: number;
}

/** One request and what came of it. */
export interface Exchange {
	/** The check that made it. */
	readonly check: string;
	readonly method: string;
	readonly url: URL;
	/** The JSON object that was sent; empty where there was none. */
	readonly sent: WireObject;
	/** Without a status until there is one. */
	answer: Answer;
}

interface Helpers {
	httpRequest(options: IHttpRequestOptions): Promise<unknown>;
}

interface ErrorResponse {
	readonly status?: number;
	readonly headers?: object;
	readonly data?: unknown;
}

const ONLY_ME = 'SELF_ONLY';

/** Sees every request that leaves through n8n's helper, and lets none through that could post publicly. */
export class Recorder {
	readonly exchanges: Exchange[] = [];
	readonly secrets = new Secrets();
	/** The check that is running. */
	check: CheckName | '' = '';

	/** The answer to the latest request. */
	get last(): Answer {
		const exchange = this.exchanges.at(-1);
		if (exchange === undefined) throw new Error('No request has been made yet');
		return exchange.answer;
	}

	/** The answer to the last request of this check to this path. */
	findLast(check: string, path: string): Answer | undefined {
		return this.exchanges.filter((it) => it.check === check && it.url.pathname === path).at(-1)
			?.answer;
	}

	/** From now on this context is watched. n8n makes its requests with authentication by the same helper. */
	watch({ helpers }: { readonly helpers: object }): void {
		const { httpRequest } = helpers as Helpers;
		Object.assign(helpers, {
			httpRequest: async (options: IHttpRequestOptions) =>
				await this.record(options, async () => await httpRequest(options)),
		});
	}

	private async record(
		options: IHttpRequestOptions,
		send: () => Promise<unknown>,
	): Promise<unknown> {
		const sent = typeof options.body === 'string' ? readObject(options.body) : {};
		assertPrivate(options.url, sent);
		const { method = 'GET', url } = options;
		// On record before it is answered: whoever interrupts the run is told what may have been made.
		const exchange = { check: this.check, method, url: new URL(url), sent, answer: noAnswer() };
		this.exchanges.push(exchange);
		try {
			const response = await send();
			exchange.answer = toAnswer(response as IN8nHttpFullResponse);
			this.secrets.keepAllOf(exchange.answer.body);
			return response;
		} catch (error) {
			exchange.answer = answerIn(error);
			throw error;
		}
	}
}

function noAnswer(): Answer {
	return { status: undefined, headers: {}, text: '', body: {}, at: now() };
}

/** n8n throws what has a status that was not expected. */
function answerIn(error: unknown): Answer {
	const { response } = Object(error) as { response?: ErrorResponse };
	if (response?.status === undefined) return noAnswer();
	const { status: statusCode, headers = {}, data } = response;
	return toAnswer({ statusCode, headers, body: data } as IN8nHttpFullResponse);
}

function toAnswer({ statusCode, headers, body }: IN8nHttpFullResponse): Answer {
	const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
	return {
		status: statusCode,
		headers: headers as Record<string, string>,
		text,
		body: readObject(text),
		at: now(),
	};
}

function readObject(text: string): WireObject {
	try {
		return asObject(parseLosslessJson(text)) ?? {};
	} catch {
		return {};
	}
}

function assertPrivate(url: string, { post_info: info, post_mode: mode }: WireObject): void {
	const level = asObject(info)?.privacy_level;
	const isDirect = url.endsWith(VIDEO_INIT_PATH) || mode === 'DIRECT_POST';
	if (level === ONLY_ME || (level === undefined && !isDirect)) return;
	throw new Error('A check was about to post to others than the account itself');
}
