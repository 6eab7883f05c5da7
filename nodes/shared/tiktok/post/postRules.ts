/**
 * What TikTok's content-sharing guidelines and limits ask of a post, checked before anything is sent.
 *
 * @see https://developers.tiktok.com/docs/en/content-sharing-guidelines
 */
import { InputError } from '../api/errors';
import { MAX_CAPTION_LENGTH, MAX_VIDEO_BYTES } from '../limits';
import type { CreatorInfo, VideoPostInfo } from '../api/wire';

/** What the creator lets viewers do; everything is off until allowed. */
export type Interaction = 'comment' | 'duet' | 'stitch';

/** What the post promotes. */
export type CommercialContent = 'yourBrand' | 'brandedContent';

/** What every direct post says about itself, be it a video or photos. */
export interface DirectPost {
	readonly privacyLevel: string;
	readonly allowUsersTo: readonly Interaction[];
	readonly isAigc: boolean;
	readonly commercialContent: readonly CommercialContent[];
}

/** A direct video post as the user described it. */
export interface VideoPost extends DirectPost {
	readonly caption: string;
	/** Milliseconds; absent = TikTok takes the first frame. */
	readonly videoCoverTimestampMs?: number;
}

/**
 * TikTok's names for the privacy levels, as the app shows them.
 *
 * @see https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info
 */
const PRIVACY_LEVEL_NAMES: Readonly<Record<string, string>> = {
	PUBLIC_TO_EVERYONE: 'Everyone',
	MUTUAL_FOLLOW_FRIENDS: 'Friends',
	FOLLOWER_OF_CREATOR: 'Followers',
	SELF_ONLY: 'Only Me',
};

/** All levels that TikTok documents; an account offers some of them. */
export const PRIVACY_LEVELS: readonly string[] = Object.keys(PRIVACY_LEVEL_NAMES);

/**
 * Checks what can be checked without asking TikTok.
 *
 * @throws InputError for a caption over 2,200 UTF-16 units, a bad cover time, and what `checkDirectPost` refuses
 */
export function checkVideoPost(post: VideoPost): void {
	checkTextLength('Caption', post.caption, MAX_CAPTION_LENGTH);
	checkDirectPost(post);
	checkCoverTimestamp(post.videoCoverTimestampMs);
}

/** @throws InputError for a missing privacy level, or branded content that only the creator could see */
export function checkDirectPost(post: DirectPost): void {
	checkPrivacyChosen(post.privacyLevel);
	checkBrandedContentIsVisible(post);
}

/**
 * @param label the parameter as the editor shows it
 * @throws InputError for a text that is longer than TikTok takes, in UTF-16 units
 */
export function checkTextLength(label: string, text: string, maxLength: number): void {
	if (text.length <= maxLength) return;
	const excess = text.length - maxLength;
	throw new InputError(
		`${label} is too long: ${text.length} of at most ${maxLength} characters`,
		`Shorten ${label} by ${excess} ${excess === 1 ? 'character' : 'characters'}. TikTok counts an emoji as two or more.`,
	);
}

/**
 * Checks a post against what this creator may do right now.
 *
 * @throws InputError for a privacy level or an interaction the account does not offer
 */
export function checkPostAgainstCreator(post: DirectPost, creator: CreatorInfo): void {
	checkPrivacyOffered(post.privacyLevel, creator);
	checkInteractionsOffered(post.allowUsersTo, creator);
}

/**
 * @param label what to call the file in messages
 * @throws InputError for an empty file, or one that TikTok would refuse for its size
 */
export function checkVideoSize(byteLength: number, label: string): void {
	if (byteLength === 0) {
		throw new InputError(
			`The file in ${label} is empty`,
			'Check the node that produces the file: it delivered 0 bytes.',
			'media',
		);
	}
	if (byteLength > MAX_VIDEO_BYTES) {
		throw new InputError(
			`The file in ${label} is too large: ${byteLength} bytes`,
			'TikTok takes videos up to 4 GB. Compress or shorten the video.',
			'media',
		);
	}
}

