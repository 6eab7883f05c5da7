/**
 * TikTok's publish status: what it means and when to stop asking.
 *
 * @see https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status
 */
import { redactMessage } from './redact';
import { asCount, asText, type WireObject } from './wire';

/** A status answer in TikTok's names, ids as exact decimal strings. */
export interface PublishStatus {
	/** `PROCESSING_UPLOAD`, `PUBLISH_COMPLETE`, `FAILED`, …; unknown values count as still processing. */
	readonly status: string;
	/** Only with `FAILED`. */
	readonly fail_reason: string;
	/** Public posts only, and only once moderation let them pass; empty is no failure. */
	readonly post_ids: readonly string[];
	readonly uploaded_bytes: number | undefined;
	readonly downloaded_bytes: number | undefined;
}

/** Where a post is: TikTok still works on it, it is where it should be, or it failed for good. */
export type PublishPhase = 'processing' | 'finished' | 'failed';

/** Reads `data` of status/fetch; both spellings of the id list, as list or single value. */
export function readPublishStatus(data: WireObject): PublishStatus {
	const status = redactMessage(asText(data.status));
	const { publicaly_available_post_id: ids, publicly_available_post_id: sameIds } = data;
	return {
		status,
		fail_reason: status === 'FAILED' ? redactMessage(asText(data.fail_reason)) : '',
		post_ids: [...new Set([...readPostIds(ids), ...readPostIds(sameIds)])],
		uploaded_bytes: asCount(data.uploaded_bytes),
		downloaded_bytes: asCount(data.downloaded_bytes),
	};
}

/** The phase of a post. A draft counts as finished once it is in the creator's inbox. */
export function phaseOf(status: PublishStatus): PublishPhase {
	switch (status.status) {
		case 'PUBLISH_COMPLETE':
		case 'SEND_TO_USER_INBOX':
			return 'finished';
		case 'FAILED':
			return 'failed';
		default:
			return 'processing';
	}
}

/** Begins the publish ids of photo posts; TikTok documents no prefixes, all ids seen have them. */
const PHOTO_PUBLISH_ID = /^p_/;

/** Whether a post consists of photos. */
export function isPhotoPost(publishId: string): boolean {
	return PHOTO_PUBLISH_ID.test(publishId);
}

/**
 * The public address of a post, or `undefined` while there is no public post id or no user name. Photos have
 * an address of their own kind.
 */
export function postUrlOf(
	publishId: string,
	username: string,
	postIds: readonly string[],
): string | undefined {
	const [postId] = postIds;
	if (postId === undefined || username === '') return undefined;
	const kind = isPhotoPost(publishId) ? 'photo' : 'video';
	return `https://www.tiktok.com/@${encodeURIComponent(username)}/${kind}/${postId}`;
}

/** Ids of public posts as exact decimal strings, from a list or a single id; what is no id is left out. */
export function readPostIds(value: unknown): string[] {
	const values: unknown[] = Array.isArray(value) ? value : [value];
	return values.map(toIdText).filter((id) => id !== '');
}

function toIdText(id: unknown): string {
	const text = typeof id === 'number' ? String(id) : asText(id);
	return /^[1-9]\d*$/.test(text) ? text : '';
}
