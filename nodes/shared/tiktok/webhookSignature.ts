import { createHmac, timingSafeEqual } from 'crypto';

/** Why a webhook is not taken for TikTok's. */
export type SignatureFault =
	| 'no_secret'
	| 'no_raw_body'
	| 'body_too_large'
	| 'no_signature'
	| 'malformed_signature'
	| 'wrong_signature'
	| 'too_old'
	| 'from_the_future';

/** What came in, exactly as received, and the secret that both sides know. */
export interface SignedWebhook {
	/** The very bytes of the body: JSON that was parsed and written again has another signature. */
	readonly rawBody: unknown;
	/** Value of the header `TikTok-Signature`. */
	readonly signature: unknown;
	/** Client secret of the TikTok app. */
	readonly clientSecret: unknown;
}

/** The time now, and how far a signature's time may be away from it. */
export interface SignatureAge {
	/** Seconds since the epoch. */
	readonly nowSec: number;
	readonly maxAgeSec: number;
}

/** Of {@link SignatureAge.maxAgeSec}; TikTok names no tolerance. */
export const DEFAULT_MAX_AGE_SEC = 300;
/** As long as TikTok tries to deliver an event again. */
export const LARGEST_MAX_AGE_SEC = 259_200;
/** How far TikTok's clock may be ahead of ours, however old a signature may be. */
const MAX_CLOCK_SKEW_SEC = 300;
/** TikTok's events have a few hundred bytes. */
const MAX_BODY_BYTES = 1_048_576;
/** The one form that TikTok documents: `t=<unix seconds>,s=<hex HMAC-SHA256>`. */
const SIGNATURE = /^t=([1-9]\d{0,11}),s=([0-9a-f]{64})$/;

/**
 * Checks that a webhook was signed by TikTok with this app's secret, not too long ago: `s` must be the
 * HMAC-SHA256 of `t + "." + body`. Nothing is open by default: a missing secret, body or header, several
 * headers (which arrive joined), parts in another order and anything beside them are faults. The age
 * counts only once the signature is right, so that it tells strangers nothing.
 *
 * @returns the fault, or `undefined` when the webhook is genuine; never throws
 * @see https://developers.tiktok.com/doc/webhooks-verification
 */
export function findSignatureFault(
	{ rawBody, signature, clientSecret }: SignedWebhook,
	{ nowSec, maxAgeSec }: SignatureAge,
): SignatureFault | undefined {
	if (typeof clientSecret !== 'string' || clientSecret.trim() === '') return 'no_secret';
	if (!(rawBody instanceof Uint8Array)) return 'no_raw_body';
	if (rawBody.byteLength > MAX_BODY_BYTES) return 'body_too_large';
	if (signature === undefined || signature === '') return 'no_signature';
	const [, time, hex] = typeof signature === 'string' ? (SIGNATURE.exec(signature) ?? []) : [];
	if (time === undefined || hex === undefined) return 'malformed_signature';

	const expected = createHmac('sha256', clientSecret).update(`${time}.`).update(rawBody).digest();
	if (!timingSafeEqual(expected, Buffer.from(hex, 'hex'))) return 'wrong_signature';

	const ageSec = nowSec - Number(time);
	if (!(ageSec <= maxAgeSec)) return 'too_old';
	if (!(ageSec >= -Math.min(maxAgeSec, MAX_CLOCK_SKEW_SEC))) return 'from_the_future';
	return undefined;
}