/** A cover time behind the end, in words for the user: TikTok takes the first frame then, and does not say so. */
export function warnAboutCover(
	{ video_cover_timestamp_ms: coverMs = 0 }: VideoPostInfo,
	durationSeconds = Number.POSITIVE_INFINITY,
): string[] {
	if (coverMs <= durationSeconds * 1_000) return [];
	const end = Math.floor(durationSeconds * 1_000);
	return [
		`Cover Timestamp (Ms) is ${coverMs}, and the video ends at ${end}: TikTok takes the first frame then.`,
	];
}

/** The post in TikTok's terms. What viewers were not allowed is switched off. */
export function toPostInfo(post: VideoPost): VideoPostInfo {
	return {
		title: post.caption,
		privacy_level: post.privacyLevel,
		disable_comment: !post.allowUsersTo.includes('comment'),
		disable_duet: !post.allowUsersTo.includes('duet'),
		disable_stitch: !post.allowUsersTo.includes('stitch'),
		...(post.videoCoverTimestampMs === undefined
			? {}
			: { video_cover_timestamp_ms: post.videoCoverTimestampMs }),
		brand_content_toggle: post.commercialContent.includes('brandedContent'),
		brand_organic_toggle: post.commercialContent.includes('yourBrand'),
		is_aigc: post.isAigc,
	};
}

function checkPrivacyChosen(privacyLevel: string): void {
	if (privacyLevel !== '') return;
	throw new InputError(
		'Privacy Level is not set',
		"Choose who may see the post. TikTok's rules allow no default here.",
	);
}

function checkBrandedContentIsVisible(post: DirectPost): void {
	if (post.privacyLevel !== 'SELF_ONLY' || !post.commercialContent.includes('brandedContent'))
		return;
	throw new InputError(
		'Commercial Content "Branded Content" cannot be posted with Privacy Level "Only Me"',
		'Choose another Privacy Level, or remove Branded Content.',
	);
}

function checkCoverTimestamp(timestampMs: number | undefined): void {
	if (timestampMs === undefined) return;
	if (Number.isSafeInteger(timestampMs) && timestampMs >= 0) return;
	throw new InputError(
		`Cover Timestamp (Ms) must be a whole number of milliseconds from 0, got ${timestampMs}`,
		'Give the position of the cover frame in milliseconds, for example 1500 for 1.5 seconds.',
	);
}

function checkPrivacyOffered(privacyLevel: string, creator: CreatorInfo): void {
	const offered = creator.privacy_level_options;
	if (offered.length === 0 || offered.includes(privacyLevel)) return;
	throw new InputError(
		`Privacy Level "${describePrivacyLevel(privacyLevel)}" is not available to @${creator.creator_username}`,
		`Choose one of: ${offered.map(describePrivacyLevel).join(', ')}.`,
	);
}

function checkInteractionsOffered(wanted: readonly Interaction[], creator: CreatorInfo): void {
	const disabled: Record<Interaction, boolean> = {
		comment: creator.comment_disabled,
		duet: creator.duet_disabled,
		stitch: creator.stitch_disabled,
	};
	const refused = wanted.filter((interaction) => disabled[interaction]);
	if (refused.length === 0) return;
	throw new InputError(
		`Allow Users To: ${refused.join(', ')} is switched off in the settings of @${creator.creator_username}`,
		'Remove it from Allow Users To, or switch it on in the TikTok app.',
	);
}

/** A level as the TikTok app calls it; one that is new by its own name. */
export function nameOfPrivacyLevel(level: string): string {
	const name = Object.hasOwn(PRIVACY_LEVEL_NAMES, level) ? PRIVACY_LEVEL_NAMES[level] : undefined;
	return name ?? level;
}

function describePrivacyLevel(level: string): string {
	const name = nameOfPrivacyLevel(level);
	return name === level ? level : `${name} (${level})`;
}
