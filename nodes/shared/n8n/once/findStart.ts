import type { Item } from '../api/item';
import { InputError } from '../../tiktok/api/errors';
import type { Checkpoint, Sender } from './checkpoint';
import { claimPost } from './claimPost';
import { findEarlierPost } from './earlierPost';
import { nameContent, type ItemNames, type PostIdentity } from './itemNames';
import { outcomeUnknown } from '../../tiktok/api/outcomeUnknown';
import type { LedgerState, PostLedger } from './postLedger';
import { leaveOtherAccount } from './sender';
import type { Start } from './start';

/** What is known of an item when it is its turn. */
export interface PostToStart {
	readonly ledger: PostLedger;
	readonly checkpoint: Checkpoint;
	readonly names: ItemNames;
	readonly sender: Sender;
	readonly identity: PostIdentity;
}

/**
 * Tells where an item that is not finished has to begin. Asks TikTok about what an earlier try has done.
 *
 * @throws TikTokError `outcome_unknown` when it may have been posted and nobody can tell
 * @throws TikTokError when TikTok can't be asked; nothing was sent then
 * @throws StoppedError when the user stops the execution
 */
export async function findStart(item: Item, attempt: PostToStart): Promise<Start> {
	const { ledger, checkpoint, names, sender, identity } = attempt;
	await leaveOtherAccount(checkpoint, sender, ledger);
	if (checkpoint.post === undefined && checkpoint.isAnnounced) throw outcomeUnknown();
	const states = await ledger.begin(names.keys);
	assertKeyCanBeKept(identity, ledger);
	return (
		(await continueEarlierPost(item, attempt, states[0])) ?? (await claim(item, attempt, states))
	);
}

/** @throws InputError for a Deduplication Key where n8n keeps none, which is certain once the ledger was asked */
export function assertKeyCanBeKept({ deduplicationKey }: PostIdentity, ledger: PostLedger): void {
	if (deduplicationKey === '' || ledger.isAvailable) return;
	throw new InputError(
		'Deduplication Key needs a saved workflow',
		'Save the workflow, then run it again.',
	);
}

/** `undefined` when there is none, or it is dead. */
async function continueEarlierPost(
	item: Item,
	{ ledger, checkpoint: { post }, identity }: PostToStart,
	state: LedgerState | undefined,
): Promise<Start | undefined> {
	if (post === undefined) return undefined;
	// Another retry of the same execution may have got further than this one's checkpoint knows.
	if (!post.isCommitted && state !== 'begun') {
		post.isCommitted = await ledger.isAbout(post.ledgerKey, post.publishId);
	}
	const { content, media } = nameContent(identity);
	const earlier = await findEarlierPost(item, post, {
		isSamePost: post.content === content,
		isSameFile: post.media === media,
	});
	if (earlier.kind === 'dead') return undefined;
	const { publishId, creatorUsername } = post;
	if (earlier.kind === 'resume') return { ...earlier, creatorUsername };
	return { kind: 'uploaded', publishId, creatorUsername };
}

async function claim(
	item: Item,
	{ ledger, checkpoint, names: { keys, userKey } }: PostToStart,
	states: readonly LedgerState[],
): Promise<Start> {
	const entries = keys.map((key, index) => ({ key, state: states[index] ?? 'begun' }));
	const found = await claimPost(item, ledger, entries, checkpoint.post);
	if (found.kind === 'fresh') return found;
	return { kind: 'posted', post: found.post, isByUserKey: found.key === userKey };
}
