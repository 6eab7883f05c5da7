import type { ICredentialDataDecryptedObject, IDataObject, IHttpRequestHelper } from 'n8n-workflow';
import { jsonParse } from 'n8n-workflow';

import { isSecretPadded, readAppKeys } from './appKeys';
import {
	describeNotConnected,
	describeReconnectNeeded,
	describeRefusedConnect,
	describeRefusedRefresh,
	TikTokCredentialError,
} from './credentialError';
import { recordHookRun } from './hookActivity';
import { requestRefresh } from './requestRefresh';
import { holdsUserToken, readRefusal, readText, readTokenData, withoutRefusal } from './tokenData';
import { isRecord } from '../../nodes/shared/tiktok/values/isRecord';

/**
 * The token data handed to n8n for signing, without the life of the access token. Keyed by the
 * object that n8n decrypts afresh for each request and passes to both calls.
 */
const handedOutFor = new WeakMap<ICredentialDataDecryptedObject, IDataObject>();

/**
 * The credential's hook. n8n calls it twice with the same `credentials` object: before it signs a
 * request (what comes back is used, not saved), and after it has refreshed (what comes back is
 * used and saved). The first call must therefore never refresh: TikTok's refresh tokens rotate,
 * and the new one would be lost.
 */
export async function keepTokensAlive(
	helpers: IHttpRequestHelper['helpers'],
	credentials: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
	recordHookRun();
	const handedOut = handedOutFor.get(credentials);
	if (handedOut === undefined || handedOut === credentials.oauthTokenData) {
		return prepareSigning(credentials);
	}
	// Forgotten before anything can fail, so that a later call with this object starts over.
	handedOutFor.delete(credentials);
	return { oauthTokenData: await settleRefresh(helpers, credentials, handedOut) };
}

/**
 * Before signing. Drops what a refused connect left behind and prepares n8n's refresh:
 * `clientCredentials`, in memory only, makes n8n send `additionalBodyProperties`, which holds
 * TikTok's refresh (see expressions.ts). n8n's own refresh lacks `client_key`.
 */
function prepareSigning(credentials: ICredentialDataDecryptedObject): IDataObject {
	const data = readTokenData(credentials.oauthTokenData);
	if (readText(data, 'access_token') === '') {
		const refusal = readRefusal(data);
		throw new TikTokCredentialError(
			refusal
				? describeRefusedConnect(refusal, { isSecretPadded: isSecretPadded(credentials) })
				: describeNotConnected(),
		);
	}
	const handedOut = withoutRefusal(data);
	// Left out so that it tells afterwards whether TikTok's answer to the refresh brought one.
	delete handedOut.expires_in;
	handedOutFor.set(credentials, handedOut);
	const canRefresh = readText(handedOut, 'refresh_token') !== '';
	return { oauthTokenData: handedOut, ...(canRefresh && { grantType: 'clientCredentials' }) };
}

/**
 * After n8n's refresh: `credentials` now holds the handed-out data merged with TikTok's answer.
 * A user's new token is kept; anything else (a refusal sent as HTTP 200, a token of the app
 * instead of the user, an empty answer) is settled with one refresh of our own.
 */
async function settleRefresh(
	helpers: IHttpRequestHelper['helpers'],
	credentials: ICredentialDataDecryptedObject,
	handedOut: IDataObject,
): Promise<IDataObject> {
	const merged = readTokenData(credentials.oauthTokenData);
	const isAnswered =
		merged.access_token !== handedOut.access_token || merged.expires_in !== undefined;
	if (isAnswered && holdsUserToken(merged)) return withExpiry({ ...handedOut, ...merged });

	const refusal = readRefusal(merged);
	if (refusal?.error === 'invalid_grant' && didSendWholeRefresh(credentials)) {
		throw new TikTokCredentialError(describeRefusedRefresh(refusal));
	}
	const refreshToken = readText(handedOut, 'refresh_token');
	if (refreshToken === '') throw new TikTokCredentialError(describeReconnectNeeded());
	const answer = await requestRefresh(helpers, { ...readAppKeys(credentials), refreshToken });
	return withExpiry({ ...handedOut, ...answer });
}

/** True if n8n's request was complete, so that repeating it can't bring another answer. */
function didSendWholeRefresh({
	additionalBodyProperties,
}: ICredentialDataDecryptedObject): boolean {
	if (typeof additionalBodyProperties !== 'string') return false;
	const body = jsonParse<unknown>(additionalBodyProperties, { fallbackValue: null });
	return isRecord(body) && body.grant_type === 'refresh_token';
}

/** What to save, with n8n's own note of when the access token ends, as long as TikTok said. */
function withExpiry(tokens: IDataObject): IDataObject {
	const data = withoutRefusal(tokens);
	delete data.n8n_expires_at;
	const lifeSeconds = Number(data.expires_in);
	if (!(lifeSeconds > 0)) return data;
	return { ...data, n8n_expires_at: String(Date.now() + lifeSeconds * 1000) };
}
