import type { TikTokFailure } from './errors';

/**
 * Whether a failed init certainly made no post. Everything else (no answer, a gateway's page, TikTok's own
 * trouble) leaves it open: TikTok knows no idempotency key, so such a call must not be made again.
 *
 * @see https://developers.tiktok.com/doc/tiktok-api-v2-error-handling
 */
export function isDefiniteRefusal({ code, httpStatus, hadNoEffect }: TikTokFailure): boolean {
	if (hadNoEffect === true) return true;
	if (httpStatus === undefined || httpStatus >= 500 || code === 'internal_error') return false;
	// Without TikTok's code only a refusal by status counts, and a gateway's timeout is none.
	return code !== 'unexpected_answer' || (httpStatus >= 400 && httpStatus !== 408);
}
