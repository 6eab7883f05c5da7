import type { IDataObject, IHttpRequestHelper } from 'n8n-workflow';
import { jsonParse } from 'n8n-workflow';

import type { AppKeys } from './appKeys';
import {
	describeBlockedDomain,
	describeRefusedRefresh,
	describeTrouble,
	describeUnreachable,
	TikTokCredentialError,
} from './credentialError';
import { holdsUserToken, readRefusal, TOKEN_URL } from './tokenData';
import { isRecord } from '../../nodes/shared/tiktok/values/isRecord';

/** n8n's refresh lock makes others wait for 10 s; ours must be over before. */
const REFRESH_TIMEOUT_MS = 8_000;

/** What a refresh needs to send. */
export interface RefreshGrant extends AppKeys {
	readonly refreshToken: string;
}

/**
 * Sends one refresh as TikTok documents it, everything in the form body, and returns TikTok's
 * answer, which holds a user's access token. Refuses anything else with a TikTokCredentialError.
 * The refresh token sent is dead after that: the caller has to save the answer.
 * https://developers.tiktok.com/docs/en/oauth-refresh-a-user-access-token
 */
export async function requestRefresh(
	helpers: IHttpRequestHelper['helpers'],
	grant: RefreshGrant,
): Promise<IDataObject> {
	const { statusCode, body } = await postForm(helpers, grant);
	const answer = jsonParse<unknown>(body, { fallbackValue: null });
	if (!isRecord(answer)) {
		throw new TikTokCredentialError(describeTrouble(`TikTok answered with HTTP ${statusCode}.`));
	}
	const refusal = readRefusal(answer);
	if (refusal) throw new TikTokCredentialError(describeRefusedRefresh(refusal));
	if (!holdsUserToken(answer)) {
		throw new TikTokCredentialError(
			describeTrouble(`TikTok answered with HTTP ${statusCode} and no access token.`),
		);
	}
	return answer as IDataObject;
}

async function postForm(
	helpers: IHttpRequestHelper['helpers'],
	{ clientKey, clientSecret, refreshToken }: RefreshGrant,
): Promise<{ statusCode: number; body: string }> {
	const form = new URLSearchParams({
		client_key: clientKey,
		client_secret: clientSecret,
		grant_type: 'refresh_token',
		refresh_token: refreshToken,
	});
	try {
		return (await helpers.httpRequest({
			method: 'POST',
			url: TOKEN_URL,
			headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
			body: form,
			encoding: 'text',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: REFRESH_TIMEOUT_MS,
		})) as { statusCode: number; body: string };
	} catch (error) {
		// The caught error holds the whole request, secret included: it must not travel on as a cause.
		throw describeTransportError(error);
	}
}

function describeTransportError(error: unknown): TikTokCredentialError {
	const message = error instanceof Error ? error.message : '';
	return new TikTokCredentialError(
		/domain/i.test(message) ? describeBlockedDomain() : describeUnreachable(),
	);
}
