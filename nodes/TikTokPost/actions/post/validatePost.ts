import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { VideoProbe } from '../../../shared/video';
import type { CreatorInfo, InitCall } from '../../../shared/tiktok/api/wire';
import { planUpload } from '../../../shared/n8n/upload/initPost';
import { MediaCursor } from '../../../shared/n8n/media/mediaCursor';
import { describeCreator } from '../output';
import type { SentMedia } from './media';
import { checkVideo, type PostDraft } from './postDraft';
import type { PostOptions } from './postOptions';

/**
 * Does everything that comes before a post is made and stops there: nothing is sent but the question what
 * the creator may do.
 *
 * @returns what would be sent
 * @throws the errors that posting would end with
 */
export async function validatePost(
	this: IExecuteFunctions,
	draft: PostDraft,
	options: PostOptions,
): Promise<IDataObject> {
	const { call, media } = draft;
	if (media.kind === 'sent') return await validateVideo.call(this, draft, media, options);
	const warnings = await media.inspect();
	const { info } = await draft.checkCreator();
	return { ...describeRequest(call, media.source, info), warnings };
}

async function validateVideo(
	this: IExecuteFunctions,
	draft: PostDraft,
	media: SentMedia,
	{ chunkBytes }: PostOptions,
): Promise<IDataObject> {
	const source = await media.findSource();
	const cursor = await MediaCursor.open(source);
	try {
		const { mimeType, probe, creator, warnings } = await checkVideo.call(
			this,
			draft,
			cursor,
			source,
		);
		const plan = planUpload({ byteLength: source.byteLength, mimeType, chunkBytes });
		const sourceInfo = { source: 'FILE_UPLOAD', ...plan };
		return {
			...describeRequest(draft.call, sourceInfo, creator.info),
			video: describeProbe(mimeType, probe),
			warnings,
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
