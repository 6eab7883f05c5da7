import { createHash, randomUUID } from 'crypto';
import { deepCopy, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../../tiktok/errors';
import type { OpenUpload } from '../uploadVideo';
import { endOrStop } from '../pause';
import { openCheckpoint, type Checkpoint } from './checkpoint';
import { findEarlierPost, type EarlierPost } from './earlierPost';
import { outcomeUnknown } from './outcomeUnknown';
import { PostLedger } from './postLedger';
import {
	forgetUpload,
	rememberPublishId,
	rememberUpload,
	startWorkOn,
	workOn,
} from './processMemory';
import { claimPost, type PostKeys } from './claimPost';
import { savePublishedId } from './publishedIds';

/** What makes a post this post and no other. */
export interface PostIdentity {
	/** Everything that is sent to TikTok with the post, in any stable form. */
	readonly content: unknown;
	/** n8n's id of the stored file: unique for each produced file, the same when an execution is retried. */
	readonly fileId: string | undefined;
	/** The user's Deduplication Key, or `''`. */
	readonly deduplicationKey: string;
}

/** Where an item has to begin. */
export type Start =
	/** A try of this execution finished it: the output as it was. */
	| { readonly kind: 'finished'; readonly output: IDataObject }
	/** Posted before, by this or another execution; the id where it is still known. */
	| { readonly kind: 'posted'; readonly publishId: string | undefined }
	/** TikTok has the video; only the wait is left. */
	| { readonly kind: 'uploaded'; readonly publishId: string; readonly creatorUsername: string }
	/** An upload is open and goes on behind these bytes. */
	| {
			readonly kind: 'resume';
			readonly upload: OpenUpload;
			readonly acceptedBytes: number;
			readonly creatorUsername: string;
	  }
	/** Nothing of it exists at TikTok. */
	| { readonly kind: 'fresh' };

/**
 * One try at posting one item, so that however often n8n runs it (Retry On Fail, the Retry button, a
 * crash, a caller that delivers twice) there is one post.
 *
 * Order of events: `begin`; for a fresh post `opened`, `accepted` per chunk, `committing` before the last
 * bytes, `uploaded`, and at last `finished`. A post whose media TikTok fetches has `announcing` right before
 * the call that makes it, and `announced` after. Then `ended`, whatever happened.
 */
export class PostAttempt {
	private readonly ledger: PostLedger;
	private readonly keys: PostKeys;
	private endWork = () => {};

	private constructor(
		private readonly context: IExecuteFunctions,
		private readonly checkpoint: Checkpoint,
		identity: PostIdentity,
		itemKey: string,
	) {
		this.ledger = new PostLedger(context);
		const file = identity.fileId ?? checkpoint.nonce;
		this.keys = {
			own: hash(['item', file, itemKey, checkpoint.fingerprint]),
			shared:
				identity.deduplicationKey === '' ? undefined : hash(['key', identity.deduplicationKey]),
		};
	}

	static open(context: IExecuteFunctions, itemIndex: number, identity: PostIdentity): PostAttempt {
		const { $runIndex } = context.getWorkflowDataProxy(itemIndex);
		const itemKey = `${$runIndex}.${itemIndex}`;
		const fingerprint = hash([identity.content, identity.fileId, identity.deduplicationKey]);
		const checkpoint = openCheckpoint.call(context, itemKey, fingerprint, randomUUID);
		return new PostAttempt(context, checkpoint, identity, itemKey);
	}

	/**
	 * Claims the post and tells where to begin. Asks TikTok about an earlier try before anything is sent.
	 *
	 * @throws TikTokError `outcome_unknown` when it may have been posted and nobody can tell
	 * @throws TikTokError when TikTok can't be asked; nothing was sent then
	 * @throws StoppedError when the user stops the execution while another one posts the same
	 */
	async begin(): Promise<Start> {
		this.assertKeyCanBeKept();
		if (this.checkpoint.output !== undefined) {
			return { kind: 'finished', output: deepCopy(this.checkpoint.output) };
		}
		await this.waitForOthers();
		this.endWork = startWorkOn(this.listKeys());
		const { post } = this.checkpoint;
		const earlier = post && (await findEarlierPost.call(this.context, post));
		if (post === undefined || earlier === undefined || earlier.kind === 'dead') {
			if (post === undefined && this.checkpoint.isAnnounced) throw outcomeUnknown();
			delete this.checkpoint.post;
			delete this.checkpoint.isAnnounced;
			return await claimPost.call(this.context, this.ledger, this.keys, post?.publishId);
		}
		return await this.continueWith(earlier, post.publishId, post.creatorUsername);
	}

	/** TikTok has opened the post; no byte has moved yet. */
	opened(upload: OpenUpload, creatorUsername: string): void {
		rememberUpload(upload);
		this.recordPost(upload.publishId, upload.plan.video_size, creatorUsername);
	}

	/** TikTok has this many bytes. */
	accepted(bytes: number): void {
		if (this.checkpoint.post !== undefined) this.checkpoint.post.acceptedBytes = bytes;
	}

	/** To be awaited before the last bytes are sent: from here on the post may exist. */
	async committing(): Promise<void> {
		if (this.checkpoint.post?.isCommitted) return;
		for (const key of this.listKeys()) await this.ledger.commit(key);
		if (this.checkpoint.post !== undefined) this.checkpoint.post.isCommitted = true;
	}

	/** To be awaited before a call that publishes by itself: from here on the post may exist. */
	async announcing(): Promise<void> {
		this.checkpoint.isAnnounced = true;
		for (const key of this.listKeys()) await this.ledger.commit(key);
	}

	/** TikTok has accepted such a call and fetches the media by itself. */
	async announced(publishId: string, creatorUsername: string): Promise<void> {
		this.recordPost(publishId, 0, creatorUsername);
		await this.uploaded(publishId);
	}

	/** TikTok has all of it. */
	async uploaded(publishId: string): Promise<void> {
		if (this.checkpoint.post !== undefined) this.checkpoint.post.isUploaded = true;
		forgetUpload(publishId);
		for (const key of this.listKeys()) {
			savePublishedId.call(this.context, key, publishId);
			await this.ledger.finish(key);
		}
	}

	/** The item is done; every later try returns this output again. */
	finished(output: IDataObject): void {
		this.checkpoint.output = deepCopy(output);
	}

	/** The try failed. Unless its last bytes went out, the post can't exist and the next try starts from nothing. */
	async failedBeforeCommit(): Promise<void> {
		if (this.checkpoint.post?.isCommitted) return;
		await this.discard();
	}

	/** TikTok says the post failed: it does not exist, and its keys are free again. */
	async discard(): Promise<void> {
		if (this.checkpoint.post !== undefined) forgetUpload(this.checkpoint.post.publishId);
		delete this.checkpoint.isAnnounced;
		for (const key of this.listKeys()) await this.ledger.release(key);
	}

	/** This try is over, well or not. */
	ended(): void {
		this.endWork();
	}

	private assertKeyCanBeKept(): void {
		if (this.keys.shared === undefined || this.ledger.isAvailable) return;
		throw new InputError(
			'Deduplication Key needs a saved workflow',
			'Save the workflow, then run it again.',
		);
	}

	private async continueWith(
		earlier: Exclude<EarlierPost, { kind: 'dead' }>,
		publishId: string,
		creatorUsername: string,
	): Promise<Start> {
		if (earlier.kind === 'resume') return { ...earlier, creatorUsername };
		await this.uploaded(publishId);
		return { kind: 'uploaded', publishId, creatorUsername };
	}

	private recordPost(publishId: string, videoSize: number, creatorUsername: string): void {
		this.checkpoint.post = {
			publishId,
			creatorUsername,
			videoSize,
			acceptedBytes: 0,
			isCommitted: false,
			isUploaded: false,
		};
		for (const key of this.listKeys()) rememberPublishId(key, publishId);
	}

	/** Another execution of this process may be posting the same right now: its end decides. */
	private async waitForOthers(): Promise<void> {
		const stopped = this.context.getExecutionCancelSignal();
		for (let work = this.findOthersWork(); work !== undefined; work = this.findOthersWork()) {
			await endOrStop(work, stopped);
		}
	}

	private findOthersWork(): Promise<void> | undefined {
		return this.listKeys().map(workOn).find(Boolean);
	}

	private listKeys(): string[] {
		const { own, shared } = this.keys;
		return shared === undefined ? [own] : [own, shared];
	}
}

function hash(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}
