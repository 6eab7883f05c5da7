/** What can be told about a video file from its bytes alone, and whether TikTok would take it. */
export {
	checkVideoAgainstLimits,
	type VideoFinding,
	type VideoRule,
} from '../tiktok/videoRules/checkVideoAgainstLimits';
export { adviseOnFormat } from '../tiktok/videoRules/describeVideo';
export { probeVideo } from './probeVideo';
export { RECOGNITION_BYTES, sniffVideoType, type SniffedVideoType } from './sniffVideoType';
export { FILE_HANDLED_AS_TEXT, wasHandledAsText } from './textDamage';
export type { BytePiece } from './sparseBytes';
export { TIKTOK_VIDEO_LIMITS, type VideoLimits } from '../tiktok/videoRules/videoLimits';
export type { ByteRange, VideoFacts, VideoProbe } from './videoProbeTypes';
