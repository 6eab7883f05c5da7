import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import type { ChunkRange } from '../../tiktok/upload/chunkPlan';
import { formatContentRange } from '../../tiktok/upload/contentRange';
import { StoppedError } from '../../tiktok/api/errors';
import { readRetryAfterSeconds } from '../../tiktok/api/retryPolicy';
import type { ChunkBody } from '../media/mediaCursor';
import { now, repeatEvery } from '../clock';
import { describeNetworkTrouble } from '../api/requestFailure';

/** A connection that moves no byte for this long is given up. */
const STALL_MS = 60_000;
/** The slowest link worth waiting for: a whole PUT may take as long as it needs there. */
const SLOWEST_BYTES_PER_MS = 50;
const MIN_TIMEOUT_MS = 300_000;
const WATCH_INTERVAL_MS = 250;
const TOO_SLOW = 'the connection stood still or was too slow';

export interface PutTarget {
	readonly uploadUrl: string;
	readonly mimeType: string;
	readonly videoSize: number;
}

/** How TikTok answered a PUT; without `status` there was no answer. */
export interface PutAnswer {
	readonly status?: number;
	readonly headers: IDataObject;
	readonly retryAfterSeconds?: number;
	/** Why there was no answer, in words. */
	readonly trouble?: string;
}

/**
 * Sends one chunk. Network trouble, a time-out or a stall is an answer without status.
 *
 * The upload URL itself is the permission: no Authorization header, no redirects (n8n's helper would
 * keep the whole body in memory for them).
 *
 * @param onProgress called a few times per second with the bytes handed to the connection so far
 * @throws StoppedError when the user stopped the execution
 * @throws InputError when the source turns out too short, too long or unreadable
 * @see https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
 */
export async function putChunk(
	n8n: IExecuteFunctions,
	target: PutTarget,
	range: ChunkRange,
	chunk: ChunkBody,
	onProgress: (sentBytes: number) => void = () => {},
): Promise<PutAnswer> {
	const attempt = new AbortController();
	const stopped = n8n.getExecutionCancelSignal();
	const stopAttempt = () => attempt.abort();
	stopped?.addEventListener('abort', stopAttempt);
	if (stopped?.aborted) stopAttempt();
	const isTooSlow = makeSpeedCheck(chunk, timeoutOf(range));
	const stopWatching = repeatEvery(WATCH_INTERVAL_MS, () => {
		onProgress(chunk.sentBytes());
		// n8n's helper has one time-out; what it counts depends on n8n's version. So both are watched from here.
		if (isTooSlow()) attempt.abort();
	});
	let answer: PutAnswer;
	try {
		const options = makePutOptions(target, range, chunk.body, attempt.signal);
		answer = readPutAnswer((await n8n.helpers.httpRequest(options)) as IN8nHttpFullResponse);
	} catch (error) {
		// What was caught holds the upload URL and the chunk: only its kind goes further.
		const trouble = attempt.signal.aborted ? TOO_SLOW : describeNetworkTrouble(error);
		answer = { headers: {}, trouble };
	} finally {
		stopWatching();
		stopped?.removeEventListener('abort', stopAttempt);
		await chunk.discard();
	}
	if (answer.status === undefined) throwWhatEndedIt(stopped, chunk);
	return answer;
}

function makePutOptions(
	target: PutTarget,
	range: ChunkRange,
	body: ChunkBody['body'],
	abortSignal: AbortSignal,
): IHttpRequestOptions {
	return {
		method: 'PUT',
		url: target.uploadUrl,
		headers: {
			'Content-Type': target.mimeType,
			'Content-Length': String(range.byteLength),
			'Content-Range': formatContentRange(range, target.videoSize),
		},
		body,
		encoding: 'text',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: timeoutOf(range),
		abortSignal,
	};
}

function readPutAnswer(response: IN8nHttpFullResponse): PutAnswer {
	const headers = response.headers as IDataObject;
	return {
		status: response.statusCode,
		headers,
		retryAfterSeconds: readRetryAfterSeconds(headers),
	};
}

/** A stop or a broken source explains a failed PUT better than the connection does. */
function throwWhatEndedIt(stopped: AbortSignal | undefined, chunk: ChunkBody): void {
	if (stopped?.aborted) throw new StoppedError();
	const failure = chunk.failure();
	if (failure !== undefined) throw failure;
}

function timeoutOf({ byteLength }: ChunkRange): number {
	return Math.max(MIN_TIMEOUT_MS, Math.ceil(byteLength / SLOWEST_BYTES_PER_MS));
}

/** Tells, each time it is called, whether the last byte moved too long ago, or all of it takes too long. */
function makeSpeedCheck(chunk: ChunkBody, timeoutMs: number): () => boolean {
	const startedAt = now();
	const stallMs = STALL_MS + chunk.unseenBytes / SLOWEST_BYTES_PER_MS;
	let seenBytes = chunk.sentBytes();
	let lastProgress = startedAt;
	return () => {
		if (chunk.sentBytes() !== seenBytes) {
			seenBytes = chunk.sentBytes();
			lastProgress = now();
		}
		return now() - lastProgress > stallMs || now() - startedAt > timeoutMs;
	};
}
