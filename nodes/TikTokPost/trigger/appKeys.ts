import type { IWebhookFunctions } from 'n8n-workflow';
import { CREDENTIAL_TYPE } from '../../shared/n8n/api/credentialType';
import { asError } from '../../shared/tiktok/api/errors';
import { redactMessage } from '../../shared/tiktok/api/redact';
import { readAppKey } from '../../shared/tiktok/api/appKey';

interface AppKeys {
	readonly clientKey: string;
	readonly clientSecret: string;
}

const NO_KEYS: AppKeys = { clientKey: '', clientSecret: '' };

/**
 * Key and secret of the app; undefined where n8n can't read the chosen credential. The account needn't be
 * connected, and TikTok isn't asked for a token.
 */
export async function readAppKeys(n8n: IWebhookFunctions): Promise<AppKeys | undefined> {
	// Without a secret nothing is let through.
	if (n8n.getNode().credentials?.[CREDENTIAL_TYPE] === undefined) return NO_KEYS;
	try {
		const { clientId, clientSecret } = await n8n.getCredentials(CREDENTIAL_TYPE);
		return { clientKey: readAppKey(clientId), clientSecret: readAppKey(clientSecret) };
	} catch (error) {
		const reason = redactMessage(asError(error).message);
		n8n.logger.debug(`${n8n.getNode().name}: the credential can not be read: ${reason}`);
		return undefined;
	}
}
