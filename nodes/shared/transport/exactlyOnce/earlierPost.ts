import type { IExecuteFunctions } from 'n8n-workflow';
import { findChunkEnd } from '../../tiktok/contentRange';
import { errorFromFailReason } from '../../tiktok/errorCatalog';
import { TikTokError, withPublishId } from '../../tiktok/errors';
import { phaseOf, type PublishStatus } from '../../tiktok/publishStatus';
import { fetchPublishStatus } from '../fetchPublishStatus';
import type { OpenUpload } from '../uploadVideo';
import type { OpenedPost } from './checkpoint';
import { outcomeUnknown } from './outcomeUnknown';
import { forgetUpload, recallUpload } from './processMemory';

/** What became of a post that an earlier try of this execution opened. */
export type EarlierPost =
	/** TikTok has the whole video. */
	| { readonly kind: 'uploaded' }
	/** Bytes are missing and this process still has the upload URL. */
	| { readonly kind: 'resume'; readonly upload: OpenUpload; readonly acceptedBytes: number }
	/** It was not published and never will be. */
	| { readonly kind: 'dead' };

/**
 * Asks TikTok what became of a post.
 *
 * @throws TikTokError `outcome_unknown` when TikTok doesn't know it any more although all bytes were sent
 * @throws TikTokError with the post's reason when the same file would only fail again
 */
export async function findEarlierPost(
	this: IExecuteFunctions,
	post: OpenedPost,
): Promise<EarlierPost> {
	const earlier = await judge.call(this, post);
	// From here on nobody may go on with an upload that was given up.
	if (earlier.kind === 'dead') forgetUpload(post.publishId);
	return earlier;
}

async function judge(this: IExecuteFunctions, post: OpenedPost): Promise<EarlierPost> {
	const status = await askStatus.call(this, post.publishId);
	if (status === undefined) {
		if (post.isCommitted) throw outcomeUnknown(post.publishId);
		return { kind: 'dead' };
	}
	switch (phaseOf(status)) {
		case 'finished':
			return { kind: 'uploaded' };
		case 'failed':
			refuseSameFile(status.fail_reason, post.publishId);
			return { kind: 'dead' };
		case 'processing':
			return judgeUnfinished(post, status);
	}
}

function judgeUnfinished(post: OpenedPost, status: PublishStatus): EarlierPost {
	const bytes = status.uploaded_bytes;
	if (post.isUploaded || (bytes !== undefined && bytes >= post.videoSize))
		return { kind: 'uploaded' };
	const upload = recallUpload(post.publishId);
	if (upload !== undefined) {
		const acceptedBytes = findChunkEnd(bytes, upload.plan) ?? post.acceptedBytes;
		return { kind: 'resume', upload, acceptedBytes };
	}
	const isIncomplete = !post.isCommitted || bytes !== undefined;
	return { kind: isIncomplete ? 'dead' : 'uploaded' };
}

/** `undefined` when TikTok doesn't know the post any more. */
export async function askStatus(
	this: IExecuteFunctions,
	publishId: string,
): Promise<PublishStatus | undefined> {
	try {
		return await fetchPublishStatus.call(this, publishId);
	} catch (error) {
		if (error instanceof TikTokError && error.failure.code === 'invalid_publish_id') {
			return undefined;
		}
		throw withPublishId(error, publishId);
	}
}

/** @throws TikTokError when TikTok refused the file itself: the same file will not do better */
function refuseSameFile(failReason: string, publishId: string): void {
	const error = errorFromFailReason(failReason, publishId);
	if (error.failure.retry === 'file') throw error;
}
