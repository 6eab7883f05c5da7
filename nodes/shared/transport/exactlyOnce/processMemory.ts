import type { OpenUpload } from '../uploadVideo';
import { now } from '../pause';
import { UPLOAD_URL_LIFETIME_MS } from '../../tiktok/limits';

const MAX_REMEMBERED = 5_000;

/** Open uploads by publish id. The upload URL is a write credential, so it is kept nowhere but here. */
const openUploads = new Map<string, OpenUpload>();

/** Publish ids by ledger key, newest last. */
const publishIds = new Map<string, string>();

/** Keys that some execution in this process is posting right now. */
const running = new Map<string, Promise<void>>();

/** Keys that an execution in this process has started and left, so nobody works on them now. */
const left = new Map<string, true>();

/** Keeps an upload, so that a second try can go on where the first one stopped. */
export function rememberUpload(upload: OpenUpload): void {
	const oldest = now() - UPLOAD_URL_LIFETIME_MS;
	for (const [publishId, { openedAt }] of openUploads) {
		if (openedAt < oldest) openUploads.delete(publishId);
	}
	openUploads.set(upload.publishId, upload);
}

/** The upload, if it was opened by this process within the hour TikTok gives it. */
export function recallUpload(publishId: string): OpenUpload | undefined {
	const upload = openUploads.get(publishId);
	if (upload === undefined || now() - upload.openedAt >= UPLOAD_URL_LIFETIME_MS) return undefined;
	return upload;
}

/** Nobody can continue the upload any more. */
export function forgetUpload(publishId: string): void {
	openUploads.delete(publishId);
}

/** Keeps which post a key stands for. */
export function rememberPublishId(key: string, publishId: string): void {
	setBounded(publishIds, key, publishId);
}

export function recallPublishId(key: string): string | undefined {
	return publishIds.get(key);
}

/** The end of the work that an execution in this process does for a key; `undefined` when none does. */
export function workOn(key: string): Promise<void> | undefined {
	return running.get(key);
}

/** Marks keys as worked on until the returned function is called. */
export function startWorkOn(keys: readonly string[]): () => void {
	let end = () => {};
	const work = new Promise<void>((resolve) => (end = resolve));
	for (const key of keys) running.set(key, work);
	return () => {
		for (const key of keys) {
			running.delete(key);
			setBounded(left, key, true);
		}
		end();
	};
}

/** Whether an execution in this process started a key and nobody works on it now. */
export function wasLeft(key: string): boolean {
	return left.has(key) && !running.has(key);
}

/** Sets an entry as the newest and drops the oldest beyond the limit. */
function setBounded<T>(map: Map<string, T>, key: string, value: T): void {
	map.delete(key);
	map.set(key, value);
	const [oldest] = map.keys();
	if (map.size > MAX_REMEMBERED && oldest !== undefined) map.delete(oldest);
}
