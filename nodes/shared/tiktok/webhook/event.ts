/**
 * TikTok's webhook events: how they are read, and what a workflow gets of them.
 *
 * @see https://developers.tiktok.com/doc/webhooks-events
 * @see https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status
 */
import { createHash } from 'crypto';
import { parseLosslessJson } from '../api/losslessJson';
import { readPostIds } from '../api/publishStatus';
import { asCount, asObject, asText, type WireObject } from '../api/wire';

/** The event of a post that stops being public, in TikTok's own spelling. */
export const NO_LONGER_PUBLIC_EVENT = 'post.publish.no_longer_publicaly_available';

/** Events about posts and accounts, in TikTok's spelling. */
export const PUBLISHING_EVENTS = [
	'post.publish.complete',
	'post.publish.failed',
	'post.publish.inbox_delivered',
	'post.publish.publicly_available',
	NO_LONGER_PUBLIC_EVENT,
	'authorization.removed',
] as const;

/** Events that TikTok documents for its other products; they arrive at the same URL. */
const OTHER_PRODUCTS_EVENTS = [
	'video.upload.failed',
	'video.publish.completed',
	'portability.download.ready',
];

const DOCUMENTED_EVENTS: readonly string[] = [...PUBLISHING_EVENTS, ...OTHER_PRODUCTS_EVENTS];

/** Spellings that were seen beside the documented one. */
const EVENT_SPELLINGS: ReadonlyMap<string, string> = new Map([
	['post.publish.no_longer_publicly_available', NO_LONGER_PUBLIC_EVENT],
]);

/** `reason` of `authorization.removed` by its number. */
const AUTHORIZATION_REASONS = [
	'unknown',
	'user_disconnected',
	'account_deleted',
	'age_changed',
	'account_banned',
	'developer_revoked',
];

/** 132 bits, short because many are kept. */
const EVENT_NAME_LENGTH = 22;
const MS_PER_SECOND = 1000;

/** A webhook's envelope, read from its bytes. */
export interface WebhookEnvelope {
	readonly clientKey: string;
	/** The documented spelling, where there are two. */
	readonly event: string;
	/** Seconds since the epoch. */
	readonly createTimeSec: number | undefined;
	readonly userOpenId: string;
	/** `content` as TikTok sent it, as JSON. */
	readonly contentText: string;
	/** `content` parsed, with exact numbers; the text itself when it isn't JSON. */
	readonly content: unknown;
}

/** What a workflow starts with. The fields are always there; `null` is what this event doesn't have. */
export interface WebhookItem {
	readonly event: string;
	/** False for an event that TikTok's documentation doesn't have (or didn't, when this was written). */
	readonly known: boolean;
	readonly publish_id: string | null;
	/** Exact decimal string. */
	readonly post_id: string | null;
	readonly post_ids: readonly string[];
	readonly publish_type: string | null;
	/** TikTok's reason for a failed post; for `authorization.removed` the name of the number. */
	readonly reason: string | null;
	/** The number that came with `authorization.removed`. */
	readonly reason_code: number | null;
	/** Seconds since the epoch, as TikTok sent it. */
	readonly create_time: number | null;
	/** The same in ISO 8601, UTC. */
	readonly created_at: string | null;
	readonly user_openid: string;
	readonly content: unknown;
}

/**
 * Reads a webhook's body. Numbers beyond 2^53, here and inside `content`, stay exact as decimal strings.
 *
 * @returns `undefined` for what is no event: not UTF-8, not JSON, or without `event`; never throws
 */
export function readWebhookEnvelope(rawBody: Uint8Array): WebhookEnvelope | undefined {
	try {
		const text = new TextDecoder('utf-8', { fatal: true }).decode(rawBody);
		return readEnvelope(asObject(parseLosslessJson(text)) ?? {});
	} catch {
		return undefined;
	}
}

/** What a workflow gets of an event. */
export function toWebhookItem(envelope: WebhookEnvelope): WebhookItem {
	const { event, content, createTimeSec, userOpenId } = envelope;
	const fields = asObject(content) ?? {};
	const postIds = readPostIds(fields.post_id);
	return {
		event,
		known: DOCUMENTED_EVENTS.includes(event),
		publish_id: asText(fields.publish_id) || null,
		post_id: postIds[0] ?? null,
		post_ids: postIds,
		publish_type: asText(fields.publish_type) || null,
		...readReason(event, fields.reason),
		create_time: createTimeSec ?? null,
		created_at: toIsoTime(createTimeSec),
		user_openid: userOpenId,
		content,
	};
}

/**
 * Names an event the same way in each of its deliveries, which TikTok gives no id. The time of the
 * signature doesn't count, since TikTok may sign a repeated delivery anew; the time of the event does,
 * since a draft can be posted twice.
 */
export function nameWebhookEvent(envelope: WebhookEnvelope): string {
	const { event, createTimeSec, userOpenId, contentText } = envelope;
	const identity = JSON.stringify([event, createTimeSec, userOpenId, contentText]);
	return createHash('sha256').update(identity).digest('base64url').slice(0, EVENT_NAME_LENGTH);
}

function readReason(event: string, reason: unknown): Pick<WebhookItem, 'reason' | 'reason_code'> {
	const isRemoval = event === 'authorization.removed';
	if (!isRemoval) return { reason: asText(reason) || null, reason_code: null };
	const code = asCount(reason);
	return {
		reason: AUTHORIZATION_REASONS[code ?? 0] ?? 'unknown',
		reason_code: code ?? null,
	};
}

function toIsoTime(seconds: number | undefined): string | null {
	const date = new Date((seconds ?? Number.NaN) * MS_PER_SECOND);
	return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function readEnvelope(envelope: WireObject): WebhookEnvelope | undefined {
	const event = asText(envelope.event);
	if (event === '') return undefined;
	const { content = null } = envelope;
	return {
		clientKey: asText(envelope.client_key),
		event: EVENT_SPELLINGS.get(event) ?? event,
		createTimeSec: asCount(envelope.create_time),
		userOpenId: asText(envelope.user_openid),
		contentText: JSON.stringify(content),
		content: typeof content === 'string' ? parseContent(content) : content,
	};
}

function parseContent(text: string): unknown {
	try {
		return parseLosslessJson(text);
	} catch {
		return text;
	}
}
