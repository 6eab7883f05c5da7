import { countWholeChunks } from '../../tiktok/upload/contentRange';
import { errorFromFailReason } from '../../tiktok/api/failReasons';
import { afterSending, asError, isPassing, TikTokError } from '../../tiktok/api/errors';
import { phaseOf, type PublishStatus } from '../../tiktok/api/publishStatus';
import type { OpenUpload, UploadPosition } from '../../tiktok/upload/openUpload';
import type { Item } from '../api/item';
import type { OpenedPost } from './checkpoint';
import { outcomeUnknown } from '../../tiktok/api/outcomeUnknown';
import { askStatus, findFate } from '../api/postFate';
import { forgetUpload, recallUpload } from './processMemory';

/** What became of a post that an earlier try of this execution opened. */
export type EarlierPost =
	/** TikTok has the whole video. */
	| { readonly kind: 'uploaded' }
	/** Bytes are missing and this process still has the upload URL. */
	| { readonly kind: 'resume'; readonly upload: OpenUpload; readonly from: UploadPosition }
	/** It was not published and never will be. */
	| { readonly kind: 'dead' };

/**
 * Asks TikTok what became of a post.
 *
 * @param wanted what is to be posted now: the very same, so that its upload can go on, or at least the same file
 * @throws TikTokError `outcome_unknown` when all bytes were sent and TikTok's answer leaves it open
 * @throws TikTokError with the post's reason when the same file would only fail again
 */
export async function findEarlierPost(
	item: Item,
	post: OpenedPost,
	wanted: { isSamePost: boolean; isSameFile: boolean },
): Promise<EarlierPost> {
	const upload = wanted.isSamePost ? recallUpload(post.publishId) : undefined;
	const status = await askUnlessHarmless(item, post);
	if (wanted.isSameFile) refuseHopelessFile(status, post.publishId);
	const earlier = judge(post, status, upload) ?? (await judgeByFate(item, post));
	// From here on nobody may go on with an upload that was given up.
	if (earlier.kind === 'dead') forgetUpload(post.publishId);
	return earlier;
}

/** Where it is known already whether the last bytes arrived, a TikTok that can't be asked does no harm. */
async function askUnlessHarmless(item: Item, post: OpenedPost): Promise<PublishStatus | undefined> {
	try {
		return await askStatus(item, post.publishId);
	} catch (error) {
		const { isUploaded, isCommitted, publishId } = post;
		const isKnown = isUploaded || !isCommitted;
		if (isKnown && error instanceof TikTokError && isPassing(error)) return undefined;
		throw asError(isCommitted ? afterSending(error, publishId, isUploaded) : error);
	}
}

/** `undefined` when only TikTok's word over some time can tell. */
function judge(
	post: OpenedPost,
	status: PublishStatus | undefined,
	upload: OpenUpload | undefined,
): EarlierPost | undefined {
	if (status !== undefined && phaseOf(status) === 'finished') return { kind: 'uploaded' };
	if (status !== undefined && phaseOf(status) === 'failed') return { kind: 'dead' };
	if (post.isUploaded) return { kind: 'uploaded' };
	if (status === undefined && post.isCommitted) throw outcomeUnknown(post.publishId);
	const bytes = status?.uploaded_bytes ?? 0;
	if (post.videoSize > 0 && bytes >= post.videoSize) return { kind: 'uploaded' };
	if (upload !== undefined) return resume(post, upload, bytes);
	return post.isCommitted ? undefined : { kind: 'dead' };
}

function resume(post: OpenedPost, upload: OpenUpload, bytes: number): EarlierPost {
	// Both are TikTok's word; the count in its status may lag behind its answers.
	const acceptedBytes = Math.max(post.acceptedBytes, countWholeChunks(bytes, upload.plan));
	return { kind: 'resume', upload, from: { acceptedBytes, isCommitted: post.isCommitted } };
}

async function judgeByFate(item: Item, post: OpenedPost): Promise<EarlierPost> {
	const fate = await findFate(item, post);
	return { kind: fate.kind === 'received' ? 'uploaded' : 'dead' };
}

/** @throws TikTokError when TikTok refused the file itself: the same file will not do better */
function refuseHopelessFile(status: PublishStatus | undefined, publishId: string): void {
	if (status === undefined || phaseOf(status) !== 'failed') return;
	const error = errorFromFailReason(status.fail_reason, publishId);
	if (error.failure.retry === 'file') throw error;
}
