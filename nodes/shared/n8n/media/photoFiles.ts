import type { IBinaryData } from 'n8n-workflow';
import type { Item } from '../api/item';
import { MAX_PHOTOS } from '../../tiktok/limits';
import { InputError } from '../../tiktok/api/errors';
import { asText } from '../../tiktok/api/wire';
import { findBinaryFile, listFiles, noFile, type FileParameter } from './binaryField';
import { findBinaryMedia } from './binaryMedia';
import type { MediaSource } from './mediaSource';

/** The parameter, as the editor shows it. */
export const PHOTO_FILES: FileParameter = {
	label: 'Input Binary Fields',
	wanted: 'the photos',
	otherwise: 'Set Photo Source to URLs instead.',
};

const NO_TYPE = /^(?:(?:application|binary)\/octet-stream)?$/i;
const PICTURE_NAME = /\.(?:jpe?g|png|webp|gif|avif|hei[cf]|bmp|tiff?)$/i;

/**
 * The photos that Input Binary Fields means, in their order; none is opened.
 *
 * @param fields names, or files themselves; none for all pictures of the item
 * @throws InputError for a file that isn't there, and for none or more than 35
 */
export async function findPhotoFiles(
	item: Item,
	fields: ReadonlyArray<string | object>,
): Promise<MediaSource[]> {
	const { label } = PHOTO_FILES;
	const wanted = fields.length > 0 ? fields : listPictures(item);
	if (wanted.length === 0) {
		throw noFile(item, PHOTO_FILES, `${label} is empty, and the item holds no picture`);
	}
	if (wanted.length > MAX_PHOTOS) {
		throw new InputError(
			`${label} has ${wanted.length} photos, and TikTok takes up to ${MAX_PHOTOS} per post`,
			`Remove ${wanted.length - MAX_PHOTOS} of them, or make several posts.`,
			'media',
		);
	}
	const photos: MediaSource[] = [];
	for (const [index, field] of wanted.entries()) {
		const file = await findBinaryMedia(item, field, PHOTO_FILES);
		const name = typeof field === 'string' ? ` (${file.label})` : '';
		photos.push({ ...file, label: `${label}, photo ${index + 1}${name}` });
	}
	return photos;
}

function listPictures(item: Item): string[] {
	return listFiles(item).filter((name) => isPicture(findBinaryFile(item, name).file));
}

/** Storages that don't know what they keep call everything by one type: then the name tells. */
function isPicture({ mimeType, fileName }: IBinaryData): boolean {
	const type = asText(mimeType);
	return /^image\//i.test(type) || (NO_TYPE.test(type) && PICTURE_NAME.test(asText(fileName)));
}
