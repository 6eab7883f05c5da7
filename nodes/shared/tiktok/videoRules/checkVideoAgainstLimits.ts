import {
	EXPORT_ADVICE,
	describeBytes,
	describeCodec,
	describeDuration,
	describeFraction,
	describeNumber,
} from './describeVideo';
import type { VideoLimits } from './videoLimits';
import type { VideoProbe } from '../../video/videoProbeTypes';

export type VideoRule =
	| 'duration'
	| 'picture_size'
	| 'frame_rate'
	| 'codec'
	| 'container'
	| 'size'
	| 'truncated';

/** One reason why TikTok would refuse (`refuse`) or might refuse (`warn`) a video. */
export interface VideoFinding {
	rule: VideoRule;
	severity: 'refuse' | 'warn';
	/** For people who don't code: what was found, what TikTok takes, what to do. */
	message: string;
	/** What was found: bytes, seconds, frames per second, `1080×1920`, a codec or a format. */
	value: number | string;
}

/** How TikTok rounds is unknown: this little over the limit may still pass. */
const DURATION_TOLERANCE_SECONDS = 1;
const FRAME_RATE_TOLERANCE = 0.5;
/** Averages are inexact; and "60, but at most 60" would help nobody. */
const SMALLEST_SHOWN_EXCESS = 0.01;

const CHECKS: ReadonlyArray<(probe: VideoProbe, limits: VideoLimits) => VideoFinding | undefined> =
	[
		checkSize,
		checkContainer,
		checkTruncated,
		checkCodec,
		checkPictureSize,
		checkFrameRate,
		checkDuration,
	];

/**
 * Holds what is known of a video against TikTok's media rules; an empty list means nothing speaks
 * against it. What the header doesn't tell, or could not be read, is no reason to refuse: TikTok
 * decides then. The rules are those behind `file_format_check_failed`, `duration_check_failed`,
 * `frame_rate_check_failed` and `picture_size_check_failed`.
 *
 * @see https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
 */
export function checkVideoAgainstLimits(probe: VideoProbe, limits: VideoLimits): VideoFinding[] {
	return CHECKS.map((check) => check(probe, limits)).filter((finding) => finding !== undefined);
}

/** Larger ones, and empty ones, are refused before a byte is read. */
function checkSize({ fileSize }: VideoProbe, limits: VideoLimits): VideoFinding | undefined {
	if (!Number.isSafeInteger(fileSize) || fileSize <= limits.certainBytes) return undefined;
	return warn(
		'size',
		fileSize,
		`The file has ${describeBytes(fileSize)}, and TikTok takes videos up to ${describeBytes(limits.certainBytes)}. TikTok may refuse it. Export it with a lower bitrate or resolution, or shorten it.`,
	);
}

/** What is no video at all is refused before its header is read. */
function checkContainer({ container, hasVideoTrack }: VideoProbe): VideoFinding | undefined {
	if (hasVideoTrack !== false) return undefined;
	return refuse(
		'container',
		container,
		`The file has no picture, only sound or other data. TikTok needs a video. ${EXPORT_ADVICE}`,
	);
}

function checkTruncated(probe: VideoProbe): VideoFinding | undefined {
	if (!probe.truncated) return undefined;
	const fix =
		'Check that the step before downloaded or exported the whole file, then send it again.';
	const message =
		probe.expectedBytes === undefined
			? `The video is unfinished or damaged: it has no header that can be found, so no player can show it. ${fix}`
			: `The video is cut off: it has ${describeBytes(probe.fileSize)} of at least ${describeBytes(probe.expectedBytes)}. ${fix}`;
	return refuse('truncated', probe.fileSize, message);
}

function checkCodec({ videoCodec }: VideoProbe, limits: VideoLimits): VideoFinding | undefined {
	if (videoCodec === undefined || limits.codecs.includes(videoCodec)) return undefined;
	if (videoCodec === 'encrypted') {
		return refuse(
			'codec',
			videoCodec,
			'The video is copy-protected (DRM), which TikTok cannot read. Use a copy without protection.',
		);
	}
	const accepted = limits.codecs
		.map(describeCodec)
		.join(', ')
		.replace(/, ([^,]*)$/, ' or $1');
	return refuse(
		'codec',
		videoCodec,
		`The video is coded with ${describeCodec(videoCodec)}, and TikTok takes ${accepted}. Export it as MP4 with H.264.`,
	);
}

function checkPictureSize(probe: VideoProbe, limits: VideoLimits): VideoFinding | undefined {
	const { width, height } = probe;
	const { minSidePixels: min, maxSidePixels: max } = limits;
	const sides = [width, height].filter((side) => side !== undefined);
	const isTooSmall = sides.some((side) => side < min);
	const isTooLarge = sides.some((side) => side > max);
	if (!isTooSmall && !isTooLarge) return undefined;

	const value = `${width ?? '?'}×${height ?? '?'}`;
	const fix = isTooSmall ? 'Export it larger' : 'Export it smaller';
	return refuse(
		'picture_size',
		value,
		`The picture is ${value} pixels, and TikTok takes ${min} to ${describeNumber(max)} pixels on each side. ${fix}, for example 1080×1920.`,
	);
}

function checkFrameRate(probe: VideoProbe, limits: VideoLimits): VideoFinding | undefined {
	const { frameRate, frameRateVaries } = probe;
	const { minFramesPerSecond: min, maxFramesPerSecond: max } = limits;
	if (frameRate === undefined) return undefined;
	const excess = Math.max(min - frameRate, frameRate - max);
	if (excess < SMALLEST_SHOWN_EXCESS) return undefined;

	const isUnsure = frameRateVaries === true || excess <= FRAME_RATE_TOLERANCE;
	const message = `The video has ${describeFraction(frameRate)} frames per second${frameRateVaries ? ' on average' : ''}, and TikTok takes ${min} to ${max}. Export it with 30 frames per second.`;
	return (isUnsure ? warn : refuse)('frame_rate', frameRate, message);
}

function checkDuration(probe: VideoProbe, limits: VideoLimits): VideoFinding | undefined {
	const { durationSeconds } = probe;
	const { maxDurationSeconds: max } = limits;
	if (durationSeconds === undefined || max === undefined) return undefined;
	if (durationSeconds <= max) return undefined;

	const excess = durationSeconds - max;
	if (excess < DURATION_TOLERANCE_SECONDS) {
		return warn(
			'duration',
			durationSeconds,
			`The video is ${describeFraction(excess)} s longer than the ${describeDuration(max)} this TikTok account may post, so TikTok may refuse it. Cut a little off its end.`,
		);
	}
	return refuse(
		'duration',
		durationSeconds,
		`The video is ${describeDuration(durationSeconds)} long, and this TikTok account may post up to ${describeDuration(max)}. Shorten it, or post it with an account that may post longer videos.`,
	);
}

function refuse(rule: VideoRule, value: number | string, message: string): VideoFinding {
	return { rule, severity: 'refuse', message, value };
}

function warn(rule: VideoRule, value: number | string, message: string): VideoFinding {
	return { rule, severity: 'warn', message, value };
}
