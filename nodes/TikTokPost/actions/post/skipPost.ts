import type { IDataObject } from 'n8n-workflow';
import { quoteText } from '../../../shared/tiktok/values/plainText';
import { errorFromFailReason } from '../../../shared/tiktok/api/failReasons';
import { InputError } from '../../../shared/tiktok/api/errors';
import { phaseOf } from '../../../shared/tiktok/api/publishStatus';
import { hasMadePost } from '../../../shared/n8n/once/checkpoint';
import type { PostAttempt } from '../../../shared/n8n/once/postAttempt';
import { now } from '../../../shared/n8n/clock';
import type { Posted } from '../../../shared/n8n/once/start';
import type { WaitResult } from '../../../shared/n8n/publish/waitingRoom';
import { PendingOutput } from '../pendingOutput';
import { findCreatorUsername, makePostOutput } from '../output';
import type { Item } from '../../../shared/n8n/api/item';
import type { PostMedia } from '../../../shared/n8n/publish/plannedPost';
import { findMediaFact } from './findMediaFact';
import { showEnding } from './endingHint';
import type { PostOptions } from './postOptions';
import { showOutcome, showWarnings } from '../../../shared/n8n/hints';

/**
 * The output of an item that was posted before. Nothing is sent, but it waits for TikTok as the first one did.
 *
 * @throws InputError where other media were posted under its Deduplication Key, if the user wants that
 * @throws TikTokError when TikTok fails the earlier post meanwhile; the next try then posts
 * @throws StoppedError when the user stopped the execution
 */
export async function skipPost(
	item: Item,
	attempt: PostAttempt,
	posted: Posted,
	media: PostMedia,
	options: PostOptions,
): Promise<IDataObject | PendingOutput> {
	const { deduplicationKey: key } = options;
	const isOther = posted.isByUserKey && (await hadOtherMedia(item, attempt, media));
	if (isOther && options.stopsOnOtherMedia) throw knownFromOtherMedia(key);
	const { post } = posted;
	const ending = {
		skipped: true,
		skip_reason: isOther ? 'already_posted_other_media' : 'already_posted',
		...(key === '' ? {} : { deduplication_key: key }),
	};
	const toOutput = async (result?: WaitResult) => {
		const output = result
			? await describePost(item, attempt, posted, result, ending)
			: { ...ending, publish_id: post?.publishId ?? null };
		// Only now: what TikTok has failed meanwhile is not skipped.
		if (isOther) showWarnings(item.n8n, [describeOtherMedia(key)]);
		else if (posted.isByUserKey && post && hasMadePost(item.n8n, post.publishId)) {
			showWarnings(item.n8n, [describeSharedKey(key)]);
		} else showOutcome(item.n8n, 'skipped', describeSkip(posted));
		return output;
	};
	// Without a status it was posted so long ago that TikTok doesn't know it any more.
	if (post?.status === undefined) return await toOutput();
	const { publishId, status } = post;
	if (options.maxWaitMs === undefined || phaseOf(status) !== 'processing') {
		return await toOutput({ status, timedOut: false });
	}
	const waiting = { publishId, beganAt: now(), bytes: undefined, maxWaitMs: options.maxWaitMs };
	return new PendingOutput(waiting, true, toOutput);
}

async function hadOtherMedia(item: Item, attempt: PostAttempt, media: PostMedia): Promise<boolean> {
	const fact = await findMediaFact(item, media);
	return fact !== undefined && (await attempt.hadOtherMedia(fact));
}

async function describePost(
	item: Item,
	attempt: PostAttempt,
	posted: Posted,
	{ status, timedOut }: WaitResult,
	ending: IDataObject,
): Promise<IDataObject> {
	const publishId = posted.post?.publishId ?? '';
	if (phaseOf(status) === 'failed') {
		await attempt.discardEarlier(posted);
		throw errorFromFailReason(status.fail_reason, publishId);
	}
	const username = status.post_ids.length > 0 ? await findCreatorUsername(item) : '';
	showEnding(item, { status, timedOut, privacyLevel: undefined });
	return makePostOutput(publishId, status, username, {
		...ending,
		...(timedOut ? { timed_out: true } : {}),
	});
}

/** The answer where an item is not to be skipped for a key that stands for other media. */
export function knownFromOtherMedia(key: string): InputError {
	return new InputError(
		`Deduplication Key ${quoteText(key)} was posted before, with other media`,
		'Nothing was sent for this item. Give each asset a key of its own; for a new version of the same one add its version or date. To skip such items set On Known Key With Other Media to Skip.',
	);
}

function describeSkip({ post, isByUserKey }: Posted): string {
	const as = post === undefined ? '' : ` as ${post.publishId}`;
	const wayOut = isByUserKey
		? 'give it another Deduplication Key'
		: 'start the workflow anew; in the editor, change the post';
	return `Not posted again: posted before${as}. To post it once more, ${wayOut}.`;
}

function describeOtherMedia(key: string): string {
	return `Not posted: Deduplication Key ${quoteText(key)} was posted before, with other media. If these are different assets, give each a key of its own.`;
}

function describeSharedKey(key: string): string {
	return `Not posted: this execution has posted Deduplication Key ${quoteText(key)} before, for another item or in an earlier round of a loop. If they are different assets, give each a key of its own.`;
}
