import type { IDataObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { asError } from '../../../tiktok/api/errors';
import { parseUrl } from '../../../tiktok/values/parseUrl';
import type { N8nStream } from '../mediaSource';
import { throwIfStopped } from '../../clock';
import {
	badRedirect,
	badUrl,
	brokenDownload,
	changedFile,
	privateAddress,
	refusedDownload,
} from './downloadFailure';
import { mayDownloadFrom } from './egress';

/** A download that has begun. Always close it. */
export interface Download {
	/** 200, or 206 when a part was asked for and is what comes. */
	readonly status: number;
	readonly headers: IDataObject;
	readonly stream: N8nStream;
	/** Ends the stream and the connection, also while something is awaited from them. */
	close(): void;
}

/** What is to be downloaded, and how messages call it. */
export interface DownloadTarget {
	readonly url: string;
	/** The parameter as the editor shows it. */
	readonly label: string;
	/** How long the server may take to answer; 30 seconds if left out. */
	readonly answerTimeoutMs?: number;
}

const MAX_REDIRECTS = 5;
const ANSWER_TIMEOUT_MS = 30_000;
const REDIRECT_STATUSES: readonly number[] = [301, 302, 303, 307, 308];

/**
 * Starts a download. Redirects are followed here, one by one, so that each target is checked before it is
 * asked. Nothing of the credential goes along.
 *
 * @param headers for a part of the file: `Range`, `If-Range`
 * @throws InputError for a URL that can't be downloaded from
 * @throws InputError when the server has no such part any more
 * @throws TikTokError `media_unavailable` when the server does not deliver
 * @throws StoppedError when the user stopped the execution
 */
export async function startDownload(
	n8n: IExecuteFunctions,
	{ url, label, answerTimeoutMs = ANSWER_TIMEOUT_MS }: DownloadTarget,
	headers: IDataObject = {},
): Promise<Download> {
	let target = parseTarget(url, label);
	for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
		if (!(await mayDownloadFrom(n8n, target))) throw privateAddress(label, target.href);
		const answer = await requestFile(n8n, target, label, headers, answerTimeoutMs);
		if (!REDIRECT_STATUSES.includes(answer.status)) return asFile(answer, label, headers);
		answer.close();
		target = resolveRedirect(target, answer.headers.location, label);
	}
	throw badRedirect(label, `more than ${MAX_REDIRECTS} times`);
}

/** @throws InputError for what is no plain http or https URL */
export function checkDownloadUrl({ url, label }: DownloadTarget): void {
	parseTarget(url, label);
}

function parseTarget(text: string, label: string): URL {
	const url = parseUrl(text);
	if (url === undefined) throw badUrl(label, text, 'is not a URL');
	if (url.protocol !== 'https:' && url.protocol !== 'http:') {
		throw badUrl(label, text, 'does not begin with https:// or http://');
	}
	if (url.username !== '' || url.password !== '') {
		throw badUrl(label, text, 'contains a user name or password');
	}
	return url;
}

function resolveRedirect(from: URL, location: unknown, label: string): URL {
	const text = typeof location === 'string' ? location : '';
	const target = text === '' ? undefined : parseUrl(text, from.href);
	if (target === undefined) throw badRedirect(label, 'to nowhere');
	const isWeb = target.protocol === 'https:' || target.protocol === 'http:';
	if (!isWeb || target.username !== '' || target.password !== '')
		throw badRedirect(label, 'to something that is no web address');
	if (from.protocol === 'https:' && target.protocol === 'http:') {
		throw badRedirect(label, 'from https to http');
	}
	return target;
}

async function requestFile(
	n8n: IExecuteFunctions,
	target: URL,
	label: string,
	headers: IDataObject,
	timeout: number,
): Promise<Download> {
	const stopped = n8n.getExecutionCancelSignal();
	throwIfStopped(stopped);
	const connection = connectionUntil(stopped);
	const options: IHttpRequestOptions = {
		method: 'GET',
		url: target.href,
		// A compressed file would not have the length that the server tells.
		headers: { Accept: '*/*', 'Accept-Encoding': 'identity', ...headers },
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout,
		abortSignal: connection.signal,
	};
	try {
		const { statusCode, headers: received, body } = await n8n.helpers.httpRequest(options);
		const stream: N8nStream = body;
		const close = () => {
			stream.destroy();
			connection.end();
		};
		return { status: statusCode, headers: received, stream, close };
	} catch (error) {
		connection.end();
		throwIfStopped(stopped);
		throw asError(brokenDownload(label, error));
	}
}

/**
 * Destroying a stream of n8n's does not end its connection, nor a wait for the next bytes (n8n wraps the
 * connection to count them). Its abort signal does.
 */
function connectionUntil(stopped: AbortSignal | undefined): {
	readonly signal: AbortSignal;
	end(): void;
} {
	const connection = new AbortController();
	const end = () => {
		stopped?.removeEventListener('abort', end);
		connection.abort();
	};
	stopped?.addEventListener('abort', end);
	return { signal: connection.signal, end };
}

function asFile(answer: Download, label: string, asked: IDataObject): Download {
	const { status } = answer;
	if (status === 200 || status === 206) return answer;
	answer.close();
	// A file that ends before the part that was asked for is a shorter one than before.
	if (status === 416 && asked.Range !== undefined) throw changedFile(label);
	throw refusedDownload(label, status);
}
