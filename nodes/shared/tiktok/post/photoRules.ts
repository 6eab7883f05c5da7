/**
 * What TikTok asks of photo posts, checked before anything is sent.
 *
 * @see https://developers.tiktok.com/docs/en/content-posting-api-reference-photo-post
 */
import { InputError } from '../api/errors';
import { MAX_PHOTO_DESCRIPTION_LENGTH, MAX_PHOTO_TITLE_LENGTH, MAX_PHOTOS } from '../limits';
import { toPulledUrl } from './mediaUrl';
import { checkDirectPost, checkTextLength, type DirectPost } from './postRules';
import type { PhotoPostInfo, PulledPhotosSource } from '../api/wire';

/** The parameter, as the editor shows it. */
export const PHOTO_URLS_LABEL = 'Photo URLs';

/** The texts of photos: all that TikTok keeps of a draft. */
export interface PhotoTexts {
	readonly title: string;
	readonly description: string;
}

/** A direct photo post as the user described it. */
export interface PhotoPost extends DirectPost, PhotoTexts {
	readonly autoAddMusic: boolean;
}

/** @throws InputError for a title over 90 or a description over 4,000 UTF-16 units */
export function checkPhotoTexts({ title, description }: PhotoTexts): void {
	checkTextLength('Title', title, MAX_PHOTO_TITLE_LENGTH);
	checkTextLength('Description', description, MAX_PHOTO_DESCRIPTION_LENGTH);
}

/** @throws InputError for what `checkPhotoTexts` and `checkDirectPost` refuse */
export function checkPhotoPost(post: PhotoPost): void {
	checkPhotoTexts(post);
	checkDirectPost(post);
}

/**
 * Photos that TikTok downloads, as its API takes them.
 *
 * @param coverIndex which photo is the cover, from 0
 * @throws InputError for none or more than 35 photos, a URL TikTok can't pull, a cover that doesn't exist
 */
export function toPhotosSource(urls: readonly string[], coverIndex: number): PulledPhotosSource {
	checkPhotoCount(urls.length);
	const photos = urls.map((url, index) =>
		toPulledUrl(url, `${PHOTO_URLS_LABEL}, photo ${index + 1}`),
	);
	checkCoverIndex(coverIndex, photos.length);
	return { source: 'PULL_FROM_URL', photo_cover_index: coverIndex, photo_images: photos };
}

/** A direct photo post in TikTok's terms. */
export function toPhotoPostInfo(post: PhotoPost): PhotoPostInfo {
	return {
		title: post.title,
		description: post.description,
		privacy_level: post.privacyLevel,
		disable_comment: !post.allowUsersTo.includes('comment'),
		auto_add_music: post.autoAddMusic,
		brand_content_toggle: post.commercialContent.includes('brandedContent'),
		brand_organic_toggle: post.commercialContent.includes('yourBrand'),
	};
}

function checkPhotoCount(count: number): void {
	if (count === 0) {
		throw new InputError(
			`${PHOTO_URLS_LABEL} is empty`,
			`Give 1 to ${MAX_PHOTOS} URLs, one per line.`,
		);
	}
	if (count > MAX_PHOTOS) {
		throw new InputError(
			`${PHOTO_URLS_LABEL} has ${count} photos, and TikTok takes up to ${MAX_PHOTOS} per post`,
			`Remove ${count - MAX_PHOTOS} of them, or make several posts.`,
		);
	}
}

function checkCoverIndex(coverIndex: number, count: number): void {
	if (Number.isSafeInteger(coverIndex) && coverIndex >= 0 && coverIndex < count) return;
	throw new InputError(
		`Cover Photo Index must be a whole number from 0 to ${count - 1}, got ${coverIndex}`,
		'It is counted from 0 and no longer shown. Add the option Cover Photo, which is counted from 1 and replaces it.',
	);
}
