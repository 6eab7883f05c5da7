import { readAppKey } from '../../nodes/shared/tiktok/api/appKey';

/** The app's keys as TikTok issued them; empty where none is stored. */
export interface AppKeys {
	readonly clientKey: string;
	readonly clientSecret: string;
}

/** The app's keys of a decrypted credential, without what a paste left around them. */
export function readAppKeys(credential: Record<string, unknown>): AppKeys {
	return {
		clientKey: readAppKey(credential.clientId),
		clientSecret: readAppKey(credential.clientSecret),
	};
}

/**
 * True if the stored Client Secret begins or ends with what is not part of it. Then n8n's own token
 * requests carry that, too: the connect, and the refresh in an execution. The key is always sent clean.
 */
export function isSecretPadded({ clientSecret }: Record<string, unknown>): boolean {
	return typeof clientSecret === 'string' && readAppKey(clientSecret) !== clientSecret;
}
