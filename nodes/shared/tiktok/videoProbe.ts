/** What can be told about a video file from its bytes alone, and whether TikTok would take it. */
export {
	checkVideoAgainstLimits,
	type VideoFinding,
	type VideoRule,
} from './video/checkVideoAgainstLimits';
export { adviseOnFormat } from './video/describeVideo';
export { probeVideo } from './video/probeVideo';
export { RECOGNITION_BYTES, sniffVideoType, type SniffedVideoType } from './video/sniffVideoType';
export { FILE_HANDLED_AS_TEXT, wasHandledAsText } from './video/textDamage';
export type { BytePiece } from './video/sparseBytes';
export { TIKTOK_VIDEO_LIMITS, type VideoLimits } from './video/videoLimits';
export type { ByteRange, VideoFacts, VideoProbe } from './video/videoProbeTypes';
