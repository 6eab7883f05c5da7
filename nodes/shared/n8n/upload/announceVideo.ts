import { planChunksOfSize, planFastChunks, planSafeChunks } from '../../tiktok/upload/chunkPlan';
import { asError, TikTokError } from '../../tiktok/api/errors';
import type { ChunkPlan, InitCall } from '../../tiktok/api/wire';
import { now } from '../clock';
import type { OpenUpload } from '../../tiktok/upload/openUpload';
import type { Item } from '../api/item';

/** The file an init call announces. */
export interface AnnouncedFile {
	readonly byteLength: number;
	readonly mimeType: string;
	/** The user's choice; `undefined` = as few chunks as TikTok takes. */
	readonly chunkBytes: number | undefined;
}

/** Set once TikTok has refused large chunks: from then on this process asks with small ones at once. */
let refusesLargeChunks = false;

/**
 * Announces a video to TikTok, as a direct post or a draft, and returns where it goes. From here on TikTok knows the
 * post, but nothing is published before the last byte has arrived.
 *
 * TikTok's reading of its own chunk rules has changed before. When it refuses the fast plan for its
 * chunks, no post exists yet, so the plan with TikTok's example size is tried once.
 *
 * @throws TikTokError when TikTok refuses the post or answers with something unusable
 * @throws StoppedError when the user stops the execution
 * @see https://developers.tiktok.com/docs/en/content-posting-api-reference-direct-post
 */
export async function announceVideo(
	item: Item,
	call: InitCall,
	file: AnnouncedFile,
): Promise<OpenUpload> {
	const plan = planUpload(file);
	const safePlan = planSafeChunks(file.byteLength);
	const canUseSafePlan = file.chunkBytes === undefined && safePlan.chunk_size !== plan.chunk_size;
	try {
		return await announce(item, call, plan, file.mimeType);
	} catch (error) {
		if (!canUseSafePlan || !isPlanRefused(error)) throw asError(error);
		refusesLargeChunks = true;
	}
	return await announce(item, call, safePlan, file.mimeType);
}

/** The plan an upload starts with. */
export function planUpload(file: AnnouncedFile): ChunkPlan {
	if (file.chunkBytes !== undefined) return planChunksOfSize(file.byteLength, file.chunkBytes);
	return refusesLargeChunks ? planSafeChunks(file.byteLength) : planFastChunks(file.byteLength);
}

async function announce(
	{ tiktok }: Item,
	call: InitCall,
	plan: ChunkPlan,
	mimeType: string,
): Promise<OpenUpload> {
	return { ...(await tiktok.initVideo(call, plan)), plan, mimeType, openedAt: now() };
}

function isPlanRefused(error: unknown): boolean {
	return error instanceof TikTokError && error.failure.isPlanRefused === true;
}
