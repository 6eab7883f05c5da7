import { afterSending, asError, TikTokError, withPublishId } from '../../tiktok/api/errors';
import { outcomeUnknown } from '../../tiktok/api/outcomeUnknown';
import { judgePost, type SentPost } from '../../tiktok/api/postVerdict';
import type { PublishStatus } from '../../tiktok/api/publishStatus';
import { now, pause } from '../clock';
import type { Item } from './item';

/**
 * TikTok's count of received bytes may lag, and a process that was killed leaves bytes to the system to
 * send: a count that is too low is believed only after this long, which is more than a stalled PUT is given.
 */
const SETTLE_MS = 90_000;
const ASK_INTERVAL_MS = 10_000;

/** What became of a post, for good. */
export interface SettledPost {
	readonly verdict: 'received' | 'dead';
	/** TikTok's last word; `undefined` when it doesn't know the post any more. */
	readonly status: PublishStatus | undefined;
}

/**
 * Asks TikTok what became of a post whose last bytes were sent, when nobody is sending any more, until that is certain.
 *
 * @throws TikTokError `outcome_unknown` when TikTok's answer leaves it open
 * @throws TikTokError when TikTok can't be asked
 * @throws StoppedError when the user stops the execution
 */
export async function settle(item: Item, post: SentPost): Promise<SettledPost> {
	const end = now() + SETTLE_MS;
	for (;;) {
		const status = await askAboutSent(item, post);
		const verdict = judgePost(post, status);
		if (verdict === 'unknown') throw outcomeUnknown(post.publishId);
		if (verdict !== 'incomplete') return { verdict, status };
		if (now() >= end) return { verdict: 'dead', status };
		await pause(ASK_INTERVAL_MS, item.n8n.getExecutionCancelSignal());
	}
}

async function askAboutSent(item: Item, post: SentPost): Promise<PublishStatus | undefined> {
	try {
		return await askStatus(item, post.publishId);
	} catch (error) {
		throw asError(afterSending(error, post.publishId, post.isUploaded ?? false));
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
