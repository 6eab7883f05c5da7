/**
 * What goes over the wire, in TikTok's own names, and how an answer is read.
 *
 * @see https://developers.tiktok.com/doc/tiktok-api-v2-error-handling
 */
import { parseLosslessJson } from './losslessJson';
import { isRecord } from '../values/isRecord';
import { cutText } from '../values/plainText';
import { hideSecrets } from './redact';

/** @see https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info */
export const CREATOR_INFO_PATH = '/v2/post/publish/creator_info/query/';
/** @see https://developers.tiktok.com/docs/en/content-posting-api-reference-direct-post */
export const VIDEO_INIT_PATH = '/v2/post/publish/video/init/';
/** @see https://developers.tiktok.com/doc/content-posting-api-reference-upload-video */
export const INBOX_VIDEO_INIT_PATH = '/v2/post/publish/inbox/video/init/';
/** @see https://developers.tiktok.com/docs/en/content-posting-api-reference-photo-post */
export const CONTENT_INIT_PATH = '/v2/post/publish/content/init/';
/** @see https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status */
export const STATUS_PATH = '/v2/post/publish/status/fetch/';
/** @see https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide */
export const CANCEL_PATH = '/v2/post/publish/cancel/';
/** @see https://developers.tiktok.com/doc/tiktok-api-v2-get-user-info */
export const USER_INFO_PATH = '/v2/user/info/';
/** @see https://developers.tiktok.com/doc/tiktok-api-v2-video-list */
export const VIDEO_LIST_PATH = '/v2/video/list/';
/** @see https://developers.tiktok.com/doc/tiktok-api-v2-video-query */
export const VIDEO_QUERY_PATH = '/v2/video/query/';

/** The calls that make a post. */
export type InitPath =
	| typeof VIDEO_INIT_PATH
	| typeof INBOX_VIDEO_INIT_PATH
	| typeof CONTENT_INIT_PATH;

/** The calls that read what is public, and what the account is. */
export type DisplayPath = typeof USER_INFO_PATH | typeof VIDEO_LIST_PATH | typeof VIDEO_QUERY_PATH;

export type ApiPath =
	| InitPath
	| DisplayPath
	| typeof CREATOR_INFO_PATH
	| typeof STATUS_PATH
	| typeof CANCEL_PATH;

/** `post_info` of a direct video post. */
export interface VideoPostInfo {
	readonly title: string;
	readonly privacy_level: string;
	readonly disable_comment: boolean;
	readonly disable_duet: boolean;
	readonly disable_stitch: boolean;
	readonly video_cover_timestamp_ms?: number;
	readonly brand_content_toggle: boolean;
	readonly brand_organic_toggle: boolean;
	readonly is_aigc: boolean;
}

/** `post_info` of photos in the inbox: all that TikTok keeps there. */
export interface PhotoDraftInfo {
	readonly title: string;
	readonly description: string;
}

/** `post_info` of a direct photo post. Photos know no duet and no stitch. */
export interface PhotoPostInfo extends PhotoDraftInfo {
	readonly privacy_level: string;
	readonly disable_comment: boolean;
	readonly auto_add_music: boolean;
	readonly brand_content_toggle: boolean;
	readonly brand_organic_toggle: boolean;
}

/** How the bytes of a video come: so many PUTs, of which the last one takes the rest. */
export interface ChunkPlan {
	readonly video_size: number;
	readonly chunk_size: number;
	readonly total_chunk_count: number;
}

/** The bytes come in PUTs of this plan. */
export interface FileUploadSource extends ChunkPlan {
	readonly source: 'FILE_UPLOAD';
}

/** TikTok downloads the video. */
export interface PulledVideoSource {
	readonly source: 'PULL_FROM_URL';
	readonly video_url: string;
}

/** TikTok downloads the photos. */
export interface PulledPhotosSource {
	readonly source: 'PULL_FROM_URL';
	/** 0-based. */
	readonly photo_cover_index: number;
	readonly photo_images: readonly string[];
}

export type PulledSource = PulledVideoSource | PulledPhotosSource;

/** An init call as far as it does not depend on where the media comes from: all but `source_info`. */
export type InitCall =
	| { readonly path: typeof VIDEO_INIT_PATH; readonly body: { readonly post_info: VideoPostInfo } }
	| { readonly path: typeof INBOX_VIDEO_INIT_PATH; readonly body: Readonly<Record<string, never>> }
	| { readonly path: typeof CONTENT_INIT_PATH; readonly body: DirectPhotosBody | PhotoDraftBody };

