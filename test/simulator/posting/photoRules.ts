import { ApiRefusal } from '../core/errors';
import type { RequestPlace, SimulatorState } from '../core/state';
import type { Creator } from '../types';
import { checkFields, objectAt, type FieldTable } from './fields';
import { checkBrandToggles, checkPrivacy, checkTextLength } from './postInfo';
import { checkPullUrl } from './pullRules';

const MAX_TITLE_UNITS = 90;
const MAX_DESCRIPTION_UNITS = 4000;
const MAX_PHOTOS = 35;

const BODY_FIELDS: FieldTable = {
	media_type: 'string',
	post_mode: 'string',
	is_aigc: 'boolean?',
	post_info: 'object?',
	source_info: 'object',
};

const DRAFT_FIELDS: FieldTable = { title: 'string?', description: 'string?' };

const DIRECT_FIELDS: FieldTable = {
	...DRAFT_FIELDS,
	privacy_level: 'string?',
	disable_comment: 'boolean?',
	auto_add_music: 'boolean?',
	brand_content_toggle: 'boolean?',
	brand_organic_toggle: 'boolean?',
};

/** Where the photos of a post go. */
export type PhotoMode = 'DIRECT_POST' | 'MEDIA_UPLOAD';

/**
 * The top level of a photo post: media type and mode. TikTok's table prints `DIRECT POST`; its
 * examples and the API have the underscore.
 * @see https://developers.tiktok.com/docs/en/content-posting-api-reference-photo-post
 */
export function checkPhotoBody(
	state: SimulatorState,
	place: RequestPlace,
	body: Record<string, unknown>,
): PhotoMode {
	checkFields(state, place, body, BODY_FIELDS);
	if (body.media_type !== 'PHOTO') {
		throw new ApiRefusal('invalid_params', 'The field media_type is missing or invalid.');
	}
	const mode = body.post_mode;
	if (mode === 'DIRECT_POST' || mode === 'MEDIA_UPLOAD') return mode;
	throw new ApiRefusal('invalid_params', 'The field post_mode is missing or invalid.');
}

/** `post_info` of photos: a draft carries title and description only. */
export function checkPhotoPostInfo(
	state: SimulatorState,
	place: RequestPlace,
	creator: Creator,
	mode: PhotoMode,
	body: Record<string, unknown>,
): void {
	const info = objectAt(body, 'post_info');
	const table = mode === 'DIRECT_POST' ? DIRECT_FIELDS : DRAFT_FIELDS;
	checkFields(state, place, info, table, 'post_info.');
	checkTextLength(state, place, 'title', info.title, MAX_TITLE_UNITS);
	checkTextLength(state, place, 'description', info.description, MAX_DESCRIPTION_UNITS);
	if (mode === 'MEDIA_UPLOAD') return;
	checkBrandToggles(state, place, info);
	checkPrivacy(state, creator, info.privacy_level);
}

/** `source_info` of photos: 1 to 35 URLs on verified properties and the 0-based index of the cover. */
export function checkPhotoSource(
	state: SimulatorState,
	place: RequestPlace,
	body: Record<string, unknown>,
): string[] {
	const info = objectAt(body, 'source_info');
	const table = {
		source: 'string',
		photo_images: 'strings',
		photo_cover_index: 'integer',
	} as const;
	checkFields(state, place, info, table, 'source_info.');
	if (info.source !== 'PULL_FROM_URL') {
		throw new ApiRefusal('invalid_params', 'Photos can only be pulled from URLs.');
	}
	const urls = info.photo_images as string[];
	if (urls.length < 1 || urls.length > MAX_PHOTOS) {
		throw new ApiRefusal('invalid_params', `There must be 1 to ${MAX_PHOTOS} photo_images.`);
	}
	const cover = Number(info.photo_cover_index);
	if (cover < 0 || cover >= urls.length) {
		throw new ApiRefusal('invalid_params', 'The photo_cover_index is out of range.');
	}
	for (const url of urls) checkPullUrl(state, url);
	return urls;
}
