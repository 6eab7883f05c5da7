import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import {
	checkPostAgainstCreator,
	checkVideoPost,
	checkVideoSize,
	toPostInfo,
	type VideoPost,
} from '../../../shared/tiktok/postRules';
import { assertScopeGranted } from '../../../shared/transport/account';
import { initVideoPost } from '../../../shared/transport/initPost';
import { findBinaryMedia, type MediaSource } from '../../../shared/transport/mediaSource';
import type { VideoPublication } from '../../../shared/transport/publishVideo';
import { queryCreatorInfo } from '../../../shared/transport/queryCreatorInfo';
import { recogniseVideo } from '../../../shared/transport/recogniseVideo';
import { parseText } from '../parameters';
import { readPostOptions, readVideoPost } from './create.parameters';
import { postOnce } from './postOnce';

export { description } from './create.description';

/** Publishes a video from a binary field directly to the connected account. */
export async function execute(this: IExecuteFunctions, itemIndex: number): Promise<IDataObject> {
	const post = readVideoPost.call(this, itemIndex);
	const options = readPostOptions.call(this, itemIndex);
	checkVideoPost(post);
	await assertScopeGranted.call(this, 'video.publish');
	const source = await findVideo.call(this, itemIndex);
	const identity = {
		content: ['direct', toPostInfo(post), source.byteLength],
		fileId: source.id,
		deduplicationKey: options.deduplicationKey,
	};
	const publication = describePublication.call(this, post, source);
	return await postOnce.call(this, itemIndex, identity, publication, options);
}

async function findVideo(this: IExecuteFunctions, itemIndex: number): Promise<MediaSource> {
	const field: unknown = this.getNodeParameter('binaryPropertyName', itemIndex);
	const name = parseText(field, 'Input Binary Field');
	const source = await findBinaryMedia.call(this, itemIndex, name);
	checkVideoSize(source.byteLength, source.label);
	return source;
}

function describePublication(
	this: IExecuteFunctions,
	post: VideoPost,
	source: MediaSource,
): VideoPublication {
	return {
		source,
		check: async (cursor) => {
			const mimeType = await recogniseVideo(cursor, source.label);
			const creator = await queryCreatorInfo.call(this);
			checkPostAgainstCreator(post, creator);
			return { mimeType, creatorUsername: creator.creator_username };
		},
		init: async (file) => await initVideoPost.call(this, toPostInfo(post), file),
	};
}
