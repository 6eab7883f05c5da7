import { createHash, randomUUID } from 'crypto';
import { deepCopy, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../../tiktok/errors';
import type { OpenUpload, UploadPosition } from '../uploadVideo';
import { endOrStop } from '../pause';
import { openCheckpoint, type Checkpoint } from './checkpoint';
import { claimPost } from './claimPost';
import { findEarlierPost } from './earlierPost';
import { outcomeUnknown, takenOver } from './outcomeUnknown';
import { PostLedger } from './postLedger';
import { forgetUpload, rememberPost, rememberUpload, startWorkOn, workOn } from './processMemory';
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
	/** An upload is open and goes on from there. */
	| {
			readonly kind: 'resume';
			readonly upload: OpenUpload;
			readonly from: UploadPosition;
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
	/** Names of the post in the ledger: this item of this execution, and the user's Deduplication Key. */
	private readonly keys: readonly string[];
	private endWork = () => {};

	private constructor(
		private readonly context: IExecuteFunctions,
		private readonly checkpoint: Checkpoint,
		private readonly content: string,
		deduplicationKey: string,
	) {
		this.ledger = new PostLedger(context);
		const shared = deduplicationKey === '' ? [] : [hash(['key', deduplicationKey])];
		this.keys = [checkpoint.key, ...shared];
	}

	static open(context: IExecuteFunctions, itemIndex: number, identity: PostIdentity): PostAttempt {
		const { fileId, deduplicationKey } = identity;
		const content = hash([identity.content, deduplicationKey]);
		const itemKey = nameItem(context, itemIndex, content);
		// Without an id of the file only the checkpoint makes retries recognisable, not a crash.
		const makeKey = () => hash(['item', fileId ?? randomUUID(), itemKey, content]);
		const checkpoint = openCheckpoint.call(context, itemKey, fileId ?? '', makeKey);
		return new PostAttempt(context, checkpoint, content, deduplicationKey);
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
		this.endWork = startWorkOn(this.keys);
		const { post } = this.checkpoint;
		if (post === undefined && this.checkpoint.isAnnounced) throw outcomeUnknown();
		const start = (await this.continueEarlierPost()) ?? (await this.claim());
		if (start.kind === 'fresh') this.forgetEarlierPost();
		return start;
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

	/**
	 * To be awaited before the last bytes are sent: from here on the post may exist.
	 *
	 * @throws TikTokError `already_begun` when somebody else's last bytes were sent
	 */
	async committing(): Promise<void> {
		const { post } = this.checkpoint;
		if (post === undefined) return;
		await this.commit(post.publishId);
		post.isCommitted = true;
	}

	/**
	 * To be awaited before a call that publishes by itself: from here on the post may exist.
	 *
	 * @throws TikTokError `already_begun` when somebody else has made such a call
	 */
	async announcing(): Promise<void> {
		if (this.checkpoint.isAnnounced) return;
		await this.commit(undefined);
		this.checkpoint.isAnnounced = true;
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
		for (const key of this.keys) savePublishedId.call(this.context, key, publishId);
		await this.ledger.finish(this.keys, publishId);
	}

	/** The item is done; every later try returns this output again. */
	finished(output: IDataObject): void {
		this.checkpoint.output = deepCopy(output);
	}

	/** The try failed. Unless its last bytes went out, the post can't exist and the next try starts from nothing. */
	failedBeforeCommit(): void {
		const { post } = this.checkpoint;
		if (post !== undefined && !post.isCommitted) forgetUpload(post.publishId);
	}

	/** The post certainly does not exist and never will: its keys are free again. */
	async discard(): Promise<void> {
		const { post, isAnnounced } = this.checkpoint;
		if (post !== undefined) forgetUpload(post.publishId);
		if (post !== undefined || isAnnounced) await this.ledger.release(this.keys, post?.publishId);
		delete this.checkpoint.isAnnounced;
		if (post === undefined) return;
		// It is kept all the same: TikTok's reason may be one that the same file would meet again.
		post.isCommitted = false;
		post.isUploaded = false;
	}

	/** This try is over, well or not. */
	ended(): void {
		this.endWork();
	}

	private assertKeyCanBeKept(): void {
		if (this.keys.length === 1 || this.ledger.isAvailable) return;
		throw new InputError(
			'Deduplication Key needs a saved workflow',
			'Save the workflow, then run it again.',
		);
	}

	/** `undefined` when there is none, or it is dead. */
	private async continueEarlierPost(): Promise<Start | undefined> {
		const { post } = this.checkpoint;
		if (post === undefined) return undefined;
		// Another retry of the same execution may have got further than this one's checkpoint knows.
		post.isCommitted ||= await this.ledger.isAbout(this.checkpoint.key, post.publishId);
		const canResume = post.content === this.content;
		const earlier = await findEarlierPost.call(this.context, post, canResume);
		if (earlier.kind === 'dead') return undefined;
		const { publishId, creatorUsername } = post;
		if (earlier.kind === 'resume') return { ...earlier, creatorUsername };
		await this.uploaded(publishId);
		return { kind: 'uploaded', publishId, creatorUsername };
	}

	private async claim(): Promise<Start> {
		return await claimPost.call(this.context, this.ledger, this.keys, this.checkpoint.post);
	}

	private forgetEarlierPost(): void {
		delete this.checkpoint.post;
		delete this.checkpoint.isAnnounced;
	}

	private async commit(publishId: string | undefined): Promise<void> {
		if (!(await this.ledger.commit(this.keys, publishId))) throw takenOver();
	}

	private recordPost(publishId: string, videoSize: number, creatorUsername: string): void {
		this.checkpoint.post = {
			publishId,
			creatorUsername,
			content: this.content,
			videoSize,
			acceptedBytes: 0,
			isCommitted: false,
			isUploaded: false,
		};
		for (const key of this.keys) rememberPost(key, { publishId, videoSize });
	}

	/** Another execution of this process may be posting the same right now: its end decides. */
	private async waitForOthers(): Promise<void> {
		const stopped = this.context.getExecutionCancelSignal();
		for (let work = this.findOthersWork(); work !== undefined; work = this.findOthersWork()) {
			await endOrStop(work, stopped);
		}
	}

	private findOthersWork(): Promise<void> | undefined {
		return this.keys.map(workOn).find(Boolean);
	}
}

/**
 * What an item is called within its execution: by its place, in a loop by the run as well. An AI agent has
 * no items: each of its calls is a run of its own, also when n8n or the model tries one again, so a call is
 * known by what it posts.
 */
function nameItem(context: IExecuteFunctions, itemIndex: number, content: string): string {
	const isTool = context.getNode().type.endsWith('Tool');
	if (isTool) return `tool ${content}`;
	const { $runIndex } = context.getWorkflowDataProxy(itemIndex);
	return `${$runIndex}.${itemIndex}`;
}

function hash(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}
