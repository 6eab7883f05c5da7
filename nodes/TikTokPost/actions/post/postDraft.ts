import type { IExecuteFunctions } from 'n8n-workflow';
import {
	checkVideoFacts,
	type VideoDestination,
} from '../../../shared/tiktok/videoRules/videoPreflight';
import { warnAboutCover } from '../../../shared/tiktok/post/postRules';
import type { VideoProbe } from '../../../shared/video';
import { VIDEO_INIT_PATH, type CreatorInfo, type InitCall } from '../../../shared/tiktok/api/wire';
import { inspectVideo, type InspectedVideo } from '../../../shared/n8n/media/inspectVideo';
import type { MediaCursor } from '../../../shared/n8n/media/mediaCursor';
import type { MediaSource } from '../../../shared/n8n/media/mediaSource';
import type { PostMedia } from './media';

/** A post as an operation describes it; nothing of it is sent yet. */
export interface PostDraft {
	readonly call: InitCall;
	readonly media: PostMedia;
	/** Asks what the creator may do, where that matters, and refuses what they may not. */
	checkCreator(): Promise<CheckedCreator>;
}

/** Where a post goes. */
export interface CheckedCreator {
	readonly destination: VideoDestination;
	/** Absent where TikTok need not be asked. */
	readonly info?: CreatorInfo;
}

/** A video that nothing speaks against. */
export interface CheckedVideo extends InspectedVideo {
	readonly creator: CheckedCreator;
	/** What TikTok may object to and may not. */
	readonly warnings: string[];
}

/**
 * Checks a video by its first bytes, then against what the creator may do.
 *
 * @throws InputError for what TikTok would refuse
 * @throws TikTokError when TikTok can't be asked, or lets the creator post nothing now
 */
export async function checkVideo(
	this: IExecuteFunctions,
	draft: PostDraft,
	cursor: MediaCursor,
	source: MediaSource,
): Promise<CheckedVideo> {
	const video = await inspectVideo(cursor, source);
	const creator = await draft.checkCreator();
	const findings = checkVideoFacts(video.probe, source.label, creator.destination);
	return { ...video, creator, warnings: [...findings, ...checkCover(draft.call, video.probe)] };
}

/** Only direct posts of videos have a cover time. */
function checkCover({ path, body }: InitCall, { durationSeconds }: VideoProbe): string[] {
	return path === VIDEO_INIT_PATH ? warnAboutCover(body.post_info, durationSeconds) : [];
}
