import { asError, StoppedError, TikTokError } from '../../tiktok/api/errors';
import type { Item } from '../api/item';
import { showWarnings } from '../hints';
import { factOfPulled } from '../once/mediaFact';
import type { AnnouncedPost } from '../once/announcedPost';
import type { PostAttempt } from '../once/postAttempt';
import { inspectPulled } from './checkMedia';
import { checkCreator, type PlannedPost, type PulledMedia } from './plannedPost';

/** A post that TikTok has accepted and is fetching the media of. */
export interface PulledPost {
	readonly publishId: string;
	readonly creatorUsername: string;
}

/**
 * Has TikTok fetch and publish media, once. Nothing of it can be resumed.
 *
 * @throws InputError before anything is sent
 * @throws TikTokError when TikTok refused, `already_begun` when another execution took over, or `outcome_unknown` when its answer got lost
 * @throws StoppedError when the user stopped the execution
 */
export async function sendPulled(
	item: Item,
	attempt: PostAttempt,
	post: PlannedPost,
	{ source }: PulledMedia,
): Promise<PulledPost> {
	let announced: AnnouncedPost | undefined;
	const beforeSend = async () => {
		announced ??= await attempt.announcing(factOfPulled(source));
	};
	// While it waits for another try there is nothing that a crash could leave open.
	const afterRefusal = async () => {
		await announced?.refused();
		announced = undefined;
	};
	let publishId: string;
	let creatorUsername: string;
	try {
		showWarnings(item.n8n, await inspectPulled(item, source));
		creatorUsername = (await checkCreator(item, post)).info?.creator_username ?? '';
		publishId = await item.tiktok.initPulled(post.call, source, { beforeSend, afterRefusal });
	} catch (error) {
		if (isRefusal(error)) await announced?.refused();
		throw asError(error);
	}
	await announced?.accepted(publishId, creatorUsername);
	return { publishId, creatorUsername };
}

/** After the call went out, only TikTok's own no (or a call that never got out) makes the post free again. */
function isRefusal(error: unknown): boolean {
	if (error instanceof StoppedError) return false;
	return error instanceof TikTokError && error.failure.code !== 'outcome_unknown';
}
