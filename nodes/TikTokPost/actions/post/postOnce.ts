import type { IDataObject } from 'n8n-workflow';
import { errorFromFailReason } from '../../../shared/tiktok/api/failReasons';
import { asError } from '../../../shared/tiktok/api/errors';
import { isTakenOver } from '../../../shared/tiktok/api/outcomeUnknown';
import { phaseOf, type PublishStatus } from '../../../shared/tiktok/api/publishStatus';
import { isDraftCall } from '../../../shared/tiktok/post/initCalls';
import type { Item } from '../../../shared/n8n/api/item';
import type { PostIdentity } from '../../../shared/n8n/once/itemNames';
import { now } from '../../../shared/n8n/clock';
import { factOfPulled, factOfVideo } from '../../../shared/n8n/once/mediaFact';
import { PostAttempt } from '../../../shared/n8n/once/postAttempt';
import type { Started } from '../../../shared/n8n/once/start';
import type { PlannedPost, PostMedia } from '../../../shared/n8n/publish/plannedPost';
import { adviseOnDownload } from '../../../shared/n8n/publish/photoRoute';
import { SERVING_MS } from '../../../shared/n8n/publish/readyPhotos';
import { sendPulled, type PulledPost } from '../../../shared/n8n/publish/sendPulled';
import { sendVideo } from '../../../shared/n8n/publish/sendVideo';
import type { WaitResult } from '../../../shared/n8n/publish/waitingRoom';
import { makePostOutput } from '../output';
import { PendingOutput } from '../pendingOutput';
import type { PostOptions } from './postOptions';
import { showEnding } from './endingHint';
import { skipPost } from './skipPost';
import { noteUpload } from './uploadHint';

/** A post that TikTok has, and what is known of it without asking. */
interface AcceptedPost {
	readonly publishId: string;
	readonly creatorUsername: string;
	readonly status: PublishStatus;
	/** When it had all of it, and how much; `undefined` where an earlier try has sent it. */
	readonly sent: { readonly at: number; readonly bytes: number } | undefined;
	/** What this try knows of media that TikTok downloads. */
	readonly pulled?: PulledPost;
}

type ToSend = Extract<Started, { kind: 'fresh' | 'resume' | 'uploaded' }>;

/** Up to here nobody minds that a crash in these seconds leaves open whether the post was made. */
const QUICK_BYTES = 4_000_000;

/** Whoever was first has come to nothing each time; after that the user decides. */
const MAX_ROUNDS = 3;

/**
 * Begins a try at an item, which is ended by `postOnce` or `ended`. Asks nobody but n8n.
 *
 * @throws TikTokError when the credential is missing or can't be read
 */
export async function beginAttempt(
	item: Item,
	post: PlannedPost,
	options: PostOptions,
): Promise<PostAttempt> {
	// What has to wait for TikTok's next minute is claimed afterwards: a crash meanwhile leaves nothing open.
	const isQuick = await item.tiktok.isFreeSoon(post.call.path);
	return await PostAttempt.open(item, identify(post, options, isQuick));
}

/**
 * Makes a post exactly once, however often n8n runs this item.
 *
 * @returns the item's output, or the wait for it
 */
export async function postOnce(
	item: Item,
	attempt: PostAttempt,
	post: PlannedPost,
	options: PostOptions,
): Promise<IDataObject | PendingOutput> {
	try {
		for (let round = 1; ; round++) {
			const start = await attempt.begin();
			if (start.kind === 'finished') return start.output;
			if (start.kind === 'posted') return await skipPost(item, attempt, start, post.media, options);
			const accepted = await sendUnlessTaken(item, attempt, start, post, options, round);
			if (accepted === undefined) continue;
			return finishPost(item, attempt, post, accepted, options.maxWaitMs);
		}
	} finally {
		await attempt.ended();
	}
}

/** `undefined` when somebody else took over right before the last bytes: then their end counts. */
async function sendUnlessTaken(
	item: Item,
	attempt: PostAttempt,
	start: ToSend,
	post: PlannedPost,
	options: PostOptions,
	round: number,
): Promise<AcceptedPost | undefined> {
	try {
		return await sendPost(item, attempt, start, post, options);
	} catch (error) {
		if (round === MAX_ROUNDS || !isTakenOver(error)) throw asError(error);
		return undefined;
	}
}

