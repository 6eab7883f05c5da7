import type { IExecuteFunctions } from 'n8n-workflow';
import { toPulledUrl } from '../../../shared/tiktok/post/mediaUrl';
import { parseUrl } from '../../../shared/tiktok/text/parseUrl';
import { PHOTO_URLS_LABEL, toPhotosSource } from '../../../shared/tiktok/post/photoRules';
import { checkVideoSize } from '../../../shared/tiktok/post/postRules';
import { readUrl, readUrls } from '../../../shared/tiktok/post/urlList';
import type { PulledSource } from '../../../shared/tiktok/api/wire';
import { inspectPhotos } from '../../../shared/n8n/media/inspectPhotos';
import { checkDownloadUrl } from '../../../shared/n8n/media/url/download';
import { findUrlMedia } from '../../../shared/n8n/media/url/urlMedia';
import { findBinaryMedia, type MediaSource } from '../../../shared/n8n/media/mediaSource';
import { parseChoice, parseNumber, parseText, readOptions } from '../parameters';

const MEDIA_TYPES = ['video', 'photos'] as const;
const VIDEO_URL_LABEL = 'Video URL';
const VIDEO_SOURCES = ['binary', 'url', 'pullFromUrl'] as const;

/** Media that this node sends to TikTok. */
export interface SentMedia {
	readonly kind: 'sent';
	/** What makes it this file, as far as it is known without opening it. */
	readonly identity: unknown;
	/** Of n8n's own files; a link's server has to be asked. */
	readonly byteLength?: number;
	/** Stands for the stored file, also in retries. */
	readonly fileId: string | undefined;
	/** Finds the file; called only when there is something to send. */
	findSource(): Promise<MediaSource>;
}

/** Media that TikTok downloads by itself. */
export interface PulledMedia {
	readonly kind: 'pulled';
	readonly source: PulledSource;
	/** Looks at what can be looked at; returns what TikTok may object to, and refuses what it would refuse. */
	inspect(): Promise<string[]>;
}

export type PostMedia = SentMedia | PulledMedia;

/** Whether the item is about a video or photos. */
export function readMediaType(
	this: IExecuteFunctions,
	itemIndex: number,
): (typeof MEDIA_TYPES)[number] {
	const value: unknown = this.getNodeParameter('mediaType', itemIndex, 'video');
	return parseChoice(value, 'Media Type', MEDIA_TYPES);
}

/**
 * The media of an item, from where the user says it is.
 *
 * @throws InputError when it can't be there, naming the parameter
 */
export async function findMedia(this: IExecuteFunctions, itemIndex: number): Promise<PostMedia> {
	if (readMediaType.call(this, itemIndex) === 'photos') return readPhotos.call(this, itemIndex);
	const value: unknown = this.getNodeParameter('videoSource', itemIndex, 'binary');
	switch (parseChoice(value, 'Video Source', VIDEO_SOURCES)) {
		case 'binary':
			return await findBinaryVideo.call(this, itemIndex);
		case 'url':
			return readUrlVideo.call(this, itemIndex);
		case 'pullFromUrl':
			return readPulledVideo.call(this, itemIndex);
	}
}

async function findBinaryVideo(this: IExecuteFunctions, itemIndex: number): Promise<SentMedia> {
	const value: unknown = this.getNodeParameter('binaryPropertyName', itemIndex, 'data');
	const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
	const field = isObject ? value : parseText(value, 'Input Binary Field');
	const source = await findBinaryMedia.call(this, itemIndex, field);
	checkVideoSize(source.byteLength, source.label);
	const { byteLength, id } = source;
	const fileId = id === undefined ? undefined : stableFileId(id);
	return { kind: 'sent', identity: byteLength, byteLength, fileId, findSource: async () => source };
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
function readUrlVideo(this: IExecuteFunctions, itemIndex: number): SentMedia {
	const text = readVideoUrl.call(this, itemIndex);
	const target = { url: parseUrl(text)?.href ?? text, label: VIDEO_URL_LABEL };
	checkDownloadUrl(target);
	const findSource = async () => await findUrlMedia.call(this, target);
	return { kind: 'sent', identity: target.url, fileId: undefined, findSource };
}

function readVideoUrl(this: IExecuteFunctions, itemIndex: number): string {
	return readUrl(this.getNodeParameter('videoUrl', itemIndex, ''), VIDEO_URL_LABEL);
}

function readPulledVideo(this: IExecuteFunctions, itemIndex: number): PulledMedia {
	const url = toPulledUrl(readVideoUrl.call(this, itemIndex), VIDEO_URL_LABEL);
	const source = { source: 'PULL_FROM_URL', video_url: url } as const;
	return { kind: 'pulled', source, inspect: async () => [] };
}

function readPhotos(this: IExecuteFunctions, itemIndex: number): PulledMedia {
	const urls = readUrls(this.getNodeParameter('photoUrls', itemIndex, ''), PHOTO_URLS_LABEL);
	const { photoCoverIndex } = readOptions.call(this, itemIndex);
	const coverIndex = parseNumber(photoCoverIndex, 'Cover Photo Index') ?? 0;
	const source = toPhotosSource(urls, coverIndex);
	const inspect = async () => await inspectPhotos.call(this, source.photo_images);
	return { kind: 'pulled', source, inspect };
}
