import type { IExecuteFunctions } from 'n8n-workflow';
import { readAccountId } from '../api/account';
import { CREDENTIAL_TYPE } from '../api/credentialType';
import type { Sender } from './checkpoint';
import { hash } from './itemNames';

/**
 * The account that the node posts with now. Asks nobody but n8n.
 *
 * @throws TikTokError when the credential is missing or can't be read
 */
export async function readSender(n8n: IExecuteFunctions): Promise<Sender> {
	const account = hash(await readAccountId(n8n));
	return { account, credentialName: n8n.getNode().credentials?.[CREDENTIAL_TYPE]?.name ?? '' };
}