/** Photos say at the top level that they are AI-generated, videos in `post_info`. */
export interface DirectPhotosBody {
	readonly media_type: 'PHOTO';
	readonly post_mode: 'DIRECT_POST';
	readonly is_aigc: boolean;
	readonly post_info: PhotoPostInfo;
}

export interface PhotoDraftBody {
	readonly media_type: 'PHOTO';
	readonly post_mode: 'MEDIA_UPLOAD';
	readonly post_info: PhotoDraftInfo;
}

const MAX_NAME_LENGTH = 100;
const MAX_PRIVACY_LEVELS = 10;
const PRIVACY_LEVEL_PATTERN = /^\w{1,64}$/;

/** What TikTok says about the connected creator, read tolerantly. */
export interface CreatorInfo {
	/** Lives two hours. */
	readonly creator_avatar_url: string;
	readonly creator_username: string;
	readonly creator_nickname: string;
	readonly privacy_level_options: readonly string[];
	readonly comment_disabled: boolean;
	readonly duet_disabled: boolean;
	readonly stitch_disabled: boolean;
	readonly max_video_post_duration_sec: number | undefined;
}

/** An API answer, judged by `error.code` and never by the HTTP status alone. */
export type ApiAnswer =
	| { readonly ok: true; readonly data: WireObject; readonly logId: string }
	| {
			readonly ok: false;
			/** TikTok's code, or `''` when the answer carries none. */
			readonly code: string;
			readonly message: string;
			readonly logId: string;
			readonly httpStatus: number;
	  };

export type WireObject = Readonly<Record<string, unknown>>;

/**
 * Reads an answer of the posting API. Success is only `error.code` = `ok`, also on HTTP 200; anything
 * that isn't TikTok's envelope (HTML, empty, cut off, another shape) is a failure without a code.
 * Never throws and never carries the body on.
 */
export function readApiAnswer(httpStatus: number, rawBody: string): ApiAnswer {
	const envelope = parseObject(rawBody);
	const error = asObject(envelope?.error);
	const code = asText(error?.code) || String(asCount(error?.code) || '');
	const logId = asText(error?.log_id) || asText(error?.logid);
	if (code === 'ok') return { ok: true, data: asObject(envelope?.data) ?? {}, logId };
	return { ok: false, code, message: asText(error?.message), logId, httpStatus };
}

/** Reads `data` of creator_info; missing or mistyped fields take the careful value. */
export function readCreatorInfo(data: WireObject): CreatorInfo {
	return {
		creator_avatar_url: hideSecrets(asText(data.creator_avatar_url)),
		creator_username: readName(data.creator_username),
		creator_nickname: readName(data.creator_nickname),
		privacy_level_options: readPrivacyLevels(data.privacy_level_options),
		comment_disabled: data.comment_disabled === true,
		duet_disabled: data.duet_disabled === true,
		stitch_disabled: data.stitch_disabled === true,
		max_video_post_duration_sec: readLongest(data.max_video_post_duration_sec),
	};
}

/** No account is allowed videos of 0 seconds: TikTok does not tell then. */
function readLongest(value: unknown): number | undefined {
	const seconds = asCount(value);
	return seconds === 0 ? undefined : seconds;
}

/** Names stand in messages, so they are kept short; TikTok's longest has 30 characters. */
function readName(value: unknown): string {
	return cutText(hideSecrets(asText(value)), MAX_NAME_LENGTH);
}

/** What can be a privacy level, known or new; the list stands in messages as well. */
function readPrivacyLevels(value: unknown): string[] {
	const levels: unknown[] = Array.isArray(value) ? value : [];
	return levels
		.filter((level) => typeof level === 'string')
		.filter((level) => PRIVACY_LEVEL_PATTERN.test(level))
		.slice(0, MAX_PRIVACY_LEVELS);
}

/** A string as it is; everything else is `''`. */
export function asText(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/** A non-negative whole number, also when written as a string; everything else is `undefined`. */
export function asCount(value: unknown): number | undefined {
	const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
	return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : undefined;
}

function parseObject(text: string): WireObject | undefined {
	try {
		return asObject(parseLosslessJson(text));
	} catch {
		return undefined;
	}
}

/** An object as it is; everything else, lists too, is `undefined`. */
export function asObject(value: unknown): WireObject | undefined {
	return isRecord(value) ? value : undefined;
}
