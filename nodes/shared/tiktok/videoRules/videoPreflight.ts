/**
 * Refuses a video that TikTok would refuse, before a byte of it moves.
 *
 * @see https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
 */
import { InputError } from '../api/errors';
import { describeDuration } from './describeVideo';
import {
	checkVideoAgainstLimits,
	type VideoFinding,
	type VideoRule,
} from './checkVideoAgainstLimits';
import { TIKTOK_VIDEO_LIMITS } from './videoLimits';
import type { VideoProbe } from '../../video/videoProbeTypes';

/** Where a video goes: to a creator with a limit of their own (`undefined` = unknown), or to the inbox. */
export type VideoDestination =
	| { readonly kind: 'direct'; readonly maxDurationSeconds: number | undefined }
	| { readonly kind: 'inbox'; readonly maxDurationSeconds: number };

const WHAT_IS_WRONG: Readonly<Record<VideoRule, string>> = {
	duration: 'it is too long',
	picture_size: 'its picture size',
	frame_rate: 'its frame rate',
	codec: 'its codec',
	container: 'its format',
	size: 'its size',
	truncated: 'it is incomplete or damaged',
};

/**
 * Holds what the header tells against TikTok's rules. What it does not tell is no reason to refuse.
 *
 * @param label what to call the file in messages
 * @returns what may be a problem and may not, in words for the user
 * @throws InputError naming each rule that is broken, and the fix
 */
export function checkVideoFacts(
	probe: VideoProbe,
	label: string,
	destination: VideoDestination,
): string[] {
	const { maxDurationSeconds } = destination;
	const findings = checkVideoAgainstLimits(probe, { ...TIKTOK_VIDEO_LIMITS, maxDurationSeconds });
	const refusals = findings.filter(({ severity }) => severity === 'refuse');
	if (refusals.length > 0) throw refusedVideo(label, refusals, destination);
	return findings.map((finding) => describeFinding(finding, destination));
}

function refusedVideo(
	label: string,
	refusals: VideoFinding[],
	destination: VideoDestination,
): InputError {
	const reasons = refusals.map(({ rule }) => WHAT_IS_WRONG[rule]).join(', ');
	return new InputError(
		`TikTok would refuse the video in ${label}: ${reasons}`,
		refusals.map((finding) => describeFinding(finding, destination)).join(' '),
		'media',
	);
}

/** A draft's limit is not the account's. */
function describeFinding(
	{ rule, value, message }: VideoFinding,
	{ kind, maxDurationSeconds }: VideoDestination,
): string {
	if (kind !== 'inbox' || rule !== 'duration') return message;
	return `The video is ${describeDuration(Number(value))} long, and TikTok takes drafts of up to ${describeDuration(maxDurationSeconds)}. Shorten it.`;
}
