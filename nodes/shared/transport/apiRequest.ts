import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { errorFromAnswer } from '../tiktok/errorCatalog';
import type { PostStage } from '../tiktok/errors';
import { API_BASE_URL } from '../tiktok/limits';
import { readRetryAfterSeconds } from '../tiktok/retryPolicy';
import { readApiAnswer, type ApiAnswer, type ApiPath, type WireObject } from '../tiktok/wire';
import { errorFromRequestFailure } from './requestFailure';

export const CREDENTIAL_TYPE = 'tikTokOAuth2Api';

/** Where TikTok can be called from: a running node, or a drop-down in the editor. */
export type ApiCaller = IExecuteFunctions | ILoadOptionsFunctions;

const API_TIMEOUT_MS = 30_000;

interface ReceivedAnswer {
	readonly answer: ApiAnswer;
	readonly retryAfterSeconds: number | undefined;
}

/**
 * Calls TikTok's posting API as the connected account and returns `data`.
 *
 * n8n refreshes the access on every 401, but TikTok also answers 401 when a scope is missing, and a
 * refresh can't help there. So a call first takes 401 as an answer, and only a token that TikTok calls
 * invalid is worth the second call, in which n8n sees the 401, refreshes and repeats.
 *
 * @param body JSON body; `undefined` for calls without one
 * @throws TikTokError for every answer but `ok`, and when TikTok can't be reached
 */
export async function callTikTok(
	this: ApiCaller,
	path: ApiPath,
	stage: PostStage,
	body?: object,
): Promise<WireObject> {
	let received = await requestOnce.call(this, path, stage, body, false);
	if (isExpiredToken(received.answer)) {
		received = await requestOnce.call(this, path, stage, body, true);
	}
	if (received.answer.ok) return received.answer.data;
	throw errorFromAnswer(received.answer, stage, received.retryAfterSeconds);
}

async function requestOnce(
	this: ApiCaller,
	path: ApiPath,
	stage: PostStage,
	body: object | undefined,
	refreshOn401: boolean,
): Promise<ReceivedAnswer> {
	const options: IHttpRequestOptions = {
		method: 'POST',
		url: `${API_BASE_URL}${path}`,
		headers: { 'Content-Type': 'application/json; charset=UTF-8', Accept: 'application/json' },
		body: body === undefined ? undefined : JSON.stringify(body),
		// The raw text, because post ids don't survive JSON.parse.
		encoding: 'text',
		returnFullResponse: true,
		ignoreHttpStatusErrors: refreshOn401 ? { ignore: true, except: [401] } : true,
		disableFollowRedirect: true,
		timeout: API_TIMEOUT_MS,
	};
	try {
		const response = (await this.helpers.httpRequestWithAuthentication.call(
			this,
			CREDENTIAL_TYPE,
			options,
		)) as IN8nHttpFullResponse;
		return readResponse(response);
	} catch (error) {
		throw errorFromRequestFailure(error, stage);
	}
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
