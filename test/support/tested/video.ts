export * from '../../../nodes/shared/video/encodedPhoto';
export * from '../../../nodes/shared/video/plausible';
export * from '../../../nodes/shared/video/sparseBytes';
export * from '../../../nodes/shared/tiktok/videoRules/videoPreflight';
export * from '../../../nodes/shared/tiktok/videoRules/checkVideoAgainstLimits';
export {
	describeBytes,
	describeCodec,
	describeDuration,
} from '../../../nodes/shared/tiktok/videoRules/describeVideo';
export * from '../../../nodes/shared/tiktok/videoRules/videoLimits';
export * from '../../../nodes/shared/video/probeVideo';
export * from '../../../nodes/shared/video/sniffVideoType';
export * from '../../../nodes/shared/video/textDamage';
export type * from '../../../nodes/shared/video/videoProbeTypes';
