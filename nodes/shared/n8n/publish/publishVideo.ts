import type { IExecuteFunctions } from 'n8n-workflow';
import { asError, TikTokError } from '../../tiktok/api/errors';
import { PostAttempt, type Start } from '../once/postAttempt';
import type { AnnouncedFile } from '../upload/initPost';
import { MediaCursor } from '../media/mediaCursor';
import type { MediaSource } from '../media/mediaSource';
import {
	uploadVideo,
	type OpenUpload,
	type UploadPosition,
	type UploadReport,
} from '../upload/uploadVideo';

/** A video on its way to TikTok, in the steps that differ between a direct post and a draft. */
export interface VideoPublication {
	readonly source: MediaSource;
	/** Looks at the first bytes and at what the creator may do. Refuses before anything is sent. */
	check(cursor: MediaCursor): Promise<CheckedPublication>;
	/** Opens the upload at TikTok. */
	init(file: AnnouncedFile): Promise<OpenUpload>;
}

export interface CheckedPublication {
	readonly mimeType: string;
	readonly creatorUsername: string;
}

/** A video that TikTok has. */
export interface UploadedVideo {
	readonly publishId: string;
	readonly creatorUsername: string;
	/** What the upload took; absent when an earlier try had finished it. */
	readonly report: UploadReport | undefined;
}

/** Where an upload can begin; what needs no upload is the operation's business. */
export type UploadStart = Extract<Start, { kind: 'fresh' | 'resume' | 'uploaded' }>;

/**
 * Brings a video to TikTok, from wherever an earlier try left it.
 *
 * @param prepare finds the video; called only when there is something left to send
 * @throws InputError before anything is sent, or when the source breaks off before its last bytes were sent
 * @throws TikTokError when TikTok refuses the post or the upload can't be finished; marked `mayBePosted` from when
 * the last bytes were sent, whatever ended it then
 * @throws StoppedError when the user stopped the execution, with the publish id from then on
 */
export async function publishVideo(
	this: IExecuteFunctions,
	attempt: PostAttempt,
	start: UploadStart,
	prepare: () => Promise<VideoPublication>,
	chunkBytes: number | undefined,
): Promise<UploadedVideo> {
	if (start.kind === 'uploaded') return { ...start, report: undefined };
	let cursor: MediaCursor | undefined;
	try {
		const publication = await prepare();
		cursor = await MediaCursor.open(publication.source);
		cursor.beforeLastBytes = async () => await attempt.committing();
		const upload =
			start.kind === 'resume' ? start : await openUpload(attempt, publication, cursor, chunkBytes);
		return await sendVideo.call(this, attempt, cursor, upload);
	} catch (error) {
		await releaseAfter(error, attempt);
		throw asError(attempt.explain(error));
	} finally {
		cursor?.close();
	}
}

type UploadToSend = Omit<Extract<Start, { kind: 'resume' }>, 'kind'>;

const FROM_THE_START: UploadPosition = { acceptedBytes: 0, isCommitted: false };

async function openUpload(
	attempt: PostAttempt,
	publication: VideoPublication,
	cursor: MediaCursor,
	chunkBytes: number | undefined,
): Promise<UploadToSend> {
	const { mimeType, creatorUsername } = await publication.check(cursor);
	const { byteLength } = publication.source;
	const upload = await publication.init({ byteLength, mimeType, chunkBytes });
	attempt.opened(upload, creatorUsername);
	return { upload, creatorUsername, from: FROM_THE_START };
}

async function sendVideo(
	this: IExecuteFunctions,
	attempt: PostAttempt,
	cursor: MediaCursor,
	{ upload, creatorUsername, from }: UploadToSend,
): Promise<UploadedVideo> {
	const { publishId } = upload;
	const report = await uploadVideo.call(this, upload, cursor, from, (bytes) =>
		attempt.accepted(bytes),
	);
	await attempt.uploaded(publishId);
	return { publishId, creatorUsername, report };
}

/** An interrupted upload stays open for the next try; after everything else that starts from nothing. */
async function releaseAfter(error: unknown, attempt: PostAttempt): Promise<void> {
	const failure = error instanceof TikTokError ? error.failure : undefined;
	if (failure?.code === 'upload_interrupted') return;
	attempt.failedBeforeCommit();
	if (failure?.isNotPublished) await attempt.discard();
}
