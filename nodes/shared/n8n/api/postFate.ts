import { afterSending, asError, TikTokError, withPublishId } from '../../tiktok/api/errors';
import { phaseOf, type PublishStatus } from '../../tiktok/api/publishStatus';
import { now, pause } from '../clock';
import type { Item } from './item';
import { outcomeUnknown } from '../../tiktok/api/outcomeUnknown';

/**
 * TikTok's count of received bytes may lag, and a process that was killed leaves bytes to the system to
 * send: a count that is too low is believed only after this long, which is more than a stalled PUT is given.
 */
const SETTLE_MS = 90_000;
const ASK_INTERVAL_MS = 10_000;

/** A post whose last bytes were sent. */
export interface SentPost {
	readonly publishId: string;
	/** Bytes; `undefined` when nobody remembers. */
	readonly videoSize: number | undefined;
	/** TikTok has confirmed that it has everything. */
	readonly isUploaded?: boolean;
}

/** What became of it: TikTok has everything and publishes it, or it will never be published. */
export type PostFate =
	| { readonly kind: 'received'; readonly status: PublishStatus }
	| { readonly kind: 'dead'; readonly failReason: string | undefined };

/**
 * Asks TikTok what became of a post whose last bytes were sent, when nobody is sending any more.
 *
 * @throws TikTokError `outcome_unknown` when TikTok's answer leaves it open
 * @throws TikTokError when TikTok can't be asked
 * @throws StoppedError when the user stops the execution
 */
export async function findFate(item: Item, post: SentPost): Promise<PostFate> {
	const end = now() + SETTLE_MS;
	for (;;) {
		const status = await askAboutSent(item, post);
		const fate = status && judgeStatus(post, status);
		if (fate === undefined) throw outcomeUnknown(post.publishId);
		if (fate !== 'incomplete') return fate;
		if (now() >= end) return { kind: 'dead', failReason: undefined };
		await pause(ASK_INTERVAL_MS, item.n8n.getExecutionCancelSignal());
	}
}

async function askAboutSent(
	item: Item,
	{ publishId, isUploaded = false }: SentPost,
): Promise<PublishStatus | undefined> {
	try {
		return await askStatus(item, publishId);
	} catch (error) {
		throw asError(afterSending(error, publishId, isUploaded));
	}
}

function judgeStatus(post: SentPost, status: PublishStatus): PostFate | 'incomplete' | undefined {
	switch (phaseOf(status)) {
		case 'finished':
			return { kind: 'received', status };
		case 'failed':
			return { kind: 'dead', failReason: status.fail_reason };
		case 'processing':
			if (post.isUploaded) return { kind: 'received', status };
			if (status.uploaded_bytes === undefined || post.videoSize === undefined) return undefined;
			return status.uploaded_bytes >= post.videoSize ? { kind: 'received', status } : 'incomplete';
	}
}

/**
 * TikTok's word about a post; `undefined` when TikTok doesn't know it any more.
 *
 * @throws TikTokError, with the publish id, when TikTok can't be asked
 */
export async function askStatus(item: Item, publishId: string): Promise<PublishStatus | undefined> {
	try {
		return await item.tiktok.status(publishId);
	} catch (error) {
		if (error instanceof TikTokError && error.failure.code === 'invalid_publish_id') {
			return undefined;
		}
		throw withPublishId(error, publishId);
	}
}
