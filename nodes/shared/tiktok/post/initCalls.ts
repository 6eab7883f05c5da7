/** The init calls, in all that does not depend on where the media comes from. */
import { toPhotoPostInfo, type PhotoPost, type PhotoTexts } from './photoRules';
import { toPostInfo, type VideoPost } from './postRules';
import {
	CONTENT_INIT_PATH,
	INBOX_VIDEO_INIT_PATH,
	VIDEO_INIT_PATH,
	type InitCall,
} from '../api/wire';

/** @see https://developers.tiktok.com/docs/en/content-posting-api-reference-direct-post */
export function directVideoCall(post: VideoPost): InitCall {
	return { path: VIDEO_INIT_PATH, body: { post_info: toPostInfo(post) } };
}

/**
 * A video for the inbox carries nothing but the video.
 *
 * @see https://developers.tiktok.com/doc/content-posting-api-reference-upload-video
 */
export function videoDraftCall(): InitCall {
	return { path: INBOX_VIDEO_INIT_PATH, body: {} };
}

/** @see https://developers.tiktok.com/docs/en/content-posting-api-reference-photo-post */
export function directPhotosCall(post: PhotoPost): InitCall {
	return {
		path: CONTENT_INIT_PATH,
		body: {
			media_type: 'PHOTO',
			post_mode: 'DIRECT_POST',
			is_aigc: post.isAigc,
			post_info: toPhotoPostInfo(post),
		},
	};
}

/** @see https://developers.tiktok.com/docs/en/content-posting-api-reference-photo-post */
export function photoDraftCall({ title, description }: PhotoTexts): InitCall {
	return {
		path: CONTENT_INIT_PATH,
		body: { media_type: 'PHOTO', post_mode: 'MEDIA_UPLOAD', post_info: { title, description } },
	};
}

/** Whether a call puts a draft into the creator's inbox, which they have yet to post, and makes no post itself. */
export function isDraftCall({ path, body }: InitCall): boolean {
	if (path !== CONTENT_INIT_PATH) return path === INBOX_VIDEO_INIT_PATH;
	return body.post_mode === 'MEDIA_UPLOAD';
}
