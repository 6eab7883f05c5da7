import { ApiRefusal } from '../core/errors';
import type { SimulatorState } from '../core/state';
import type { Post, PostKind } from '../types';
import { isDirect } from './caps';

/** A state after which nothing changes by itself. */
export function isFinal(post: Post): boolean {
	return ['PUBLISH_COMPLETE', 'FAILED', 'SEND_TO_USER_INBOX'].includes(post.status);
}

/** What happens to posts over time, told to whoever wants to know (webhooks). */
export interface LifecycleListener {
	onFinished(post: Post): void;
	onPublic(post: Post, postId: string): void;
	onGone(post: Post, postId: string): void;
}

/** Moves posts through TikTok's status machine. */
export class Lifecycle {
	listener: LifecycleListener | undefined;

	constructor(private readonly state: SimulatorState) {}

	/** Creates the post of an accepted init. */
	create(post: Pick<Post, 'openId' | 'kind' | 'source' | 'request' | 'totalBytes'>): Post {
		const { state } = this;
		const created: Post = {
			...post,
			publishId: publishPrefix(post.kind, post.source) + state.ids.nextPublishNumber(),
			postInfo: (post.request.post_info ?? {}) as Record<string, unknown>,
			sourceInfo: (post.request.source_info ?? {}) as Record<string, unknown>,
			status: post.source === 'FILE_UPLOAD' ? 'AWAITING_UPLOAD' : 'PROCESSING_DOWNLOAD',
			createdAt: state.clock.now(),
			bytesReceived: 0,
			chunks: [],
			postIds: [],
			hasAllBytes: false,
			polls: 0,
		};
		state.posts.push(created);
		return created;
	}

	/** All bytes are here: processing starts, and ends after polls or time (see the switches). */
	startProcessing(post: Post, problem?: string): void {
		post.status = post.source === 'FILE_UPLOAD' ? 'PROCESSING_UPLOAD' : 'PROCESSING_DOWNLOAD';
		post.polls = 0;
		post.hasAllBytes = true;
		post.pendingFailure = problem;
		const { processingMs } = this.state.switches;
		if (processingMs !== null) this.state.clock.schedule(processingMs, () => this.finish(post));
	}

	/** Counts a status poll, which may end the processing. */
	notePoll(post: Post): void {
		if (isFinal(post) || !post.hasAllBytes) return;
		post.polls += 1;
		if (post.polls > this.state.switches.processingPolls) this.finish(post);
	}

	/** Ends processing: published, in the inbox, or failed. Final posts stay as they are. */
	finish(post: Post, failReason?: string): void {
		if (isFinal(post)) return;
		const { state } = this;
		const reason = failReason ?? post.pendingFailure ?? state.switches.failReason ?? undefined;
		post.completedAt = state.clock.now();
		post.failReason = reason;
		if (reason !== undefined) post.status = 'FAILED';
		else post.status = isDirect(post) ? 'PUBLISH_COMPLETE' : 'SEND_TO_USER_INBOX';
		this.listener?.onFinished(post);
		if (post.status !== 'PUBLISH_COMPLETE') return;
		const isPublic = post.postInfo.privacy_level === 'PUBLIC_TO_EVERYONE';
		post.coverMs = this.findCover(post, isPublic);
		if (isPublic) this.scheduleModeration(post);
	}

	/** Without a time, and where TikTok does not follow it, the first frame. */
	private findCover(post: Post, isPublic: boolean): number {
		const counts = isPublic || this.state.switches.coverTimestamps === 'always';
		return counts ? Math.max(0, Number(post.postInfo.video_cover_timestamp_ms ?? 0)) : 0;
	}

	/** The creator publishes a draft from the inbox: once or several times. */
	publishDraft(post: Post, isPublic: boolean): void {
		if (
			post.status !== 'SEND_TO_USER_INBOX' &&
			(isDirect(post) || post.status !== 'PUBLISH_COMPLETE')
		) {
			throw new Error(`${post.publishId} is ${post.status}, not in the inbox`);
		}
		post.status = 'PUBLISH_COMPLETE';
		this.listener?.onFinished(post);
		if (isPublic) this.scheduleModeration(post);
	}

	/** A public post stops being public. */
	takeDown(post: Post): void {
		const [postId] = post.postIds;
		if (postId === undefined) throw new Error(`${post.publishId} is not public`);
		this.listener?.onGone(post, postId);
		post.postIds.shift();
		[post.postId] = post.postIds;
	}

	private scheduleModeration(post: Post): void {
		const { moderationMs } = this.state.switches;
		if (moderationMs === 0) this.makePublic(post);
		else this.state.clock.schedule(moderationMs, () => this.makePublic(post));
	}

	private makePublic(post: Post): void {
		const postId = this.state.ids.nextPostId();
		post.postIds.push(postId);
		[post.postId] = post.postIds;
		this.listener?.onPublic(post, postId);
	}
}

/** Finds the post of a publish_id that this user may ask about. */
export function findOwnPost(state: SimulatorState, openId: string, publishId: unknown): Post {
	const post = state.findPost(String(publishId));
	if (!post) throw new ApiRefusal('invalid_publish_id');
	if (post.openId === openId) return post;
	throw new ApiRefusal('token_not_authorized_for_specified_publish_id');
}

function publishPrefix(kind: PostKind, source: Post['source']): string {
	if (kind.endsWith('photo')) return 'p_pub_url~v2.';
	const isFile = source === 'FILE_UPLOAD';
	if (kind === 'inbox_video') return isFile ? 'v_inbox_file~v2.' : 'v_inbox_url~v2.';
	return isFile ? 'v_pub_file~v2-1.' : 'v_pub_url~v2.';
}
