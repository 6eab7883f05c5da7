import type { IExecuteFunctions } from 'n8n-workflow';
import { explainCredentialFailure } from '../../../credentials/oauth/credentialFailure';
import { findMissingScope } from '../../../credentials/oauth/grantedScopes';
import { asError } from '../tiktok/errors';
import { CREDENTIAL_TYPE } from './apiRequest';
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

async function readCredential(this: IExecuteFunctions): Promise<Record<string, unknown>> {
	try {
		return await this.getCredentials(CREDENTIAL_TYPE);
	} catch (error) {
		const failure = explainCredentialFailure(error);
		throw failure === undefined ? asError(error) : errorFromCredential(failure, 'parameters');
	}
}
