import type { IExecuteFunctions } from 'n8n-workflow';
import { phaseOf } from '../../tiktok/publishStatus';
import { askStatus } from './earlierPost';
import { begunElsewhere, outcomeUnknown } from './outcomeUnknown';
import type { Start } from './postAttempt';
import type { LedgerState, PostLedger } from './postLedger';
import { forgetUpload, recallPublishId, recallUpload, wasLeft } from './processMemory';
import { recallPublishedId } from './publishedIds';

/** The names under which a post stands in the ledger. */
export interface PostKeys {
	/** This item of this execution. */
	readonly own: string;
	/** The user's Deduplication Key. */
	readonly shared: string | undefined;
}

type Claim = Extract<Start, { kind: 'fresh' | 'posted' }>;

const FRESH: Claim = { kind: 'fresh' };

/**
 * Enters a post in the ledger and decides by what stands there already.
 *
 * Own key first: where it is begun, it was this very item, and an earlier try of it is over. A shared key
 * begun by somebody else may still be on its way.
 *
 * @param deadId a publish id that is known not to have been published
 * @throws TikTokError `outcome_unknown` or `already_begun` when it may exist or come to exist
 */
export async function claimPost(
	this: IExecuteFunctions,
	ledger: PostLedger,
	keys: PostKeys,
	deadId: string | undefined,
): Promise<Claim> {
	const ownState = await ledger.begin(keys.own);
	const own = await decide.call(this, ledger, keys.own, ownState, deadId);
	if (own.kind === 'posted' || keys.shared === undefined) return own;
	const sharedState = await ledger.begin(keys.shared);
	const isForeign = ownState === 'new' && sharedState === 'alive' && !wasLeft(keys.shared);
	if (isForeign) {
		await ledger.release(keys.own);
		throw begunElsewhere();
	}
	return await decide.call(this, ledger, keys.shared, sharedState, deadId);
}

async function decide(
	this: IExecuteFunctions,
	ledger: PostLedger,
	key: string,
	state: LedgerState,
	deadId: string | undefined,
): Promise<Claim> {
	switch (state) {
		case 'new':
			return FRESH;
		case 'begun':
		case 'alive':
			giveUpOpenUpload(key);
			return FRESH;
		case 'posted':
			return { kind: 'posted', publishId: recallPublishedId.call(this, key) };
		case 'committed':
			return await settleCommitted.call(this, ledger, key, deadId);
	}
}

/** The last bytes were sent and nobody heard the answer: only TikTok can tell, if the id is known. */
async function settleCommitted(
	this: IExecuteFunctions,
	ledger: PostLedger,
	key: string,
	deadId: string | undefined,
): Promise<Claim> {
	const publishId = recallPublishedId.call(this, key);
	if (publishId === undefined) throw outcomeUnknown();
	if (publishId !== deadId && !(await isDead.call(this, publishId))) {
		return { kind: 'posted', publishId };
	}
	forgetUpload(publishId);
	await ledger.release(key);
	await ledger.begin(key);
	return FRESH;
}

/** Whether a post certainly can't be published any more; `false` when it is or will be. */
async function isDead(this: IExecuteFunctions, publishId: string): Promise<boolean> {
	const status = await askStatus.call(this, publishId);
	if (status === undefined) throw outcomeUnknown(publishId);
	if (phaseOf(status) !== 'processing') return phaseOf(status) === 'failed';
	const videoSize = recallUpload(publishId)?.plan.video_size;
	const bytes = status.uploaded_bytes;
	if (bytes === undefined || videoSize === undefined) throw outcomeUnknown(publishId);
	return bytes < videoSize;
}

/** Who posts anew takes the upload over: the try that opened it may not go on with it. */
function giveUpOpenUpload(key: string): void {
	const publishId = recallPublishId(key);
	if (publishId !== undefined) forgetUpload(publishId);
}
