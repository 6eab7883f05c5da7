import type { IExecuteFunctions } from 'n8n-workflow';
import { readAccountId } from '../api/account';
import { CREDENTIAL_TYPE } from '../api/credentialType';
import type { Checkpoint, Sender } from './checkpoint';
import { hash } from './itemNames';
import { sentWithOtherAccount } from '../../tiktok/api/outcomeUnknown';
import type { PostLedger } from './postLedger';
import { forgetUpload } from './processMemory';

/**
 * The account that the node posts with now. Asks nobody but n8n.
 *
 * @throws TikTokError when the credential is missing or can't be read
 */
export async function readSender(n8n: IExecuteFunctions): Promise<Sender> {
	const account = hash(await readAccountId(n8n));
	return { account, credentialName: n8n.getNode().credentials?.[CREDENTIAL_TYPE]?.name ?? '' };
}

/**
 * Settles what an earlier try did with another account. A post belongs to its account: nobody else can go on with
 * its upload or ask about it. One whose last bytes were never sent is dead, and forgotten here.
 *
 * @throws TikTokError `outcome_unknown` when it may have been published there
 */
export async function leaveOtherAccount(
	checkpoint: Checkpoint,
	{ account }: Sender,
	ledger: PostLedger,
): Promise<void> {
	const { post, isAnnounced, sender } = checkpoint;
	if (sender === undefined || sender.account === account) return;
	const isSent =
		isAnnounced ||
		post?.isCommitted ||
		// Another retry of the same execution may have got further than this checkpoint knows.
		(post !== undefined && (await ledger.isAnyCommitted(checkpoint.entered?.keys ?? [])));
	if (isSent) throw sentWithOtherAccount(sender.credentialName, post?.publishId);
	if (post !== undefined) forgetUpload(post.publishId);
	delete checkpoint.post;
	delete checkpoint.sender;
}
