import { VIDEO_INIT_PATH, type InitCall, type PulledSource } from '../../tiktok/api/wire';
import { warnAboutCover } from '../../tiktok/post/postRules';
import { checkVideoFacts } from '../../tiktok/videoRules/videoPreflight';
import type { VideoProbe } from '../../video/videoProbeTypes';
import type { Item } from '../api/item';
import { inspectPhotos } from '../media/inspectPhotos';
import { inspectVideo, type InspectedVideo } from '../media/inspectVideo';
import type { MediaCursor } from '../media/mediaCursor';
import { findUrlMedia } from '../media/url/urlMedia';
import type { MediaSource } from '../media/mediaSource';
import {
	checkCreator,
	type CheckedCreator,
	type PlannedPost,
	type VideoToUpload,
} from './plannedPost';

/** A video that nothing speaks against. */
export interface CheckedVideo extends InspectedVideo {
	readonly creator: CheckedCreator;
	/** What TikTok may object to and may not, in words for the user. */
	readonly warnings: readonly string[];
}

/**
 * The file of a video, ready to be read.
 *
 * @throws InputError or TikTokError when a link's server does not deliver it
 * @throws StoppedError when the user stopped the execution
 */
export async function findSource({ n8n }: Item, { file }: VideoToUpload): Promise<MediaSource> {
	return 'open' in file ? file : await findUrlMedia(n8n, file);
}

/**
 * Checks a video by its first bytes, then against what the creator may do.
 *
 * @throws InputError for what TikTok would refuse
 * @throws TikTokError when TikTok can't be asked, or lets the creator post nothing now
 * @throws StoppedError when the user stopped the execution
 */
export async function checkVideo(
	item: Item,
	post: PlannedPost,
	cursor: MediaCursor,
): Promise<CheckedVideo> {
	const { source } = cursor;
	const video = await inspectVideo(cursor, source);
	const creator = await checkCreator(item, post);
	const findings = checkVideoFacts(video.probe, source.label, creator.destination);
	return { ...video, creator, warnings: [...findings, ...checkCover(post.call, video.probe)] };
}

/** Only direct posts of videos have a cover time. */
function checkCover({ path, body }: InitCall, { durationSeconds }: VideoProbe): string[] {
	return path === VIDEO_INIT_PATH ? warnAboutCover(body.post_info, durationSeconds) : [];
}

/**
 * Looks at what can be looked at of media that TikTok downloads.
 *
 * @returns what TikTok may object to and may not, in words for the user
 * @throws InputError for what TikTok would refuse
 * @throws StoppedError when the user stopped the execution
 */
export async function inspectPulled({ n8n }: Item, source: PulledSource): Promise<string[]> {
	return 'photo_images' in source ? await inspectPhotos(n8n, source.photo_images) : [];
}
