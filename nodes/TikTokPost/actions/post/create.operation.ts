import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { directPhotosCall, directVideoCall } from '../../../shared/tiktok/post/initCalls';
import { checkPhotoPost } from '../../../shared/tiktok/post/photoRules';
import {
	checkPostAgainstCreator,
	checkVideoPost,
	type DirectPost,
} from '../../../shared/tiktok/post/postRules';
import type { InitCall } from '../../../shared/tiktok/api/wire';
import { assertScopeGranted } from '../../../shared/n8n/api/account';
import { queryCreatorInfo } from '../../../shared/n8n/api/queryCreatorInfo';
import { readPhotoPost, readVideoPost } from './create.parameters';
import { makePost } from './makePost';
import { findMedia, readMediaType } from './media';
import type { CheckedCreator } from './postDraft';

export { description } from './create.description';

/** Publishes a video or photos directly to the connected account. */
export async function execute(this: IExecuteFunctions, itemIndex: number): Promise<IDataObject> {
	const { post, call } = readPost.call(this, itemIndex);
	await assertScopeGranted.call(this, 'video.publish');
	const media = await findMedia.call(this, itemIndex);
	const checkCreator = async () => await checkAgainstCreator.call(this, post);
	return await makePost.call(this, itemIndex, { call, media, checkCreator });
}

function readPost(
	this: IExecuteFunctions,
	itemIndex: number,
): { post: DirectPost; call: InitCall } {
	if (readMediaType.call(this, itemIndex) === 'photos') {
		const photos = readPhotoPost.call(this, itemIndex);
		checkPhotoPost(photos);
		return { post: photos, call: directPhotosCall(photos) };
	}
	const video = readVideoPost.call(this, itemIndex);
	checkVideoPost(video);
	return { post: video, call: directVideoCall(video) };
}

async function checkAgainstCreator(
	this: IExecuteFunctions,
	post: DirectPost,
): Promise<CheckedCreator> {
	const info = await queryCreatorInfo.call(this);
	checkPostAgainstCreator(post, info);
	const maxDurationSeconds = info.max_video_post_duration_sec;
	return { info, destination: { kind: 'direct', maxDurationSeconds } };
}
