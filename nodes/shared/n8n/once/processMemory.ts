import type { OpenUpload } from '../../tiktok/upload/openUpload';
import { now } from '../clock';
import { UPLOAD_URL_LIFETIME_MS } from '../../tiktok/limits';
import type { SentPost } from '../../tiktok/api/postVerdict';

const MAX_REMEMBERED = 5_000;

/** Open uploads by publish id. The upload URL is a write credential, so it is kept nowhere but here. */
const openUploads = new Map<string, OpenUpload>();

/** A post, and whose turn it was when its last bytes were sent. */
export interface RememberedPost extends SentPost {
	readonly turn: number;
}

/** The newest post of each ledger key, oldest key first. */
const posts = new Map<string, RememberedPost>();

/** Keeps an upload, so that a second try can go on where the first one stopped. */
export function rememberUpload(upload: OpenUpload): void {
	openUploads.set(upload.publishId, upload);
}

/** The upload, if it was opened by this process within the hour TikTok gives it. */
export function recallUpload(publishId: string): OpenUpload | undefined {
	forgetExpiredUploads();
	return openUploads.get(publishId);
}

/** Lets go of the uploads whose hour is over: their URLs are good for nothing any more. */
export function forgetExpiredUploads(): void {
	const oldest = now() - UPLOAD_URL_LIFETIME_MS;
	for (const [publishId, { openedAt }] of openUploads) {
		if (openedAt <= oldest) openUploads.delete(publishId);
	}
}

/** Nobody can continue the upload any more. */
export function forgetUpload(publishId: string): void {
	openUploads.delete(publishId);
}

/** Keeps which post a key stands for. */
export function rememberPost(key: string, post: RememberedPost): void {
	posts.delete(key);
	posts.set(key, post);
	const [oldest] = posts.keys();
	if (posts.size > MAX_REMEMBERED && oldest !== undefined) posts.delete(oldest);
}

/** The post whose last bytes this process sent last for a key. */
export function recallPost(key: string): RememberedPost | undefined {
	return posts.get(key);
}
