import type { IN8nHttpFullResponse } from 'n8n-workflow';
import { isSecretPadded } from '../../../../credentials/oauth/appKeys';
import {
	describeOldN8n,
	TikTokCredentialError,
} from '../../../../credentials/oauth/credentialError';
import { explainCredentialFailure } from '../../../../credentials/oauth/credentialFailure';
import { hasHookRun } from '../../../../credentials/oauth/hookActivity';
import { readText } from '../../../../credentials/oauth/tokenData';
import { isRecord } from '../../tiktok/values/isRecord';
import type { ApiCaller } from './caller';
import { CREDENTIAL_TYPE } from './credentialType';
import { pause } from '../clock';

/** How long another n8n process may take from TikTok's answer to the saved tokens. */
const SAVING_MS = 1_000;

type Credential = Record<string, unknown>;

/**
 * Sends a call again whose access token was just refused: n8n sees the 401, refreshes and repeats the call.
 *
 * A refresh token works once. Where n8n does not keep refreshes apart (before 2.30, or several processes
 * without Redis), another run may have used it meanwhile. So a refresh that TikTok calls invalid is
 * believed only when the stored access token is still the same a moment later; else the call is sent once more.
 *
 * @param send makes the call; made twice at most
 * @throws TikTokCredentialError when the refresh fails, else whatever `send` throws
 */
export async function sendRenewing(
	caller: ApiCaller,
	send: () => Promise<IN8nHttpFullResponse>,
): Promise<IN8nHttpFullResponse> {
	const before = await readCredential(caller);
	try {
		return await send();
	} catch (error) {
		if (await wasRenewedElsewhere(caller, error, before)) return await send();
		throw explainRenewal(caller, error, before);
	}
}

async function wasRenewedElsewhere(
	caller: ApiCaller,
	error: unknown,
	before: Credential,
): Promise<boolean> {
	if (explainCredentialFailure(error)?.code !== 'reconnect_needed') return false;
	await pause(SAVING_MS);
	return readAccessToken(await readCredential(caller)) !== readAccessToken(before);
}

/** n8n calls the credential's hook before each request. One that has not by now never does. */
function explainRenewal(caller: ApiCaller, error: unknown, credential: Credential): unknown {
	const failure = hasHookRun()
		? explainCredentialFailure(error, {
				place: 'getInputData' in caller ? 'execution' : 'editor',
				isSecretPadded: isSecretPadded(credential),
			})
		: describeOldN8n();
	return failure === undefined ? error : new TikTokCredentialError(failure);
}

async function readCredential(caller: ApiCaller): Promise<Credential> {
	try {
		return await caller.getCredentials(CREDENTIAL_TYPE);
	} catch {
		// The call reads it as well, and says what is wrong with it.
		return {};
	}
}

function readAccessToken({ oauthTokenData }: Credential): string {
	return isRecord(oauthTokenData) ? readText(oauthTokenData, 'access_token') : '';
}
