/**
 * When and after how long something is tried again. Pure: the caller brings randomness and waits.
 *
 * @see https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
 */

/** Times an upload goes back to bytes TikTok says it lacks; more means the two disagree for good. */
export const MAX_REWINDS = 1;
/** Tries per chunk without progress before the upload gives up. */
export const MAX_TRIES_PER_CHUNK = 8;

const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 30_000;
const MAX_RETRY_AFTER_SECONDS = 3_600;

/** The answer to a PUT, as the upload has to act on it. */
export type PutVerdict =
	/** 206: TikTok has the chunk and wants the next. */
	| 'accepted'
	/** 201: TikTok has the whole file. */
	| 'complete'
	/** The same chunk again may help. */
	| 'resend'
	/** Only TikTok's status tells how much arrived. */
	| 'unclear'
	/** No retry helps; the upload URL is of no more use. */
	| 'refused';

/**
 * What a PUT's status means. `undefined` stands for no answer: connection lost, timed out, stalled.
 *
 * @param status HTTP status
 * @param isLast whether it was the last chunk
 */
export function judgePut(status: number | undefined, isLast: boolean): PutVerdict {
	if (status === undefined || status === 408 || status === 429 || status >= 500) return 'resend';
	if (status === 206) return isLast ? 'unclear' : 'accepted';
	// 201 is documented; any other 2xx on the last chunk has been seen to mean the same.
	if (status >= 200 && status < 300) return isLast ? 'complete' : 'unclear';
	if (status === 416) return 'unclear';
	return 'refused';
}

/**
 * Exponential backoff with full jitter in its upper half, or what the server asked for if that is longer.
 *
 * @param failures failures in a row, from 1
 * @param random from 0 up to 1
 * @param retryAfterSeconds the server's wish, if it sent one
 * @returns milliseconds
 */
export function backoffMs(failures: number, random: number, retryAfterSeconds?: number): number {
	const ceiling = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));
	const jittered = Math.round(ceiling * (0.5 + random / 2));
	return Math.max(jittered, (retryAfterSeconds ?? 0) * 1_000);
}

/**
 * `Retry-After` in seconds. TikTok documents no such header; it is honoured if it ever comes, as a number
 * of seconds and within an hour.
 */
export function readRetryAfterSeconds(
	headers: Readonly<Record<string, unknown>>,
): number | undefined {
	const value = headers['retry-after'];
	const seconds = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
	return seconds === undefined ? undefined : Math.min(seconds, MAX_RETRY_AFTER_SECONDS);
}
