/** What can be told about a video file from its bytes alone, and whether TikTok would take it. */
export { sniffVideoType, type SniffedVideoType } from './video/sniffVideoType';
