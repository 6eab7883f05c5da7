import { deepCopy, type IDataObject } from 'n8n-workflow';
import { afterSending, asError, TikTokError } from '../../tiktok/api/errors';
import type { OpenUpload } from '../../tiktok/upload/openUpload';
import type { Item } from '../api/item';
import type { SentPost } from '../api/postFate';
import { openCheckpoint, type Checkpoint, type Sender } from './checkpoint';
import { assertKeyCanBeKept, findStart } from './findStart';
import { nameContent, nameItem, type ItemNames, type PostIdentity } from './itemNames';
import { factOfVideo, type MediaFact } from './mediaFact';
import { takenOver } from '../../tiktok/api/outcomeUnknown';
import type { Turn } from './ledgerEntries';
import { PostLedger } from './postLedger';
import { forgetExpiredUploads, forgetUpload, rememberPost, rememberUpload } from './processMemory';
import { savePublishedId } from './publishedIds';
import { readSender } from './sender';
import type { Posted, Start } from './start';
import { takeTurn } from './takeTurn';

/*
 * The words of this room:
 * - attempt: one try at one item of one execution; Retry On Fail and Retry make further ones
 * - begun: TikTok may have opened the post, its last bytes were never sent: it can't have been published
 * - committed: the last bytes, or the call that publishes, were on their way; whether they arrived is not known
 * - posted: TikTok has all of it
 * - turn: whose post stands under a key; the first has 0, who takes over from one that came to nothing has the next
 * - closed: nothing came of a turn, and nothing will
 * - slot: an item's place in its execution, by run and index (of an AI agent's call: by what it posts)
 * - key: the Deduplication Key, or what stands for it: the stored file, or the item's place in its execution
 * - crash key: the name for a retry that has lost the others, made of when the execution began, slot and media
 * - checkpoint: what n8n keeps of an item with the execution; ledger: what it keeps for all executions of the node
 * - fate: what TikTok says became of a post that was committed
 */

/**
 * One try at posting one item, so that however often n8n runs it (Retry On Fail, the Retry button, a
 * crash, a caller that delivers twice) there is one post.
 *
 * Order of events: `begin`; for a fresh post `opened`, `accepted` per chunk, `committing` before the last
 * bytes, `uploaded`, and at last `finished`. A post whose media TikTok fetches has `announcing` right before
 * the call that makes it, and `announced` after. Then `ended`, whatever happened.
 */
export class PostAttempt {
	readonly ledger: PostLedger;
	private endWork: (() => void) | undefined;
	/** What a call that publishes by itself has in the ledger; its post has no name before TikTok answers. */
	private announcedTurns: Turn[] = [];

	private constructor(
		private readonly item: Item,
		readonly checkpoint: Checkpoint,
		readonly names: ItemNames,
		readonly sender: Sender,
		readonly identity: PostIdentity,
	) {
		this.ledger = new PostLedger(item.n8n, names);
	}

	/** @throws TikTokError when the credential is missing or can't be read */
	static async open(item: Item, identity: PostIdentity): Promise<PostAttempt> {
		const sender = await readSender(item.n8n);
		const { account } = sender;
		const named = nameItem(item, identity, account);
		const checkpoint = openCheckpoint(item.n8n, named.slot);
		const before = checkpoint.entered?.account === account ? checkpoint.entered.keys : [];
		const keys = [...new Set([...named.keys, ...before])];
		if (checkpoint.post === undefined) checkpoint.entered = { account, keys };
		return new PostAttempt(item, checkpoint, { ...named, keys }, sender, identity);
	}

	/**
	 * Tells where to begin; also once more, after somebody else took over. Asks TikTok about an earlier try before anything is sent.
	 *
	 * @throws InputError for a Deduplication Key where n8n can't keep it
	 * @throws TikTokError `outcome_unknown` when it may have been posted and nobody can tell
	 * @throws TikTokError when TikTok can't be asked; nothing was sent then
	 * @throws StoppedError when the user stops the execution while another one posts the same
	 */
	async begin(): Promise<Start> {
		assertKeyCanBeKept(this.identity, this.ledger);
		if (this.checkpoint.output !== undefined) {
			return { kind: 'finished', output: deepCopy(this.checkpoint.output) };
		}
		forgetExpiredUploads();
		const { item, names } = this;
		this.endWork ??= await takeTurn(names.keys, item.n8n.getExecutionCancelSignal());
		const start = await findStart(item, this);
		if (start.kind === 'uploaded') await this.uploaded(start.publishId);
		if (start.kind === 'posted') this.saveIds([start.turn], start.post?.publishId);
		if (start.kind === 'fresh') this.forgetEarlierPost();
		return start;
	}

	/** TikTok has opened the post; no byte has moved yet. */
	async opened(upload: OpenUpload, creatorUsername: string): Promise<void> {
		rememberUpload(upload);
		this.recordPost(upload.publishId, upload.plan.video_size, creatorUsername);
		await this.ledger.lookAtClaims();
	}

	/** TikTok has this many bytes. */
	accepted(bytes: number): void {
		if (this.checkpoint.post !== undefined) this.checkpoint.post.acceptedBytes = bytes;
	}

