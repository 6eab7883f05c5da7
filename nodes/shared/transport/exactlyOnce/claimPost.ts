import type { IExecuteFunctions } from 'n8n-workflow';
import { outcomeUnknown } from './outcomeUnknown';
import { findFate, type SentPost } from './postFate';
import type { Start } from './postAttempt';
import type { PostLedger } from './postLedger';
import { forgetUpload, recallPost } from './processMemory';
import { recallPublishedId, savePublishedId } from './publishedIds';

type Claim = Extract<Start, { kind: 'fresh' | 'posted' }>;

const FRESH: Claim = { kind: 'fresh' };

/**
 * Enters a post in the ledger and decides by what stands there already. Nobody else in this process works
 * on the keys meanwhile; in another process somebody may, and then the ledger lets only one of the two
 * send its last bytes.
 *
 * @param keys names under which the post stands in the ledger
 * @param earlier the post that an earlier try of this execution opened
 * @throws TikTokError `outcome_unknown` when it may have been posted and nobody can tell
 */
export async function claimPost(
	this: IExecuteFunctions,
	ledger: PostLedger,
	keys: readonly string[],
	earlier: SentPost | undefined,
): Promise<Claim> {
	for (const key of keys) {
		const claim = await claimKey.call(this, ledger, key, earlier);
		if (claim.kind === 'posted') return claim;
	}
	return FRESH;
}

async function claimKey(
	this: IExecuteFunctions,
	ledger: PostLedger,
	key: string,
	earlier: SentPost | undefined,
): Promise<Claim> {
	const state = await ledger.begin(key);
	if (state === 'begun') {
		giveUpOpenUpload(key);
		return FRESH;
	}
	const post = await identify.call(this, ledger, key, earlier);
	if (post === undefined) {
		if (state === 'committed') throw outcomeUnknown();
		return { kind: 'posted', publishId: undefined };
	}
	const fate = await findFate.call(this, { ...post, isUploaded: state === 'posted' });
	const { publishId } = post;
	if (fate.kind === 'dead') {
		forgetUpload(publishId);
		await ledger.release([key], publishId);
		return FRESH;
	}
	savePublishedId.call(this, key, publishId);
	if (state === 'committed') await ledger.finish([key], publishId);
	return { kind: 'posted', publishId };
}

/** Which post a key stands for. What this process remembers may be outdated, so the ledger confirms it. */
async function identify(
	this: IExecuteFunctions,
	ledger: PostLedger,
	key: string,
	earlier: SentPost | undefined,
): Promise<SentPost | undefined> {
	const publishedId = recallPublishedId.call(this, key);
	const candidates: Array<SentPost | undefined> = [
		recallPost(key),
		earlier,
		publishedId === undefined ? undefined : { publishId: publishedId, videoSize: undefined },
	];
	for (const post of candidates) {
		if (post !== undefined && (await ledger.isAbout(key, post.publishId))) return post;
	}
	return undefined;
}

/** Who posts anew takes the upload over: the try that opened it may not go on with it. */
function giveUpOpenUpload(key: string): void {
	const post = recallPost(key);
	if (post !== undefined) forgetUpload(post.publishId);
}
