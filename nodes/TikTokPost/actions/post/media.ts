import { InputError } from '../../../shared/tiktok/api/errors';
import { toPulledUrl } from '../../../shared/tiktok/post/mediaUrl';
import { isRecord } from '../../../shared/tiktok/values/isRecord';
import { listEntries } from '../../../shared/tiktok/values/listEntries';
import { quoteText, trimBlanks } from '../../../shared/tiktok/values/plainText';
import { parseUrl } from '../../../shared/tiktok/values/parseUrl';
import { PHOTO_URLS_LABEL, toPhotosSource } from '../../../shared/tiktok/post/photoRules';
import { checkVideoSize } from '../../../shared/tiktok/post/postRules';
import { readUrl, readUrls } from '../../../shared/tiktok/post/urlList';
import { checkDownloadUrl } from '../../../shared/n8n/media/url/download';
import type { Item } from '../../../shared/n8n/api/item';
import { findBinaryMedia } from '../../../shared/n8n/media/binaryMedia';
import { isUrlOrData } from '../../../shared/n8n/media/fieldName';
import { findPhotoFiles, PHOTO_FILES } from '../../../shared/n8n/media/photoFiles';
import type {
	PhotoFiles,
	PostMedia,
	PulledMedia,
	VideoToUpload,
} from '../../../shared/n8n/publish/plannedPost';
import { parseBoolean, parseChoice, parseNumber, parseText, readOptions } from '../parameters';

const MEDIA_TYPES = ['video', 'photos'] as const;
const VIDEO_URL_LABEL = 'Video URL';
const PHOTO_SOURCES = ['urls', 'binary'] as const;
const VIDEO_SOURCES = ['binary', 'url', 'pullFromUrl'] as const;

/**
 * Whether the item is about a video or photos.
 *
 * @throws InputError for another choice, and for one that is spelt another way
 */
export function readMediaType({ n8n, index }: Item): (typeof MEDIA_TYPES)[number] {
	const value: unknown = n8n.getNodeParameter('mediaType', index, 'video');
	const type = parseChoice(value, 'Media Type', MEDIA_TYPES);
	if (value === type) return type;
	throw new InputError(
		`Media Type is spelt ${quoteText(String(value))} in the workflow`,
		`Choose it in the editor, or write "${type}": n8n drops the texts of a post whose type it does not know.`,
	);
}

/**
 * The media of an item, from where the user says it is.
 *
 * @throws InputError when it can't be there, naming the parameter
 */
export async function findMedia(item: Item): Promise<PostMedia> {
	if (readMediaType(item) === 'photos') return await findPhotos(item);
	const value: unknown = item.n8n.getNodeParameter('videoSource', item.index, 'binary');
	switch (parseChoice(value, 'Video Source', VIDEO_SOURCES)) {
		case 'binary':
			return await findBinaryVideo(item);
		case 'url':
			return readUrlVideo(item);
		case 'pullFromUrl':
			return readPulledVideo(item);
	}
}

async function findBinaryVideo(item: Item): Promise<VideoToUpload> {
	const value: unknown = item.n8n.getNodeParameter('binaryPropertyName', item.index, 'data');
	const field = isRecord(value) ? value : parseText(value, 'Input Binary Field');
	const file = await findBinaryMedia(item, field);
	checkVideoSize(file.byteLength, file.label);
	const { byteLength, id } = file;
	const fileId = id === undefined ? undefined : stableFileId(id);
	return { kind: 'upload', identity: byteLength, fileId, file };
}

/**
 * The part of a stored file's id that stays. n8n keeps a file that came with a webhook in a folder for the time
 * being, and moves it when the execution has failed; a retry then finds it under another id. The last part is
 * unique by itself.
 */
function stableFileId(id: string): string {
	return id.slice(id.lastIndexOf('/') + 1);
}

/** A file whose length is only known once the server is asked, which is not done before it is needed. */
function readUrlVideo(item: Item): VideoToUpload {
	const text = readVideoUrl(item);
	const target = { url: parseUrl(text)?.href ?? text, label: VIDEO_URL_LABEL };
	checkDownloadUrl(target);
	return { kind: 'upload', identity: target.url, fileId: undefined, file: target };
}

function readVideoUrl(item: Item): string {
	const url = readUrl(item.n8n.getNodeParameter('videoUrl', item.index, ''), VIDEO_URL_LABEL);
	if (url !== '') return url;
	throw new InputError(
		`${VIDEO_URL_LABEL} is empty`,
		'Give the address of the video file itself, for example https://media.example.com/clip.mp4. Where an expression gives nothing, check that this item has the field that it names.',
	);
}

function readPulledVideo(item: Item): PulledMedia {
	const url = toPulledUrl(readVideoUrl(item), VIDEO_URL_LABEL);
	return { kind: 'pulled', source: { source: 'PULL_FROM_URL', video_url: url } };
}

async function findPhotos(item: Item): Promise<PulledMedia | PhotoFiles> {
	const value: unknown = item.n8n.getNodeParameter('photoSource', item.index, 'urls');
	if (parseChoice(value, 'Photo Source', PHOTO_SOURCES) === 'urls') return readPhotoUrls(item);
	const fields = readFields(item.n8n.getNodeParameter('binaryPropertyNames', item.index, ''));
	const files = await findPhotoFiles(item, fields);
	const ids = files.flatMap(({ id }) => (id === undefined ? [] : [stableFileId(id)]));
	return {
		kind: 'files',
		identity: files.map(({ byteLength }) => byteLength),
		fileId: ids.length === files.length ? ids.join() : undefined,
		files,
		coverIndex: readCoverIndex(item, files.length),
		convertsPng: parseBoolean(readOptions(item).convertPng, 'Convert PNG') ?? true,
	};
}

/** Names of fields, with commas between them or as a list, and files themselves. */
function readFields(value: unknown): Array<string | object> {
	return listEntries(value).flatMap<string | object>((entry) => {
		if (isRecord(entry)) return [entry];
		return splitNames(parseText(entry, PHOTO_FILES.label));
	});
}

/** A URL or a file's content, given by mistake, stays whole. */
function splitNames(text: string): string[] {
	const names = isUrlOrData(text) ? [text] : text.split(',');
	return names.map(trimBlanks).filter((name) => name !== '');
}

function readPhotoUrls(item: Item): PulledMedia {
	const urls = readUrls(item.n8n.getNodeParameter('photoUrls', item.index, ''), PHOTO_URLS_LABEL);
	return { kind: 'pulled', source: toPhotosSource(urls, readCoverIndex(item, urls.length)) };
}

/** People count from 1, TikTok from 0, as do workflows that were saved with the former option. */
function readCoverIndex(item: Item, count: number): number {
	const { coverPhoto, photoCoverIndex } = readOptions(item);
	const number = parseNumber(coverPhoto, 'Cover Photo');
	if (number === undefined) return parseNumber(photoCoverIndex, 'Cover Photo Index') ?? 0;
	if (count === 0 || (Number.isInteger(number) && number >= 1 && number <= count))
		return number - 1;
	throw new InputError(
		`Cover Photo must be a whole number from 1 to ${count}, got ${number}`,
		"Give the photo's place in the carousel: 1 is the first.",
	);
}