	/**
	 * To be awaited whenever the last bytes are about to be sent: from here on the post may exist. That they
	 * were sent before is not enough, somebody may have given the post up and taken over since.
	 *
	 * @throws TikTokError `already_begun` when somebody else was first
	 */
	async committing(): Promise<void> {
		const { post } = this.checkpoint;
		if (post === undefined) return;
		const turns = await this.ledger.commit(factOfVideo(post.videoSize));
		if (turns === undefined) throw this.giveWay();
		post.isCommitted = true;
		post.turns = [...post.turns, ...turns];
		this.rememberTurns(turns, post);
	}

	/**
	 * To be awaited before a call that publishes by itself: from here on the post may exist.
	 *
	 * @param fact of the media, where it is known
	 * @throws TikTokError `already_begun` when somebody else was first
	 */
	async announcing(fact: MediaFact | undefined): Promise<void> {
		if (this.checkpoint.isAnnounced) return;
		const turns = await this.ledger.commit(fact);
		if (turns === undefined) throw takenOver();
		this.announcedTurns = turns;
		this.checkpoint.isAnnounced = true;
		this.checkpoint.sender = this.sender;
	}

	/** TikTok has accepted such a call and fetches the media by itself. */
	async announced(publishId: string, creatorUsername: string): Promise<void> {
		this.recordPost(publishId, 0, creatorUsername, this.announcedTurns);
		this.rememberTurns(this.announcedTurns, { publishId, videoSize: 0 });
		await this.uploaded(publishId);
	}

	/** TikTok has all of it. */
	async uploaded(publishId: string): Promise<void> {
		const { post } = this.checkpoint;
		if (post !== undefined) post.isUploaded = true;
		forgetUpload(publishId);
		this.saveIds(post?.turns ?? [], publishId);
		await this.tell(this.ledger.finish(post?.turns ?? []));
	}

	/** The item is done; every later try returns this output again. */
	finished(output: IDataObject): void {
		this.checkpoint.output = deepCopy(output);
	}

	/**
	 * An error ended the try. An interrupted upload stays open for the next try; after everything else that one starts
	 * from nothing, unless the last bytes went out.
	 *
	 * @returns what to go on with: once all of the post was sent, the error says so
	 */
	async failed(error: unknown): Promise<Error> {
		const failure = error instanceof TikTokError ? error.failure : undefined;
		if (failure?.code !== 'upload_interrupted') this.forgetUncommitted();
		if (failure?.isNotPublished) await this.discard();
		const { post } = this.checkpoint;
		return asError(
			post?.isCommitted ? afterSending(error, post.publishId, post.isUploaded) : error,
		);
	}

	/** The post certainly does not exist and never will: its keys are free again. */
	async discard(): Promise<void> {
		const { post } = this.checkpoint;
		if (post !== undefined) forgetUpload(post.publishId);
		const turns = post?.turns ?? this.announcedTurns;
		if (turns.length > 0) await this.tell(this.ledger.close(turns));
		delete this.checkpoint.isAnnounced;
		if (post === undefined) return;
		// It is kept all the same: TikTok's reason may be one that the same file would meet again.
		post.isCommitted = false;
		post.isUploaded = false;
		post.turns = [];
	}

	/** Whether what was posted under the Deduplication Key certainly had other media. */
	async hadOtherMedia(fact: MediaFact): Promise<boolean> {
		const { userKey } = this.names;
		return userKey !== undefined && (await this.ledger.hasOtherMedia(userKey, fact));
	}

	/** TikTok has failed the post that stood in this one's way: the keys are free again. */
	async discardEarlier({ turn }: Posted): Promise<void> {
		await this.tell(this.ledger.close([turn]));
	}

	/** This try is over, well or not. */
	async ended(): Promise<void> {
		await this.tell(this.ledger.abandon());
		this.endWork?.();
	}

	/**
	 * What is certain is entered for later executions. Where the ledger fails, which it logs, this one goes on: a
	 * post that stays `committed` there is only asked about once more.
	 */
	private async tell(entry: Promise<void>): Promise<void> {
		await entry.catch(() => {});
	}

	private saveIds(turns: readonly Turn[], publishId: string | undefined): void {
		const turn = turns.find(({ key }) => key === this.names.userKey);
		if (turn === undefined || publishId === undefined) return;
		savePublishedId(this.item.n8n, turn, publishId);
	}

	private rememberTurns(turns: readonly Turn[], { publishId, videoSize }: SentPost): void {
		for (const { key, turn } of turns) rememberPost(key, { publishId, videoSize, turn });
	}

	/** Somebody else was first. A post whose last bytes were never sent is given up for good. */
	private giveWay(): TikTokError {
		const { post } = this.checkpoint;
		if (post !== undefined) forgetUpload(post.publishId);
		if (!post?.isCommitted) this.forgetEarlierPost();
		return takenOver();
	}

	private forgetUncommitted(): void {
		const { post } = this.checkpoint;
		if (post !== undefined && !post.isCommitted) forgetUpload(post.publishId);
	}

	private forgetEarlierPost(): void {
		delete this.checkpoint.post;
		delete this.checkpoint.isAnnounced;
		delete this.checkpoint.sender;
	}

	private recordPost(
		publishId: string,
		videoSize: number,
		creatorUsername: string,
		turns: Turn[] = [],
	): void {
		this.checkpoint.sender = this.sender;
		this.checkpoint.post = {
			publishId,
			turns,
			creatorUsername,
			...nameContent(this.identity),
			videoSize,
			acceptedBytes: 0,
			isCommitted: false,
			isUploaded: false,
		};
	}
}
