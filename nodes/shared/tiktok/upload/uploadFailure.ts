import { TikTokError } from '../api/errors';

/** Where an upload ended. */
export interface UploadEnd {
	readonly publishId: string;
	readonly videoSize: number;
	/** Bytes TikTok has, as far as it said. */
	readonly acceptedBytes: number;
	/** Of TikTok's last answer; absent when there was none. */
	readonly httpStatus: number | undefined;
	/** Why there was none, in words. */
	readonly trouble?: string;
}

/** TikTok takes no more bytes for an upload, and lacks some: it was not published and never will be. */
export function uploadRefused(end: UploadEnd): TikTokError {
	const { publishId, httpStatus } = end;
	const isGone = httpStatus === 403 || httpStatus === 404;
	return new TikTokError({
		code: isGone ? 'upload_expired' : 'upload_refused',
		message: `TikTok refused the upload (HTTP ${httpStatus}) after ${describe(end)}`,
		advice: isGone
			? 'TikTok gives an upload one hour. Nothing was posted: run the node again.'
			: 'Nothing was posted. Check that no proxy changes requests to TikTok, then run the node again.',
		retry: 'soon',
		stage: 'upload',
		httpStatus,
		publishId,
		isNotPublished: true,
	});
}

/** An upload kept failing. It stays open: a later try goes on with it, or finds out what became of it. */
export function uploadInterrupted(end: UploadEnd): TikTokError {
	const { publishId, httpStatus, trouble } = end;
	const reason = trouble ?? `HTTP ${httpStatus}`;
	return new TikTokError({
		code: 'upload_interrupted',
		message: `The upload to TikTok kept failing, and TikTok has confirmed ${describe(end)}: ${reason}`,
		advice:
			'Check the connection of this n8n, then run the node again. Before it uploads anew it asks TikTok what became of this upload.',
		retry: 'soon',
		stage: 'upload',
		httpStatus,
		publishId,
	});
}

function describe({ acceptedBytes, videoSize }: UploadEnd): string {
	return `${acceptedBytes} of ${videoSize} bytes`;
}
