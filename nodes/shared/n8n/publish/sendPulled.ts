import { asError, StoppedError, TikTokError } from '../../tiktok/api/errors';
import type { Item } from '../api/item';
import { showWarnings } from '../hints';
import { factOfPhotos, factOfPulled } from '../once/mediaFact';
import type { AnnouncedPost } from '../once/announcedPost';
import type { PostAttempt } from '../once/postAttempt';
import { inspectPulled } from './checkMedia';
import { checkCreator, type PhotoFiles, type PlannedPost, type PulledMedia } from './plannedPost';
import { explainAddress } from './photoRoute';
import { getPhotosReady, type ReadyMedia } from './readyPhotos';

/** A post that TikTok has accepted and is fetching the media of. */
export interface PulledPost extends Omit<ReadyMedia, 'findSource'> {
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
	media: PulledMedia | PhotoFiles,
): Promise<PulledPost> {
	const fact =
		media.kind === 'files' ? factOfPhotos(media.files.length) : factOfPulled(media.source);
	let announced: AnnouncedPost | undefined;
	const beforeSend = async () => {
		announced ??= await attempt.announcing(fact);
	};
	// While it waits for another try there is nothing that a crash could leave open.
	const afterRefusal = async () => {
		await announced?.refused();
		announced = undefined;
	};
	let ready: ReadyMedia;
	let publishId: string;
	let creatorUsername: string;
	try {
		ready = await getReady(item, media);
		creatorUsername = (await checkCreator(item, post)).info?.creator_username ?? '';
		publishId = await item.tiktok.initPulled(post.call, ready.findSource, {
			beforeSend,
			afterRefusal,
		});
	} catch (error) {
		if (isRefusal(error)) await announced?.refused();
		throw asError(media.kind === 'files' ? explainAddress(error) : error);
	}
	await announced?.accepted(publishId, creatorUsername);
	const { conversions, isReached } = ready;
	return { publishId, creatorUsername, conversions, isReached };
}

async function getReady(item: Item, media: PulledMedia | PhotoFiles): Promise<ReadyMedia> {
	if (media.kind === 'files') return await getPhotosReady(item, media);
	showWarnings(item.n8n, await inspectPulled(item, media.source));
	return { findSource: () => media.source, conversions: [], isReached: true };
}

/** After the call went out, only TikTok's own no (or a call that never got out) makes the post free again. */
function isRefusal(error: unknown): boolean {
	if (error instanceof StoppedError) return false;
	return error instanceof TikTokError && error.failure.code !== 'outcome_unknown';
}
