import type { IExecuteFunctions } from 'n8n-workflow';
import { explainCredentialFailure } from '../../../../credentials/oauth/credentialFailure';
import { findMissingScope } from '../../../../credentials/oauth/grantedScopes';
import { asError } from '../../tiktok/api/errors';
import type { ApiCaller } from './callTikTok';
import { CREDENTIAL_TYPE } from './credentialType';
import { errorFromCredential } from './requestFailure';

/**
 * Checks, without asking TikTok, that the connected account granted a scope. Passes when the credential
 * does not tell: TikTok decides then.
 *
 * @throws TikTokError when the scope is missing, or the credential is missing or can't be read
 */
export async function assertScopeGranted(this: IExecuteFunctions, scope: string): Promise<void> {
	const failure = findMissingScope(await readCredential.call(this), scope);
	if (failure !== undefined) throw errorFromCredential(failure, 'parameters');
}

/**
 * TikTok's id of the connected account, or n8n's id of the credential where TikTok's isn't stored.
 *
 * @throws TikTokError when the credential is missing or can't be read
 */
export async function readAccountId(this: ApiCaller): Promise<string> {
	const { oauthTokenData } = await readCredential.call(this);
	const openId: unknown =
		typeof oauthTokenData === 'object' && oauthTokenData !== null && 'open_id' in oauthTokenData
			? oauthTokenData.open_id
			: undefined;
	if (typeof openId === 'string' && openId !== '') return openId;
	return `credential ${this.getNode().credentials?.[CREDENTIAL_TYPE]?.id ?? ''}`;
}

async function readCredential(this: ApiCaller): Promise<Record<string, unknown>> {
	try {
		return await this.getCredentials(CREDENTIAL_TYPE);
	} catch (error) {
		const failure = explainCredentialFailure(error);
		throw failure === undefined ? asError(error) : errorFromCredential(failure, 'parameters');
	}
}
