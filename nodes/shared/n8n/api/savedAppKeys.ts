import type { IWebhookFunctions } from 'n8n-workflow';
import { readAppKeys, type AppKeys } from '../../../../credentials/oauth/appKeys';
import { asError } from '../../tiktok/api/errors';
import { redactMessage } from '../../tiktok/api/redact';
import { CREDENTIAL_TYPE } from './credentialType';

const NO_KEYS: AppKeys = { clientKey: '', clientSecret: '' };

/**
 * Key and secret of the app; undefined where n8n can't read the chosen credential. The account needn't be
 * connected, and TikTok isn't asked for a token.
 */
export async function readSavedAppKeys(n8n: IWebhookFunctions): Promise<AppKeys | undefined> {
	// Without a secret nothing is let through.
	if (n8n.getNode().credentials?.[CREDENTIAL_TYPE] === undefined) return NO_KEYS;
	try {
		return readAppKeys(await n8n.getCredentials(CREDENTIAL_TYPE));
	} catch (error) {
		const reason = redactMessage(asError(error).message);
		n8n.logger.debug(`${n8n.getNode().name}: the credential can not be read: ${reason}`);
		return undefined;
	}
}
