import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { errorFromFailReason } from '../../../shared/tiktok/failReasons';
import { phaseOf, type PublishStatus } from '../../../shared/tiktok/publishStatus';
import {
	PostAttempt,
	type PostedBefore,
	type PostIdentity,
} from '../../../shared/transport/exactlyOnce/postAttempt';
import { initVideoUpload } from '../../../shared/transport/initPost';
import { publishPulled } from '../../../shared/transport/publishPulled';
import {
	publishVideo,
	type UploadStart,
	type VideoPublication,
} from '../../../shared/transport/publishVideo';
import { waitForPublish } from '../../../shared/transport/waitForPublish';
import { findCreatorUsername, makePostOutput } from '../output';
import type { PulledMedia, SentMedia } from './media';
import { checkVideo, type PostDraft } from './postDraft';
import type { PostOptions } from './postOptions';
import { showUploadReport } from './uploadHint';
import { showWarnings } from './warningHints';

/** A post that TikTok has, and what is known of it without asking. */
interface AcceptedPost {
	readonly publishId: string;
	readonly creatorUsername: string;
	readonly status: PublishStatus;
}

/** Makes a post exactly once, however often n8n runs this item, and returns the item's output. */
export async function postOnce(
	this: IExecuteFunctions,
	itemIndex: number,
	draft: PostDraft,
	options: PostOptions,
): Promise<IDataObject> {
	const attempt = PostAttempt.open(this, itemIndex, identify(draft, options));
	try {
		const start = await attempt.begin();
		if (start.kind === 'finished') return start.output;
		if (start.kind === 'posted') return await describePosted.call(this, start.post, options);
		const post = await sendPost.call(this, attempt, start, draft, options);
		const output = await finishPost.call(this, attempt, post, options.maxWaitMs);
		attempt.finished(output);
		return output;
	} finally {
		attempt.ended();
	}
}

function identify({ call, media }: PostDraft, { deduplicationKey }: PostOptions): PostIdentity {
	const isSent = media.kind === 'sent';
	return {
		content: call,
		media: isSent ? media.identity : media.source,
		fileId: isSent ? media.fileId : undefined,
		deduplicationKey,
	};
}

async function sendPost(
	this: IExecuteFunctions,
	attempt: PostAttempt,
	start: UploadStart,
	draft: PostDraft,
	options: PostOptions,
): Promise<AcceptedPost> {
	return draft.media.kind === 'sent'
		? await sendVideo.call(this, attempt, start, draft, draft.media, options)
		: await sendPulled.call(this, attempt, start, draft, draft.media);
}

async function sendVideo(
	this: IExecuteFunctions,
	attempt: PostAttempt,
	start: UploadStart,
	draft: PostDraft,
	media: SentMedia,
	{ chunkBytes }: PostOptions,
): Promise<AcceptedPost> {
	const prepare = async () => await prepareVideo.call(this, draft, media);
	const video = await publishVideo.call(this, attempt, start, prepare, chunkBytes);
	showUploadReport.call(this, video.report);
	return { ...video, status: acceptedStatus('PROCESSING_UPLOAD', video.report?.bytes) };
}

async function prepareVideo(
	this: IExecuteFunctions,
	draft: PostDraft,
	media: SentMedia,
): Promise<VideoPublication> {
	const source = await media.findSource();
	return {
		source,
		check: async (cursor) => {
			const { mimeType, creator, warnings } = await checkVideo.call(this, draft, cursor, source);
			showWarnings.call(this, warnings);
			return { mimeType, creatorUsername: creator.info?.creator_username ?? '' };
		},
		init: async (file) => await initVideoUpload.call(this, draft.call, file),
	};
}

async function sendPulled(
	this: IExecuteFunctions,
	attempt: PostAttempt,
	start: UploadStart,
	{ call, checkCreator }: PostDraft,
	{ source, inspect }: PulledMedia,
): Promise<AcceptedPost> {
	const check = async () => {
		showWarnings.call(this, await inspect());
		return (await checkCreator()).info?.creator_username ?? '';
	};
	const post = await publishPulled.call(this, attempt, start, { call, source, check });
	return { ...post, status: acceptedStatus('PROCESSING_DOWNLOAD') };
}

async function finishPost(
	this: IExecuteFunctions,
	attempt: PostAttempt,
	{ publishId, creatorUsername, status: accepted }: AcceptedPost,
	maxWaitMs: number | undefined,
): Promise<IDataObject> {
	if (maxWaitMs === undefined) return makePostOutput(publishId, accepted, creatorUsername);
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
	post: PostedBefore | undefined,
	{ deduplicationKey }: PostOptions,
): Promise<IDataObject> {
	const skipped = {
		skipped: true,
		skip_reason: 'already_posted',
		...(deduplicationKey === '' ? {} : { deduplication_key: deduplicationKey }),
	};
	if (post === undefined) return { publish_id: null, ...skipped };
	const { publishId, status } = post;
	const username = status.post_ids.length > 0 ? await findCreatorUsername.call(this) : '';
	return { ...makePostOutput(publishId, status, username), ...skipped };
}

/** What is known right after TikTok took a post, in the form of a status answer. */
function acceptedStatus(status: string, uploadedBytes?: number): PublishStatus {
	return {
		status,
		fail_reason: '',
		post_ids: [],
		uploaded_bytes: uploadedBytes,
		downloaded_bytes: undefined,
	};
}
