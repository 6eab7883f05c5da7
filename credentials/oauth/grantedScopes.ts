import type { CredentialFailure } from './credentialError';
import { describeMissingScope } from './credentialError';
import { readText } from './tokenData';
import { isRecord } from '../../nodes/shared/tiktok/values/isRecord';

/**
 * What is wrong if the account did not grant `scope`, else undefined. TikTok lists what the user
 * really allowed in each token answer; users may allow less than was asked. Without that list
 * the answer is undefined too: TikTok then decides.
 */
export function findMissingScope(
	credential: Record<string, unknown>,
	scope: string,
): CredentialFailure | undefined {
	const granted = readGrantedScopes(credential);
	if (granted.length === 0 || granted.includes(scope)) return undefined;
	return describeMissingScope(scope);
}

/** The scopes that the connected account granted; empty if TikTok's list is not stored. */
export function readGrantedScopes({ oauthTokenData }: Record<string, unknown>): string[] {
	if (!isRecord(oauthTokenData)) return [];
	return readText(oauthTokenData, 'scope')
		.split(/[\s,]+/)
		.filter((scope) => scope !== '');
}
