import {
	afterSending,
	asError,
	isPassing,
	TikTokError,
	withPublishId,
} from '../../tiktok/api/errors';
import { phaseOf, type PublishStatus } from '../../tiktok/api/publishStatus';
import type { Item } from '../api/item';
import { now, pause } from '../clock';

/** TikTok allows 30 status calls a minute; a post takes seconds to minutes. */
const FIRST_POLL_MS = 3_000;
const MAX_POLL_MS = 15_000;
const POLL_GROWTH = 1.5;

/** The last status seen, and whether the wait ended before TikTok was done. */
export interface WaitResult {
	readonly status: PublishStatus;
	readonly timedOut: boolean;
}

/**
 * `waitForPublish` for a post that this node has sent: whatever goes wrong, nobody is told to send it again.
 *
 * @throws TikTokError marked `mayBePosted`
 * @throws StoppedError with the publish id
 */
export async function waitForSentPost(
	item: Item,
	publishId: string,
	maxWaitMs: number,
): Promise<WaitResult> {
	try {
		return await waitForPublish(item, publishId, maxWaitMs);
	} catch (error) {
		throw asError(afterSending(error, publishId, true));
	}
}

/**
 * Asks until TikTok has finished with a post, or the time is up. A passing fault of TikTok's only means
 * another try; the post itself goes on at TikTok either way.
 *
 * @param maxWaitMs from now; at least one answer is fetched in any case
 * @throws TikTokError, with the publish id, when asking is pointless or no answer came within the time
 * @throws StoppedError when the user stopped the execution
 */
export async function waitForPublish(
	item: Item,
	publishId: string,
	maxWaitMs: number,
): Promise<WaitResult> {
	const end = now() + maxWaitMs;
	const stopped = item.n8n.getExecutionCancelSignal();
	for (let delay = FIRST_POLL_MS; ; delay = Math.min(MAX_POLL_MS, delay * POLL_GROWTH)) {
		const answer = await poll(item, publishId);
		const isOver = now() + delay >= end;
		if (answer instanceof TikTokError) {
			if (isOver) throw answer;
		} else if (isOver || phaseOf(answer) !== 'processing') {
			return { status: answer, timedOut: phaseOf(answer) === 'processing' };
		}
		await pause(delay, stopped);
	}
}

/** For a poller a fault that may pass is an answer, so that it can ask again. */
async function poll({ tiktok }: Item, publishId: string): Promise<PublishStatus | TikTokError> {
	try {
		return await tiktok.status(publishId);
	} catch (error) {
		if (error instanceof TikTokError && isPassing(error)) return error.withPublishId(publishId);
		throw withPublishId(error, publishId);
	}
}
