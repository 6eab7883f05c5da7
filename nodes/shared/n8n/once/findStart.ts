import type { Item } from '../api/item';
import { findFate } from '../api/postFate';
import { pause } from '../clock';
import { InputError } from '../../tiktok/api/errors';
import { outcomeUnknown } from '../../tiktok/api/outcomeUnknown';
import type { Checkpoint, Sender } from './checkpoint';
import { findEarlierPost } from './earlierPost';
import { nameContent, type ItemNames, type PostIdentity } from './itemNames';
import type { LedgerState, PostLedger } from './postLedger';
import { forgetUpload, recallPost, type RememberedPost } from './processMemory';
import { recallPublishedId } from './publishedIds';
import { leaveOtherAccount } from './sender';
import type { Posted, Start } from './start';

/** What is known of an item when it is its turn. */
export interface PostToStart {
	readonly ledger: PostLedger;
	readonly checkpoint: Checkpoint;
	readonly names: ItemNames;
	readonly sender: Sender;
	readonly identity: PostIdentity;
}

/** Whoever has claimed a post sends its last bytes within seconds. This often, and so much later, their end is asked. */
const ASK_AFTER_MS = [1_500, 2_500, 5_000, 9_000, 12_000];

/**
 * Tells where an item that is not finished has to begin. Asks TikTok about what an earlier try has done.
 *
 * @throws TikTokError `outcome_unknown` when it may have been posted and nobody can tell
 * @throws TikTokError when TikTok can't be asked; nothing was sent then
 * @throws StoppedError when the user stops the execution
 */
export async function findStart(item: Item, attempt: PostToStart): Promise<Start> {
	const { ledger, checkpoint, sender, identity } = attempt;
	await leaveOtherAccount(checkpoint, sender, ledger);
	if (checkpoint.post === undefined && checkpoint.isAnnounced) throw outcomeUnknown();
	const continued = await continueEarlierPost(item, attempt);
	if (continued !== undefined) return continued;
	for (;;) {
		const states = await ledger.begin(identity.quick);
		assertKeyCanBeKept(identity, ledger);
		const taken = states.filter(({ reached }) => reached !== 'begun');
		const posted = await findPosted(item, attempt, taken);
		if (posted !== undefined) return posted;
		if (taken.length === 0) return { kind: 'fresh' };
	}
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
): Promise<Start | undefined> {
	if (post === undefined) return undefined;
	// Another retry of the same execution may have got further than this one's checkpoint knows.
	const states = post.isCommitted ? [] : await ledger.readAll();
	const taken = states.filter(({ reached }) => reached !== 'begun');
	if (taken.length > 0) post.isCommitted = true;
	const { content, media } = nameContent(identity);
	const earlier = await findEarlierPost(item, post, {
		isSamePost: post.content === content,
		isSameFile: post.media === media,
	});
	const { publishId, creatorUsername } = post;
	switch (earlier.kind) {
		case 'uploaded':
			if (post.turns.length === 0) post.turns = taken;
			return { kind: 'uploaded', publishId, creatorUsername };
		case 'resume':
			ledger.goOn(post.turns);
			return { ...earlier, creatorUsername };
		case 'dead':
			if (post.turns.length > 0) await ledger.close(post.turns);
			return undefined;
	}
}

/**
 * The post that was made under one of the names. `undefined` where there is none: whoever had its turn is closed then.
 *
 * @throws TikTokError `outcome_unknown` when it may have been posted and nobody can tell
 */
async function findPosted(
	item: Item,
	attempt: PostToStart,
	taken: readonly LedgerState[],
): Promise<Posted | undefined> {
	// What is certain comes first: a post that was made needs no word about one that may have been.
	const certain = taken.filter(({ reached }) => reached === 'posted');
	const others = taken.filter(({ reached }) => reached !== 'posted');
	for (const state of [...certain, ...others]) {
		const posted = await judgeTaken(item, attempt, state);
		if (posted !== undefined) return posted;
	}
	return undefined;
}

async function judgeTaken(
	item: Item,
	{ ledger, names }: PostToStart,
	state: LedgerState,
): Promise<Posted | undefined> {
	const found = { kind: 'posted', turn: state, isByUserKey: state.key === names.userKey } as const;
	const post = identify(item, state);
	if (post === undefined) {
		const end = state.reached === 'posted' ? 'posted' : await awaitEnd(item, ledger, state);
		if (end === 'closed') return undefined;
		return { ...found, post: undefined };
	}
	const { publishId } = post;
	const fate = await findFate(item, { ...post, isUploaded: state.reached === 'posted' });
	if (fate.kind === 'received') {
		if (state.reached === 'committed') await ledger.finish([state]);
		return { ...found, post: { publishId, status: fate.status } };
	}
	forgetUpload(publishId);
	await ledger.close([state]);
	return undefined;
}

/** Which post it was, where this process or the workflow's static data still know. */
function identify(item: Item, turn: LedgerState): RememberedPost | undefined {
	const remembered = recallPost(turn.key);
	if (remembered?.turn === turn.turn) return remembered;
	const publishId = recallPublishedId(item.n8n, turn);
	return publishId === undefined ? undefined : { publishId, videoSize: undefined, turn: turn.turn };
}

/**
 * Waits for the end of a post that another process has claimed.
 *
 * @throws TikTokError `outcome_unknown` when nothing is heard of it: it may have ended in the middle
 */
async function awaitEnd(
	item: Item,
	ledger: PostLedger,
	{ key, turn }: LedgerState,
): Promise<'posted' | 'closed'> {
	const signal = item.n8n.getExecutionCancelSignal();
	for (const delay of ASK_AFTER_MS) {
		await pause(delay, signal);
		const state = await ledger.read(key);
		if (state.turn > turn) return 'closed';
		if (state.reached === 'posted') return 'posted';
	}
	throw outcomeUnknown();
}
