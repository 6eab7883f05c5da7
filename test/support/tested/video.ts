export * from '../../../nodes/shared/tiktok/video/sparseBytes';
export * from '../../../nodes/shared/tiktok/videoPreflight';
export * from '../../../nodes/shared/tiktok/videoProbe';
