import type { IDataObject, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { errorFromAnswer } from '../../tiktok/api/errorCatalog';
import { asError, TikTokError, type PostStage } from '../../tiktok/api/errors';
import { API_BASE_URL } from '../../tiktok/limits';
import { backoffMs, readRetryAfterSeconds } from '../../tiktok/api/retryPolicy';
import {
	readApiAnswer,
	type ApiAnswer,
	type ApiPath,
	type WireObject,
} from '../../tiktok/api/wire';
import { sendRenewing } from './sendRenewing';
import { stopSignalOf, type ApiCaller } from './caller';
import { CREDENTIAL_TYPE } from './credentialType';
import { PacedCall, type Idle, type RateLimitPolicy } from './pacedCall';
import { pause } from '../clock';
import { errorFromRequestFailure } from './requestFailure';

const API_TIMEOUT_MS = 30_000;
const ACCEPT = { Accept: 'application/json' };
/** Tries of a repeatable call that fails for a passing reason. */
const MAX_TRIES = 3;

interface ReceivedAnswer {
	readonly answer: ApiAnswer;
	readonly retryAfterSeconds: number | undefined;
}

/** A call of TikTok's API. */
export interface ApiCall {
	readonly path: ApiPath;
	readonly stage: PostStage;
	/** JSON, made when it goes out; `{}` for calls that have none, nothing for those that are made with GET. */
	readonly body?: object | (() => object);
	/** The fields that the answer shall have, for calls that want them named. */
	readonly fields?: readonly string[];
	/**
	 * The call publishes by itself, so it is not made again when its answer is lost: TikTok knows no idempotency key,
	 * and a second one could make a second post.
	 */
	readonly isOnce?: boolean;
}

/** What happens around a call. */
export interface CallHooks {
	/** What is done while it waits for its turn; nothing by default. */
	readonly idle?: Idle | undefined;
	/** Awaited right before the call goes out, after any wait for its turn. */
	readonly beforeSend?: (() => Promise<void>) | undefined;
	/** Awaited when TikTok has refused the call for its number, before any wait for another try. */
	readonly afterRefusal?: (() => Promise<void>) | undefined;
}

/**
 * Calls TikTok's API as the connected account and returns `data`.
 *
 * Calls keep within TikTok's limits per minute; where TikTok refuses one all the same, the policy decides. Others are
 * made again a few times when the network or TikTok fails.
 *
 * @throws TikTokError for every answer but `ok`, and when TikTok can't be reached
 * @throws StoppedError when the user stops the execution
 */
export async function callTikTok(
	caller: ApiCaller,
	policy: RateLimitPolicy,
	call: ApiCall,
	{ idle, beforeSend, afterRefusal }: CallHooks = {},
): Promise<WireObject> {
	const paced = await PacedCall.begin(caller, policy, call.path, idle);
	try {
		for (let failures = 0; ; ) {
			await paced.comesUp();
			await beforeSend?.();
			const outcome = await tryCall(caller, call);
			const isRefused = outcome instanceof TikTokError && outcome.failure.retry === 'wait';
			if (!isRefused) paced.taken();
			else await afterRefusal?.();
			if (!(outcome instanceof TikTokError)) return outcome;
			const delay = isRefused ? paced.refused(outcome) : delayAfter(outcome, call, ++failures);
			if (delay === undefined) throw outcome;
			await pause(delay, stopSignalOf(caller));
		}
	} finally {
		paced.end();
	}
}

/** Milliseconds until the next try; `undefined` when this failure is final. */
function delayAfter(
	{ failure }: TikTokError,
	{ isOnce }: ApiCall,
	failures: number,
): number | undefined {
	if (failure.retry !== 'soon' || isOnce === true || failures >= MAX_TRIES) return undefined;
	return backoffMs(failures, Math.random());
}

/**
 * One call with a valid token. n8n refreshes the access on every 401, but TikTok also answers 401 when a
 * scope is missing, and a refresh can't help there. So a call first takes 401 as an answer, and only a
 * token that TikTok calls invalid is worth the second call, in which n8n sees the 401, refreshes and repeats.
 */
async function tryCall(caller: ApiCaller, call: ApiCall): Promise<WireObject | TikTokError> {
	let received = await requestOnce(caller, call, false);
	if (!(received instanceof TikTokError) && isExpiredToken(received.answer)) {
		received = await requestOnce(caller, call, true);
	}
	if (received instanceof TikTokError) return received;
	const { answer, retryAfterSeconds } = received;
	return answer.ok ? answer.data : errorFromAnswer(answer, call.stage, retryAfterSeconds);
}

async function requestOnce(
	caller: ApiCaller,
	{ path, stage, body, fields }: ApiCall,
	refreshOn401: boolean,
): Promise<ReceivedAnswer | TikTokError> {
	const options: IHttpRequestOptions = {
		...(body === undefined ? { method: 'GET', headers: ACCEPT } : jsonRequest(body)),
		url: `${API_BASE_URL}${path}${fields === undefined ? '' : `?fields=${fields.join(',')}`}`,
		// The raw text, because post ids don't survive JSON.parse.
		encoding: 'text',
		returnFullResponse: true,
		ignoreHttpStatusErrors: refreshOn401 ? { ignore: true, except: [401] } : true,
		disableFollowRedirect: true,
		timeout: API_TIMEOUT_MS,
	};
	const send = async () =>
		(await caller.helpers.httpRequestWithAuthentication.call(
			caller,
			CREDENTIAL_TYPE,
			options,
		)) as IN8nHttpFullResponse;
	try {
		return readResponse(refreshOn401 ? await sendRenewing(caller, send) : await send());
	} catch (error) {
		const failure = errorFromRequestFailure(error, stage);
		if (failure instanceof TikTokError) return failure;
		throw asError(failure);
	}
}

function jsonRequest(
	body: object | (() => object),
): Pick<IHttpRequestOptions, 'method' | 'headers' | 'body'> {
	const headers = { 'Content-Type': 'application/json; charset=UTF-8', ...ACCEPT };
	const content: unknown = typeof body === 'function' ? body() : body;
	return { method: 'POST', headers, body: JSON.stringify(content) };
}

function readResponse(response: IN8nHttpFullResponse): ReceivedAnswer {
	const { body, statusCode, headers } = response;
	return {
		answer: readApiAnswer(statusCode, typeof body === 'string' ? body : JSON.stringify(body ?? '')),
		retryAfterSeconds: readRetryAfterSeconds(headers as IDataObject),
	};
}

function isExpiredToken(answer: ApiAnswer): boolean {
	if (answer.ok || answer.code === 'scope_not_authorized') return false;
	return answer.code === 'access_token_invalid' || answer.httpStatus === 401;
}
