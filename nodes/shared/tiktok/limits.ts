/**
 * TikTok's documented numbers in one place. Sizes are bytes, lengths are UTF-16 code units (what
 * `String.length` counts and what TikTok counts), times are milliseconds unless the name says otherwise.
 *
 * TikTok writes "MB" for both 10^6 and 2^20; every limit here is the smaller reading, so that what
 * passes here passes under both.
 *
 * @see https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
 */

/** API host of every call but the upload itself. */
export const API_BASE_URL = 'https://open.tiktokapis.com';

/** An upload URL is trusted only on these domains (compared on the dot). */
export const UPLOAD_HOST_SUFFIXES = ['.tiktokapis.com', '.tiktokapis.us'] as const;

/** Smallest chunk TikTok takes when there is more than one (5 MB, larger reading). */
export const MIN_CHUNK_BYTES = 5_242_880;
/** Largest chunk, and largest file that may go up in one piece (64 MB, smaller reading). */
export const MAX_CHUNK_BYTES = 64_000_000;
/** Chunk size of TikTok's own example; the plan used when TikTok refuses larger chunks. */
export const SAFE_CHUNK_BYTES = 10_000_000;
/** Largest video file (4 GB, larger reading: TikTok decides between the two). */
export const MAX_VIDEO_BYTES = 4_294_967_296;
/** An upload URL is valid this long, and the upload must finish within it. */
export const UPLOAD_URL_LIFETIME_MS = 3_600_000;

/** @see https://developers.tiktok.com/docs/en/content-posting-api-reference-direct-post */
export const MAX_CAPTION_LENGTH = 2_200;

/** @see https://developers.tiktok.com/docs/en/content-posting-api-reference-photo-post */
export const MAX_PHOTO_TITLE_LENGTH = 90;
export const MAX_PHOTO_DESCRIPTION_LENGTH = 4_000;
export const MAX_PHOTOS = 35;
/** 20 MB, smaller reading. */
export const MAX_PHOTO_BYTES = 20_000_000;
/** Pixels; seen at the live API, one photo over it fails the whole post. */
export const PHOTO_SIDES = { shorter: 1_080, longer: 4_096 } as const;

/** Longest video a creator may finish from the inbox; direct posts have the creator's own limit. */
export const MAX_DRAFT_SECONDS = 600;

/**
 * Most posts that one call lists or looks up.
 *
 * @see https://developers.tiktok.com/doc/tiktok-api-v2-video-query
 */
export const MAX_POSTS_PER_CALL = 20;

/** Publish ids TikTok issues; anything else, a token above all, is not worth a request. */
export const PUBLISH_ID_PATTERN = /^(?!(?:act|rft|clt)\.)[A-Za-z0-9_~.-]{1,64}$/;
