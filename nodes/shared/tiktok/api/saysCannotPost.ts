import type { TikTokError } from './errors';

/** With these codes creator_info answers, with HTTP 200, that the creator can't post directly at the moment. */
const CANNOT_POST_CODES: readonly string[] = [
	'reached_active_user_cap',
	'spam_risk_too_many_posts',
	'spam_risk_user_banned_from_posting',
];

/**
 * Whether an answer means that the creator can't post now, and not that the question failed.
 *
 * @see https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info
 */
export function saysCannotPost({ failure }: TikTokError): boolean {
	return CANNOT_POST_CODES.includes(failure.code);
}
