export * from '../../../nodes/shared/video/sparseBytes';
export * from '../../../nodes/shared/tiktok/videoRules/videoPreflight';
export * from '../../../nodes/shared/video';
