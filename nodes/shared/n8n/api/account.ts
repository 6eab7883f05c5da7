import type { IExecuteFunctions } from 'n8n-workflow';
import { explainCredentialFailure } from '../../../../credentials/oauth/credentialFailure';
import { findMissingScope } from '../../../../credentials/oauth/grantedScopes';
import { readText } from '../../../../credentials/oauth/tokenData';
import { asError } from '../../tiktok/api/errors';
import { isRecord } from '../../tiktok/values/isRecord';
import type { ApiCaller } from './caller';
import { CREDENTIAL_TYPE } from './credentialType';
import { errorFromCredential } from './requestFailure';

/**
 * Checks, without asking TikTok, that the connected account granted a scope. Passes when the credential
 * does not tell: TikTok decides then.
 *
 * @throws TikTokError when the scope is missing, or the credential is missing or can't be read
 */
export async function assertScopeGranted(n8n: IExecuteFunctions, scope: string): Promise<void> {
	const failure = findMissingScope(await readCredential(n8n), scope);
	if (failure !== undefined) throw errorFromCredential(failure, 'parameters');
}

/**
 * TikTok's id of the connected account, or n8n's id of the credential where TikTok's isn't stored.
 *
 * @throws TikTokError when the credential is missing or can't be read
 */
export async function readAccountId(caller: ApiCaller): Promise<string> {
	const { oauthTokenData } = await readCredential(caller);
	const openId = isRecord(oauthTokenData) ? readText(oauthTokenData, 'open_id') : '';
	if (openId !== '') return openId;
	return `credential ${caller.getNode().credentials?.[CREDENTIAL_TYPE]?.id ?? ''}`;
}

async function readCredential(caller: ApiCaller): Promise<Record<string, unknown>> {
	try {
		return await caller.getCredentials(CREDENTIAL_TYPE);
	} catch (error) {
		const failure = explainCredentialFailure(error);
		throw failure === undefined ? asError(error) : errorFromCredential(failure, 'parameters');
	}
}
