import type { IExecuteFunctions } from 'n8n-workflow';
import { explainCredentialFailure } from '../../../../credentials/oauth/credentialFailure';
import { findMissingScope, readGrantedScopes } from '../../../../credentials/oauth/grantedScopes';
import { nameOfScope } from '../../../../credentials/oauth/scopes';
import { readText } from '../../../../credentials/oauth/tokenData';
import { asError } from '../../tiktok/api/errors';
import { isRecord } from '../../tiktok/values/isRecord';
import { readAppKey } from '../../tiktok/api/appKey';
import { readPhotoAddress, type PhotoAddress } from '../../tiktok/post/photoAddress';
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
 * The scopes that the connected account granted; empty when the credential does not tell.
 *
 * @throws TikTokError when the credential is missing or can't be read
 */
export async function listGrantedScopes(n8n: IExecuteFunctions): Promise<string[]> {
	return readGrantedScopes(await readCredential(n8n));
}

/** What to do about scopes that are missing without harm. */
export function adviseOnScopes(scopes: readonly string[]): string {
	const names = scopes.map((scope) => `“${nameOfScope(scope)}”`).join(' and ');
	return `For the rest select ${names} under Scopes in the credential, beside all others that you need, and connect again.`;
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

/**
 * What photos that are files need of the credential: the address under which n8n serves them, and the secret that
 * signs their names.
 *
 * @throws InputError for an address that is none
 * @throws TikTokError when the credential is missing or can't be read
 */
export async function readPhotoKeys(
	n8n: IExecuteFunctions,
): Promise<{ readonly address: PhotoAddress; readonly secret: string }> {
	const { photoAddress, clientSecret } = await readCredential(n8n);
	return { address: readPhotoAddress(photoAddress), secret: readAppKey(clientSecret) };
}

async function readCredential(caller: ApiCaller): Promise<Record<string, unknown>> {
	try {
		return await caller.getCredentials(CREDENTIAL_TYPE);
	} catch (error) {
		const failure = explainCredentialFailure(error);
		throw failure === undefined ? asError(error) : errorFromCredential(failure, 'parameters');
	}
}
