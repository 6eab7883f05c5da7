import { outcomeUnknown } from '../../tiktok/api/outcomeUnknown';
import type { Item } from '../api/item';
import { findFate, type SentPost } from '../api/postFate';
import type { LedgerState, PostLedger } from './postLedger';
import { forgetUpload, recallPost } from './processMemory';
import { recallPublishedId } from './publishedIds';
import type { PostedBefore } from './start';

/** Nothing speaks against a post, or it was made before. */
type Claim =
	| { readonly kind: 'fresh' }
	| { readonly kind: 'posted'; readonly post: PostedBefore | undefined; readonly key: string };

/** A name of a post, and what the ledger says about it. */
export interface LedgerEntry {
	readonly key: string;
	readonly state: LedgerState;
}

const FRESH: Claim = { kind: 'fresh' };

/**
 * Decides by what stands in the ledger already whether a post is to be made. Nobody else in this process works
 * on the keys meanwhile; in another process somebody may, and then the ledger lets only one of the two
 * send its last bytes.
 *
 * @param entries the names under which the post stands in the ledger, and how far it had got there
 * @param earlier the post that an earlier try of this execution opened, if it is dead
 * @throws TikTokError `outcome_unknown` when it may have been posted and nobody can tell
 */
export async function claimPost(
	item: Item,
	ledger: PostLedger,
	entries: readonly LedgerEntry[],
	earlier: SentPost | undefined,
): Promise<Claim> {
	const dead = new Map(earlier && [[earlier.publishId, earlier]]);
	// What is certain comes first: a post that was made needs no word about one that may have been.
	const isPosted = ({ state }: LedgerEntry) => state === 'posted';
	const rest = entries.filter((entry) => !isPosted(entry));
	for (const entry of [...entries.filter(isPosted), ...rest]) {
		const claim = await claimKey(item, ledger, entry, dead);
		if (claim.kind === 'posted') return claim;
	}
	return FRESH;
}

async function claimKey(
	item: Item,
	ledger: PostLedger,
	{ key, state }: LedgerEntry,
	dead: Map<string, SentPost>,
): Promise<Claim> {
	if (state === 'begun') {
		giveUpOpenUpload(key);
		return FRESH;
	}
	const post = await identify(item, ledger, key, dead);
	if (post === undefined) {
		if (state === 'committed') throw outcomeUnknown();
		return { kind: 'posted', post: undefined, key };
	}
	const { publishId } = post;
	if (!dead.has(publishId)) {
		const fate = await findFate(item, { ...post, isUploaded: state === 'posted' });
		if (fate.kind === 'received') {
			if (state === 'committed') await ledger.finish([key], publishId);
			return { kind: 'posted', post: { publishId, status: fate.status }, key };
		}
		dead.set(publishId, post);
	}
	forgetUpload(publishId);
	await ledger.release([key], publishId);
	return FRESH;
}

/** Which post a key stands for. What this process remembers may be outdated, so the ledger confirms it. */
async function identify(
	item: Item,
	ledger: PostLedger,
	key: string,
	dead: ReadonlyMap<string, SentPost>,
): Promise<SentPost | undefined> {
	const publishedId = recallPublishedId(item.n8n, key);
	const candidates: Array<SentPost | undefined> = [
		recallPost(key),
		...dead.values(),
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
