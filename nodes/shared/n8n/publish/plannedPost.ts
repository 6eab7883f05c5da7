import { checkPostAgainstCreator, type DirectPost } from '../../tiktok/post/postRules';
import { MAX_DRAFT_SECONDS } from '../../tiktok/limits';
import type { CreatorInfo, InitCall, PulledSource } from '../../tiktok/api/wire';
import type { VideoDestination } from '../../tiktok/videoRules/videoPreflight';
import type { Item } from '../api/item';
import type { MediaSource } from '../media/mediaSource';
import type { DownloadTarget } from '../media/url/download';

/** A post as an operation describes it; nothing of it is sent yet. */
export interface PlannedPost {
	readonly call: InitCall;
	readonly media: PostMedia;
	/** What the creator has to allow; `undefined` for drafts, which any creator may finish in the app. */
	readonly direct: DirectPost | undefined;
}

export type PostMedia = VideoToUpload | PulledMedia | PhotoFiles;

/** A video that this node sends to TikTok. */
export interface VideoToUpload {
	readonly kind: 'upload';
	/** What makes it this file, as far as it is known without opening it. */
	readonly identity: unknown;
	/** Stands for the stored file, also in retries. */
	readonly fileId: string | undefined;
	/** A file of n8n's, or a link, whose server is asked only when there is something to send. */
	readonly file: MediaSource | DownloadTarget;
}

/** Media that TikTok downloads by itself. */
export interface PulledMedia {
	readonly kind: 'pulled';
	readonly source: PulledSource;
}

/** Photos that are files of n8n's, which n8n serves to TikTok. */
export interface PhotoFiles {
	readonly kind: 'files';
	/** What makes them these files, as far as it is known without opening them. */
	readonly identity: unknown;
	/** Stands for the stored files in their order, also in retries; absent where n8n has no id of one. */
	readonly fileId: string | undefined;
	readonly files: readonly MediaSource[];
	/** Which photo is the cover, from 0. */
	readonly coverIndex: number;
	readonly convertsPng: boolean;
}

/** Where a post goes. */
export interface CheckedCreator {
	readonly destination: VideoDestination;
	/** Absent where TikTok need not be asked. */
	readonly info?: CreatorInfo;
}

const INBOX: CheckedCreator = {
	destination: { kind: 'inbox', maxDurationSeconds: MAX_DRAFT_SECONDS },
};

/**
 * Asks what the creator may do, where that matters.
 *
 * @throws InputError for what they may not
 * @throws TikTokError when TikTok can't be asked, or lets the creator post nothing now
 * @throws StoppedError when the user stopped the execution
 */
export async function checkCreator(
	{ tiktok }: Item,
	{ direct }: PlannedPost,
): Promise<CheckedCreator> {
	if (direct === undefined) return INBOX;
	const info = await tiktok.creatorInfo();
	checkPostAgainstCreator(direct, info);
	const maxDurationSeconds = info.max_video_post_duration_sec;
	return { info, destination: { kind: 'direct', maxDurationSeconds } };
}