function identify(
	{ call, media }: PlannedPost,
	{ deduplicationKey }: PostOptions,
	isQuick: boolean,
): PostIdentity {
	const isPulled = media.kind === 'pulled';
	return {
		content: call,
		media: isPulled ? media.source : media.identity,
		fileId: isPulled ? undefined : media.fileId,
		deduplicationKey,
		isDraft: isDraftCall(call),
		quick: isQuick ? findQuickMedia(media) : undefined,
	};
}

/** Of media that are sent within seconds, where that is known without asking a server. */
function findQuickMedia(media: PostMedia): PostIdentity['quick'] {
	if (media.kind === 'pulled') return { media: factOfPulled(media.source) };
	// To check and convert photos may take longer.
	if (media.kind === 'files') return undefined;
	if (!('open' in media.file) || media.file.byteLength > QUICK_BYTES) return undefined;
	return { media: factOfVideo(media.file.byteLength) };
}

async function sendPost(
	item: Item,
	attempt: PostAttempt,
	start: ToSend,
	post: PlannedPost,
	{ chunkBytes }: PostOptions,
): Promise<AcceptedPost> {
	const { media } = post;
	if (media.kind !== 'upload') {
		const status = acceptedStatus('PROCESSING_DOWNLOAD');
		if (start.kind === 'uploaded') return { ...start, status, sent: undefined };
		const pulled = await sendPulled(item, attempt, post, media);
		return { ...pulled, status, sent: { at: now(), bytes: 0 }, pulled };
	}
	if (start.kind === 'uploaded') {
		return { ...start, status: acceptedStatus('PROCESSING_UPLOAD'), sent: undefined };
	}
	const { report, ...video } = await sendVideo(item, attempt, start, post, media, chunkBytes);
	noteUpload(item.n8n, report);
	const { bytes } = report;
	const status = acceptedStatus('PROCESSING_UPLOAD', bytes);
	return { ...video, status, sent: { at: now(), bytes } };
}

function finishPost(
	item: Item,
	attempt: PostAttempt,
	post: PlannedPost,
	{ publishId, creatorUsername, status: accepted, sent, pulled }: AcceptedPost,
	maxWaitMs: number | undefined,
): IDataObject | PendingOutput {
	const { conversions = [], isReached = true } = pulled ?? {};
	const toOutput = ({ status, timedOut }: WaitResult, privacyLevel?: string) => {
		showEnding(item, { status, timedOut, privacyLevel });
		const output = makePostOutput(publishId, status, creatorUsername, {
			...(timedOut ? { timed_out: true } : {}),
			...(conversions.length === 0 ? {} : { converted_photos: conversions }),
		});
		attempt.finished(output);
		return output;
	};
	// n8n may remove the files of an execution that is over.
	const isServing = post.media.kind === 'files';
	// Apart from the post, which holds a video that is not stored and must not wait with its bytes.
	const privacyLevel = post.direct?.privacyLevel;
	if (maxWaitMs === undefined && !isServing) return toOutput({ status: accepted, timedOut: false });
	const waiting = {
		publishId,
		beganAt: sent?.at ?? now(),
		bytes: sent?.bytes,
		maxWaitMs: maxWaitMs ?? 0,
		maxDownloadMs: isServing ? SERVING_MS : 0,
	};
	return new PendingOutput(waiting, true, async ({ status, timedOut }) => {
		if (phaseOf(status) === 'failed') {
			await attempt.discard(publishId);
			const advices = isServing ? { photo_pull_failed: adviseOnDownload(isReached) } : {};
			throw errorFromFailReason(status.fail_reason, publishId, advices);
		}
		const isLate = maxWaitMs !== undefined || status.status === 'PROCESSING_DOWNLOAD';
		return toOutput({ status, timedOut: timedOut && isLate }, privacyLevel);
	});
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
