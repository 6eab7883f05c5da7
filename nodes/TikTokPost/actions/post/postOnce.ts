import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { errorFromFailReason } from '../../../shared/tiktok/api/failReasons';
import { isDraftCall } from '../../../shared/tiktok/post/initCalls';
import { phaseOf, type PublishStatus } from '../../../shared/tiktok/api/publishStatus';
import { PostAttempt, type PostIdentity } from '../../../shared/n8n/once/postAttempt';
import { initVideoUpload } from '../../../shared/n8n/upload/initPost';
import { publishPulled } from '../../../shared/n8n/publish/publishPulled';
import {
	publishVideo,
	type UploadStart,
	type VideoPublication,
} from '../../../shared/n8n/publish/publishVideo';
import { waitForSentPost } from '../../../shared/n8n/publish/waitForPublish';
import { makePostOutput } from '../output';
import type { PulledMedia, SentMedia } from './media';
import { factOfPulled } from './mediaFacts';
import { checkVideo, type PostDraft } from './postDraft';
import type { PostOptions } from './postOptions';
import { skipPost } from './skipPost';
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
	const attempt = await PostAttempt.open(this, itemIndex, identify(draft, options));
	try {
		const start = await attempt.begin();
		if (start.kind === 'finished') return start.output;
		if (start.kind === 'posted') {
			return await skipPost.call(this, attempt, start, draft.media, options);
		}
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
		isDraft: isDraftCall(call),
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
	media: PulledMedia,
): Promise<AcceptedPost> {
	const check = async () => {
		showWarnings.call(this, await media.inspect());
		return (await checkCreator()).info?.creator_username ?? '';
	};
	const { source } = media;
	const fact = factOfPulled(media);
	const post = await publishPulled.call(this, attempt, start, { call, source, fact, check });
	return { ...post, status: acceptedStatus('PROCESSING_DOWNLOAD') };
}

async function finishPost(
	this: IExecuteFunctions,
	attempt: PostAttempt,
	{ publishId, creatorUsername, status: accepted }: AcceptedPost,
	maxWaitMs: number | undefined,
): Promise<IDataObject> {
	if (maxWaitMs === undefined) return makePostOutput(publishId, accepted, creatorUsername);
	const { status, timedOut } = await waitForSentPost.call(this, publishId, maxWaitMs);
	if (phaseOf(status) === 'failed') {
		await attempt.discard();
		throw errorFromFailReason(status.fail_reason, publishId);
	}
	const output = makePostOutput(publishId, status, creatorUsername);
	return timedOut ? { ...output, timed_out: true } : output;
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
