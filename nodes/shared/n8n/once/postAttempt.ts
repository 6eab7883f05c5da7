import { deepCopy, type IDataObject } from 'n8n-workflow';
import { afterSending, asError, TikTokError } from '../../tiktok/api/errors';
import { takenOver } from '../../tiktok/api/outcomeUnknown';
import type { OpenUpload } from '../../tiktok/upload/openUpload';
import type { Item } from '../api/item';
import { AnnouncedPost } from './announcedPost';
import { Books } from './books';
import { openCheckpoint } from './checkpoint';
import { assertKeyCanBeKept, findStart } from './findStart';
import { nameItem, type PostIdentity } from './itemNames';
import type { MediaFact } from './mediaFact';
import { forgetExpiredUploads, forgetUpload, rememberUpload } from './processMemory';
import { readSender } from './sender';
import type { Posted, Start, Started } from './start';
import { takeTurn, takeTurnNow } from './takeTurn';
import { VideoOnItsWay } from './videoOnItsWay';

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
 * First `begin`. A fresh video goes on with what `opened` returns, a resumed one with what it began with; media that
 * TikTok fetches with what `announcing` returns. At last `finished`; and `ended`, whatever happened.
 */
export class PostAttempt {
	private endWork: (() => void) | undefined;

	private constructor(private readonly books: Books) {}

	/** @throws TikTokError when the credential is missing or can't be read */
	static async open(item: Item, identity: PostIdentity): Promise<PostAttempt> {
		const sender = await readSender(item.n8n);
		const { account } = sender;
		const named = nameItem(item, identity, account);
		const checkpoint = openCheckpoint(item.n8n, named.slot);
		const before = checkpoint.entered?.account === account ? checkpoint.entered.keys : [];
		const keys = [...new Set([...named.keys, ...before])];
		if (checkpoint.post === undefined) checkpoint.entered = { account, keys };
		return new PostAttempt(new Books(item, checkpoint, { ...named, keys }, sender, identity));
	}

	/** Claims what is sent within seconds before it is this item's turn, so that the claim settles meanwhile. */
	async claimAhead(): Promise<void> {
		const { checkpoint, identity, ledger, names } = this.books;
		const isNew = checkpoint.post === undefined && checkpoint.output === undefined;
		if (!isNew || identity.quick === undefined) return;
		// The item before may be about the same post.
		this.endWork = takeTurnNow(names.keys);
		if (this.endWork !== undefined) await ledger.claimAhead(identity.quick.media);
	}

	/**
	 * Tells where to begin; also once more, after somebody else took over. Asks TikTok about an earlier try before
	 * anything is sent.
	 *
	 * @throws InputError for a Deduplication Key where n8n can't keep it
	 * @throws TikTokError `outcome_unknown` when it may have been posted and nobody can tell
	 * @throws TikTokError when TikTok can't be asked; nothing was sent then
	 * @throws StoppedError when the user stops the execution while another one posts the same
	 */
	async begin(): Promise<Started> {
		const { books } = this;
		const { checkpoint, identity, item, ledger, names } = books;
		assertKeyCanBeKept(identity, ledger);
		if (checkpoint.output !== undefined) {
			return { kind: 'finished', output: deepCopy(checkpoint.output) };
		}
		forgetExpiredUploads();
		this.endWork ??= await takeTurn(names.keys, item.n8n.getExecutionCancelSignal());
		return await this.note(await findStart(item, books));
	}

	private async note(start: Start): Promise<Started> {
		const { books } = this;
		const { post } = books.checkpoint;
		switch (start.kind) {
			case 'uploaded':
				if (post !== undefined) await books.finish(post);
				return start;
			case 'posted':
				if (start.post !== undefined) books.savePublishId([start.turn], start.post.publishId);
				return start;
			case 'resume':
				return { ...start, onItsWay: new VideoOnItsWay(books, start.post) };
			case 'fresh':
				return start;
		}
	}

	/** TikTok has opened the post; no byte has moved yet. */
	async opened(upload: OpenUpload, creatorUsername: string): Promise<VideoOnItsWay> {
		rememberUpload(upload);
		const { publishId, plan } = upload;
		const { books } = this;
		const post = books.open({ publishId, creatorUsername, videoSize: plan.video_size, turns: [] });
		// What is claimed ahead of a long upload would be left open by a crash in all that time.
		if (books.identity.quick !== undefined) await books.item.onItsWay?.();
		await books.ledger.lookAtClaims();
		return new VideoOnItsWay(books, post);
	}

	/**
	 * To be awaited before a call that publishes by itself: from here on the post may exist.
	 *
	 * @param fact of the media, where it is known
	 * @throws TikTokError `already_begun` when somebody else was first
	 */
	async announcing(fact: MediaFact | undefined): Promise<AnnouncedPost> {
		const turns = await this.books.ledger.commit(fact);
		if (turns === undefined) throw takenOver();
		return new AnnouncedPost(this.books, turns);
	}

	/** The item is done; every later try returns this output again. */
	finished(output: IDataObject): void {
		this.books.checkpoint.output = deepCopy(output);
	}

	/**
	 * An error ended the try. An interrupted upload stays open for the next try; after everything else that one starts
	 * from nothing, unless the last bytes went out.
	 *
	 * @returns what to go on with: once all of the post was sent, the error says so
	 */
	async failed(error: unknown): Promise<Error> {
		const { post } = this.books.checkpoint;
		const failure = error instanceof TikTokError ? error.failure : undefined;
		const isOver = failure?.code !== 'upload_interrupted';
		if (isOver && post?.isCommitted === false) forgetUpload(post.publishId);
		if (failure?.isNotPublished && post !== undefined) await this.discard(post.publishId);
		return asError(
			post?.isCommitted ? afterSending(error, post.publishId, post.isUploaded) : error,
		);
	}

	/** That post certainly does not exist and never will: its keys are free again. A later one of the item stays. */
	async discard(publishId: string): Promise<void> {
		const { books } = this;
		const { post } = books.checkpoint;
		if (post?.publishId !== publishId) return;
		forgetUpload(publishId);
		await books.tell(books.ledger.close(post.turns));
		delete books.checkpoint.isAnnounced;
		// It is kept all the same: TikTok's reason may be one that the same file would meet again.
		post.isCommitted = false;
		post.isUploaded = false;
		post.turns = [];
	}

	/** Whether what was posted under the Deduplication Key certainly had other media. */
	async hadOtherMedia(fact: MediaFact): Promise<boolean> {
		const { userKey, ledger } = this.books;
		return userKey !== undefined && (await ledger.hasOtherMedia(userKey, fact));
	}

	/** TikTok has failed the post that stood in this one's way: the keys are free again. */
	async discardEarlier({ turn }: Posted): Promise<void> {
		await this.books.tell(this.books.ledger.close([turn]));
	}

	/** This try is over, well or not. */
	async ended(): Promise<void> {
		await this.books.tell(this.books.ledger.abandon());
		this.endWork?.();
		this.endWork = undefined;
	}
}
