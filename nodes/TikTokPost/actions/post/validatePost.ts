import type { IDataObject } from 'n8n-workflow';
import type { CreatorInfo, InitCall } from '../../../shared/tiktok/api/wire';
import type { VideoProbe } from '../../../shared/video/videoProbeTypes';
import type { Item } from '../../../shared/n8n/api/item';
import { MediaCursor } from '../../../shared/n8n/media/mediaCursor';
import { checkVideo, findSource, inspectPulled } from '../../../shared/n8n/publish/checkMedia';
import {
	checkCreator,
	type PhotoFiles,
	type PlannedPost,
	type VideoToUpload,
} from '../../../shared/n8n/publish/plannedPost';
import { UNREACHED } from '../../../shared/n8n/publish/photoRoute';
import { getPhotosReady } from '../../../shared/n8n/publish/readyPhotos';
import { planUpload } from '../../../shared/n8n/upload/announceVideo';
import { describeCreator } from '../output';
import type { PostOptions } from './postOptions';

/**
 * Does everything that comes before a post is made and stops there: nothing is sent but the question what
 * the creator may do.
 *
 * @returns what would be sent
 * @throws the errors that posting would end with
 */
export async function validatePost(
	item: Item,
	post: PlannedPost,
	options: PostOptions,
): Promise<IDataObject> {
	const { call, media } = post;
	if (media.kind === 'upload') return await validateVideo(item, post, media, options);
	if (media.kind === 'files') return await validatePhotos(item, post, media);
	const warnings = await inspectPulled(item, media.source);
	const { info } = await checkCreator(item, post);
	return { ...describeRequest(call, media.source, info), warnings };
}

/** Their URLs are keys, so that they are told by their names. */
async function validatePhotos(
	item: Item,
	post: PlannedPost,
	media: PhotoFiles,
): Promise<IDataObject> {
	const { conversions, isReached } = await getPhotosReady(item, media);
	const { info } = await checkCreator(item, post);
	const source = {
		source: 'PULL_FROM_URL',
		photo_cover_index: media.coverIndex,
		photo_images: media.files.map(({ label }) => label),
	};
	return {
		...describeRequest(post.call, source, info),
		converted_photos: conversions,
		warnings: isReached ? [] : [UNREACHED],
	};
}

async function validateVideo(
	item: Item,
	post: PlannedPost,
	media: VideoToUpload,
	{ chunkBytes }: PostOptions,
): Promise<IDataObject> {
	const cursor = await MediaCursor.open(await findSource(item, media));
	try {
		const { mimeType, probe, creator, warnings } = await checkVideo(item, post, cursor);
		const { byteLength } = cursor.source;
		const sourceInfo = {
			source: 'FILE_UPLOAD',
			...planUpload({ byteLength, mimeType, chunkBytes }),
		};
		return {
			...describeRequest(post.call, sourceInfo, creator.info),
			video: describeProbe(mimeType, probe),
			warnings: [...warnings],
		};
	} finally {
		cursor.close();
	}
}

function describeRequest(
	{ path, body }: InitCall,
	sourceInfo: object,
	info: CreatorInfo | undefined,
): IDataObject {
	return {
		valid: true,
		endpoint: path,
		request: { ...body, source_info: sourceInfo } as IDataObject,
		...(info === undefined ? {} : { creator: describeCreator(info) }),
	};
}

/** What the header tells of a video; what it does not tell is missing. */
function describeProbe(mimeType: string, probe: VideoProbe): IDataObject {
	const facts = {
		mime_type: mimeType,
		bytes: probe.fileSize,
		duration_seconds: probe.durationSeconds,
		width: probe.width,
		height: probe.height,
		frame_rate: probe.frameRate,
		video_codec: probe.videoCodec,
	};
	return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));
}
