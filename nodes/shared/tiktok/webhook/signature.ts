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

/** What the head of a request tells before its body is read and the secret is fetched. */
export interface WebhookHead {
	/** Value of the header `TikTok-Signature`. */
	readonly signature: unknown;
	/** Value of the header `Content-Length`. */
	readonly contentLength?: string | undefined;
}

/**
 * As long as TikTok tries to deliver an event again, with the same signature or a new one: how old a
 * signature may be by default, and at most. Repeated events are recognised for longer, see `seenEvents.ts`.
 */
export const MAX_AGE_SEC = 259_200;
/** How far TikTok's clock may be ahead of ours, however old a signature may be. */
const MAX_CLOCK_SKEW_SEC = 300;
/** TikTok's events have a few hundred bytes. */
const MAX_BODY_BYTES = 1_048_576;
/** Unix seconds, written in one way only because the very text is signed. */
const TIME = /^[1-9]\d{0,11}$/;
const HEX_SHA256 = /^[0-9a-f]{64}$/i;

interface ParsedSignature {
	/** Unix seconds as they were signed. */
	readonly time: string;
	/** At least one. */
	readonly digests: readonly Buffer[];
}

/**
 * What is wrong with a webhook as far as its head tells, so that most of what strangers send is refused
 * before it costs anything. Without the secret, so `undefined` means no more than "go on".
 *
 * @returns the fault, or `undefined`; never throws
 */
export function findHeadFault(head: WebhookHead, age: SignatureAge): SignatureFault | undefined {
	const read = readHead(head, age);
	return typeof read === 'string' ? read : undefined;
}

/**
 * Checks that a webhook was signed by TikTok with this app's secret, not too long ago: one `s` of
 * `t=<unix seconds>,s=<hex>` must be the HMAC-SHA256 of `t + "." + body`. The order of the parts, blanks
 * between them and parts with other names don't matter, and several `s` may come while a secret changes.
 * Nothing is open by default: a missing secret, body or header and a second `t` (as when two headers
 * arrive joined) are faults.
 *
 * @returns the fault, or `undefined` when the webhook is genuine; never throws
 * @see https://developers.tiktok.com/doc/webhooks-verification
 */
export function findSignatureFault(
	{ rawBody, signature, clientSecret }: SignedWebhook,
	age: SignatureAge,
): SignatureFault | undefined {
	const head = readHead({ signature }, age);
	if (typeof head === 'string') return head;
	if (typeof clientSecret !== 'string' || clientSecret.trim() === '') return 'no_secret';
	if (!(rawBody instanceof Uint8Array)) return 'no_raw_body';
	if (rawBody.byteLength > MAX_BODY_BYTES) return 'body_too_large';
	const { time, digests } = head;
	const expected = createHmac('sha256', clientSecret).update(`${time}.`).update(rawBody).digest();
	const isGenuine = digests.some((digest) => timingSafeEqual(expected, digest));
	return isGenuine ? undefined : 'wrong_signature';
}

function readHead(
	{ signature, contentLength }: WebhookHead,
	age: SignatureAge,
): ParsedSignature | SignatureFault {
	if (signature === undefined || signature === '') return 'no_signature';
	const parsed = parseSignature(signature);
	if (parsed === undefined) return 'malformed_signature';
	if (Number(contentLength) > MAX_BODY_BYTES) return 'body_too_large';
	return findAgeFault(Number(parsed.time), age) ?? parsed;
}

function parseSignature(header: unknown): ParsedSignature | undefined {
	if (typeof header !== 'string') return undefined;
	const parts = header.split(',').map((part) => part.trim());
	const valuesOf = (name: string) =>
		parts.filter((part) => part.startsWith(`${name}=`)).map((part) => part.slice(name.length + 1));
	const [time = '', ...furtherTimes] = valuesOf('t');
	const digests = valuesOf('s').filter((hex) => HEX_SHA256.test(hex));
	if (!TIME.test(time) || furtherTimes.length > 0 || digests.length === 0) return undefined;
	return { time, digests: digests.map((hex) => Buffer.from(hex, 'hex')) };
}

function findAgeFault(
	timeSec: number,
	{ nowSec, maxAgeSec }: SignatureAge,
): SignatureFault | undefined {
	const ageSec = nowSec - timeSec;
	if (!(ageSec <= maxAgeSec)) return 'too_old';
	if (!(ageSec >= -Math.min(maxAgeSec, MAX_CLOCK_SKEW_SEC))) return 'from_the_future';
	return undefined;
}
