/** What a video must keep to; see {@link TIKTOK_VIDEO_LIMITS} for TikTok's values. */
export interface VideoLimits {
	/** Up to here every reading of TikTok's "4 GB" agrees. */
	certainBytes: number;
	minSidePixels: number;
	maxSidePixels: number;
	minFramesPerSecond: number;
	maxFramesPerSecond: number;
	/** Names as in `VideoProbe.videoCodec`. */
	codecs: readonly string[];
	/** The creator's `max_video_post_duration_sec`; absent = not checked. */
	maxDurationSeconds?: number;
}

/**
 * TikTok's limits for every creator; add the creator's own `maxDurationSeconds`.
 *
 * @see https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
 */
export const TIKTOK_VIDEO_LIMITS: VideoLimits = {
	certainBytes: 4_000_000_000,
	minSidePixels: 360,
	maxSidePixels: 4_096,
	minFramesPerSecond: 23,
	maxFramesPerSecond: 60,
	codecs: ['h264', 'h265', 'vp8', 'vp9'],
};
