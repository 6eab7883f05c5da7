import { phaseOf, type PublishStatus } from './publishStatus';

/** A post whose last bytes were sent. */
export interface SentPost {
	readonly publishId: string;
	/** Bytes; `undefined` when nobody remembers. */
	readonly videoSize: number | undefined;
	/** It is certain that TikTok has everything. */
	readonly isUploaded?: boolean;
}

/**
 * What TikTok's word means for a post that this package sends.
 * - `received`: TikTok has everything; it is published, or will be if TikTok finds nothing wrong with it
 * - `dead`: it was not published and never will be
 * - `incomplete`: TikTok counts too few bytes, for now: its count may lag
 * - `unknown`: the answer leaves it open
 */
export type Verdict = 'received' | 'dead' | 'incomplete' | 'unknown';

/**
 * The one judge of a status.
 *
 * @param status `undefined` when TikTok doesn't know the post, any more or yet
 */
export function judgePost(
	{ isUploaded, videoSize }: Omit<SentPost, 'publishId'>,
	status: PublishStatus | undefined,
): Verdict {
	const phase = status && phaseOf(status);
	if (phase === 'finished') return 'received';
	if (phase === 'failed') return 'dead';
	if (isUploaded) return 'received';
	const bytes = status?.uploaded_bytes;
	if (bytes === undefined || videoSize === undefined) return 'unknown';
	return bytes >= videoSize ? 'received' : 'incomplete';
}
