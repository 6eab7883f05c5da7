import type { InitCall } from '../../../shared/tiktok/api/wire';
import { directPhotosCall, directVideoCall } from '../../../shared/tiktok/post/initCalls';
import { checkPhotoPost } from '../../../shared/tiktok/post/photoRules';
import { checkVideoPost, type DirectPost } from '../../../shared/tiktok/post/postRules';
import { assertScopeGranted } from '../../../shared/n8n/api/account';
import type { Item } from '../../../shared/n8n/api/item';
import { readPhotoPost, readVideoPost } from './create.parameters';
import type { PreparedItem } from '../operation';
import { findMedia, readMediaType } from './media';
import { PreparedPost } from './preparedPost';

export { description } from './create.description';

/** Publishes a video or photos directly to the connected account. */
export async function prepare(item: Item): Promise<PreparedItem> {
	const { post, call } = readPost(item);
	await assertScopeGranted(item.n8n, 'video.publish');
	return new PreparedPost(item, { call, media: await findMedia(item), direct: post });
}

function readPost(item: Item): { post: DirectPost; call: InitCall } {
	if (readMediaType(item) === 'photos') {
		const photos = readPhotoPost(item);
		checkPhotoPost(photos);
		return { post: photos, call: directPhotosCall(photos) };
	}
	const video = readVideoPost(item);
	checkVideoPost(video);
	return { post: video, call: directVideoCall(video) };
}
