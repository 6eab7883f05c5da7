import { deepCopy, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../../tiktok/errors';
import type { PublishStatus } from '../../tiktok/publishStatus';
import type { OpenUpload, UploadPosition } from '../uploadVideo';
import { endOrStop } from '../pause';
import { openCheckpoint, type Checkpoint } from './checkpoint';
import { claimPost } from './claimPost';
import { findEarlierPost } from './earlierPost';
import { hash, nameItem, type PostIdentity } from './itemNames';
import { outcomeUnknown, takenOver } from './outcomeUnknown';
import { PostLedger, type LedgerState } from './postLedger';
import { forgetUpload, rememberPost, rememberUpload, startWorkOn, workOn } from './processMemory';
import { savePublishedId } from './publishedIds';

export type { PostIdentity } from './itemNames';

/** A post that was made before, as TikTok describes it now. */
export interface PostedBefore {
	readonly publishId: string;
	readonly status: PublishStatus;
}

/** Where an item has to begin. */
export type Start =
	/** A try of this execution finished it: the output as it was. */
	| { readonly kind: 'finished'; readonly output: IDataObject }
	/** Posted before, by this or another execution; which post it was, where that is still known. */
	| { readonly kind: 'posted'; readonly post: PostedBefore | undefined }
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
	private endWork = () => {};

	private constructor(
		private readonly context: IExecuteFunctions,
		private readonly checkpoint: Checkpoint,
		/** Names of the post in the ledger; the first is always the execution's own. */
		private readonly keys: readonly string[],
		/** One more, under which the post is only entered. */
		private readonly trace: string | undefined,
		private readonly identity: PostIdentity,
	) {
		this.ledger = new PostLedger(context);
	}

	static open(context: IExecuteFunctions, itemIndex: number, identity: PostIdentity): PostAttempt {
		const { place, keys, trace } = nameItem.call(context, itemIndex, identity);
		const checkpoint = openCheckpoint.call(context, place);
		return new PostAttempt(context, checkpoint, keys, trace, identity);
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
		await this.awaitTurn();
		const { post } = this.checkpoint;
		if (post === undefined && this.checkpoint.isAnnounced) throw outcomeUnknown();
		const states = await this.ledger.begin(this.keys);
		this.assertKeyCanBeKept();
		const start = (await this.continueEarlierPost(states[0])) ?? (await this.claim(states));
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
	 * To be awaited whenever the last bytes are about to be sent: from here on the post may exist. That they
	 * were sent before is not enough, somebody may have given the post up and taken over since.
	 *
	 * @throws TikTokError `already_begun` when somebody else's last bytes were sent
	 */
	async committing(): Promise<void> {
		const { post } = this.checkpoint;
		if (post === undefined) return;
		post.isCommitted = await this.ledger.commit(this.keys, post.publishId, this.trace);
		if (post.isCommitted) return;
		forgetUpload(post.publishId);
		throw takenOver();
	}

	/**
	 * To be awaited before a call that publishes by itself: from here on the post may exist.
	 *
	 * @throws TikTokError `already_begun` when somebody else has made such a call
	 */
	async announcing(): Promise<void> {
		if (this.checkpoint.isAnnounced) return;
		if (!(await this.ledger.commit(this.keys, undefined, this.trace))) throw takenOver();
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
		await this.ledger.finish(this.allNames, publishId);
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
		if (post !== undefined || isAnnounced)
			await this.ledger.release(this.allNames, post?.publishId);
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

	private nameMedia(): string {
		return hash([this.identity.fileId, this.identity.media]);
	}

	private get allNames(): readonly string[] {
		return this.trace === undefined ? this.keys : [...this.keys, this.trace];
	}

	private assertKeyCanBeKept(): void {
		if (this.identity.deduplicationKey === '' || this.ledger.isAvailable) return;
		throw new InputError(
			'Deduplication Key needs a saved workflow',
			'Save the workflow, then run it again.',
		);
	}

	/** `undefined` when there is none, or it is dead. */
	private async continueEarlierPost(state: LedgerState | undefined): Promise<Start | undefined> {
		const { post } = this.checkpoint;
		if (post === undefined) return undefined;
		// Another retry of the same execution may have got further than this one's checkpoint knows.
		if (!post.isCommitted && state !== 'begun') {
			const [key = ''] = this.keys;
			post.isCommitted = await this.ledger.isAbout(key, post.publishId);
		}
		const earlier = await findEarlierPost.call(this.context, post, {
			isSamePost: post.content === hash(this.identity),
			isSameFile: post.media === this.nameMedia(),
		});
		if (earlier.kind === 'dead') return undefined;
		const { publishId, creatorUsername } = post;
		if (earlier.kind === 'resume') return { ...earlier, creatorUsername };
		await this.uploaded(publishId);
		return { kind: 'uploaded', publishId, creatorUsername };
	}

	private async claim(states: readonly LedgerState[]): Promise<Start> {
		const entries = this.keys.map((key, index) => ({ key, state: states[index] ?? 'begun' }));
		return await claimPost.call(this.context, this.ledger, entries, this.checkpoint.post);
	}

	private forgetEarlierPost(): void {
		delete this.checkpoint.post;
		delete this.checkpoint.isAnnounced;
	}

	private recordPost(publishId: string, videoSize: number, creatorUsername: string): void {
		this.checkpoint.post = {
			publishId,
			creatorUsername,
			content: hash(this.identity),
			media: this.nameMedia(),
			videoSize,
			acceptedBytes: 0,
			isCommitted: false,
			isUploaded: false,
		};
		for (const key of this.allNames) rememberPost(key, { publishId, videoSize });
	}

	/** Another execution of this process may be posting the same right now: its end decides. */
	private async awaitTurn(): Promise<void> {
		const stopped = this.context.getExecutionCancelSignal();
		for (let work = this.findOthersWork(); work !== undefined; work = this.findOthersWork()) {
			await endOrStop(work, stopped);
		}
		// In the same breath as the last look, or two who looked at once would both go ahead.
		this.endWork = startWorkOn(this.keys);
	}

	private findOthersWork(): Promise<void> | undefined {
		return this.keys.map(workOn).find(Boolean);
	}
}
