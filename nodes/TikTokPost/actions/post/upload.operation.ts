import type { InitCall } from '../../../shared/tiktok/api/wire';
import { photoDraftCall, videoDraftCall } from '../../../shared/tiktok/post/initCalls';
import { checkPhotoTexts } from '../../../shared/tiktok/post/photoRules';
import { assertScopeGranted } from '../../../shared/n8n/api/account';
import type { Item } from '../../../shared/n8n/api/item';
import type { PreparedItem } from '../operation';
import { findMedia, readMediaType } from './media';
import { PreparedPost } from './preparedPost';
import { readPhotoTexts } from './photoTexts';

export { description } from './upload.description';

/** Puts a video or photos into the creator's inbox, where they finish the post in the TikTok app. */
export async function prepare(item: Item): Promise<PreparedItem> {
	const call = readCall(item);
	await assertScopeGranted(item.n8n, 'video.upload');
	return new PreparedPost(item, { call, media: await findMedia(item), direct: undefined });
}

function readCall(item: Item): InitCall {
	if (readMediaType(item) === 'video') return videoDraftCall();
	const texts = readPhotoTexts(item);
	checkPhotoTexts(texts);
	return photoDraftCall(texts);
}
