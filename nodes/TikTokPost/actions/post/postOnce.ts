import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { errorFromFailReason } from '../../../shared/tiktok/errorCatalog';
import { phaseOf, type PublishStatus } from '../../../shared/tiktok/publishStatus';
import { PostAttempt, type PostIdentity } from '../../../shared/transport/exactlyOnce/postAttempt';
import { fetchPublishStatus } from '../../../shared/transport/fetchPublishStatus';
import {
	publishVideo,
	type UploadedVideo,
	type VideoPublication,
} from '../../../shared/transport/publishVideo';
import { waitForPublish } from '../../../shared/transport/waitForPublish';
import { findCreatorUsername, makePostOutput } from '../output';
import { showUploadReport } from './uploadHint';

/** How a post is sent and waited for; the same for every operation that makes posts. */
export interface PostOptions {
	/** Bytes per PUT; `undefined` = as few PUTs as TikTok allows. */
	readonly chunkBytes: number | undefined;
	/** `''` = none. */
	readonly deduplicationKey: string;
	/** `undefined` = don't wait. */
	readonly maxWaitMs: number | undefined;
}

/** Posts a video exactly once, however often n8n runs this item, and returns the item's output. */
export async function postOnce(
	this: IExecuteFunctions,
	itemIndex: number,
	identity: PostIdentity,
	publication: VideoPublication,
	options: PostOptions,
): Promise<IDataObject> {
	const attempt = PostAttempt.open(this, itemIndex, identity);
	try {
		const start = await attempt.begin();
		if (start.kind === 'finished') return start.output;
		if (start.kind === 'posted') return await describePosted.call(this, start.publishId, options);
		const { chunkBytes, maxWaitMs } = options;
		const video = await publishVideo.call(this, attempt, start, publication, chunkBytes);
		showUploadReport.call(this, video.report);
		const output = await finishPost.call(this, attempt, video, maxWaitMs, publication);
		attempt.finished(output);
		return output;
	} finally {
		attempt.ended();
	}
}

async function finishPost(
	this: IExecuteFunctions,
	attempt: PostAttempt,
	{ publishId, creatorUsername }: UploadedVideo,
	maxWaitMs: number | undefined,
	publication: VideoPublication,
): Promise<IDataObject> {
	if (maxWaitMs === undefined) {
		const status = receivedStatus(publication.source.byteLength);
		return makePostOutput(publishId, status, creatorUsername);
	}
	const { status, timedOut } = await waitForPublish.call(this, publishId, maxWaitMs);
	if (phaseOf(status) === 'failed') {
		await attempt.discard();
		throw errorFromFailReason(status.fail_reason, publishId);
	}
	const output = makePostOutput(publishId, status, creatorUsername);
	return timedOut ? { ...output, timed_out: true } : output;
}

/** The output for something that was posted before; nothing is sent. */
async function describePosted(
	this: IExecuteFunctions,
	publishId: string | undefined,
	{ deduplicationKey }: PostOptions,
): Promise<IDataObject> {
	const skipped = {
		skipped: true,
		skip_reason: 'already_posted',
		...(deduplicationKey === '' ? {} : { deduplication_key: deduplicationKey }),
	};
	if (publishId === undefined) return { publish_id: null, ...skipped };
	const status = await fetchPublishStatus.call(this, publishId);
	const username = status.post_ids.length > 0 ? await findCreatorUsername.call(this) : '';
	return { ...makePostOutput(publishId, status, username), ...skipped };
}

/** What is known right after the upload, in the form of a status answer. */
function receivedStatus(bytes: number): PublishStatus {
	return {
		status: 'PROCESSING_UPLOAD',
		fail_reason: '',
		post_ids: [],
		uploaded_bytes: bytes,
		downloaded_bytes: undefined,
	};
}
