import type { IExecuteFunctions } from 'n8n-workflow';
import {
	planChunksOfSize,
	planFastChunks,
	planSafeChunks,
	type ChunkPlan,
} from '../../tiktok/upload/chunkPlan';
import { asError, TikTokError } from '../../tiktok/api/errors';
import { PUBLISH_ID_PATTERN } from '../../tiktok/limits';
import { isTrustedUploadUrl } from '../../tiktok/upload/uploadUrl';
import {
	asText,
	type FileUploadSource,
	type InitCall,
	type WireObject,
} from '../../tiktok/api/wire';
import { callTikTok } from '../api/callTikTok';
import { now } from '../clock';
import type { OpenUpload } from './uploadVideo';

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
 * @see https://developers.tiktok.com/docs/en/content-posting-api-reference-direct-post
 */
export async function initVideoUpload(
	this: IExecuteFunctions,
	call: InitCall,
	file: AnnouncedFile,
): Promise<OpenUpload> {
	const plan = planUpload(file);
	const safePlan = planSafeChunks(file.byteLength);
	const canUseSafePlan = file.chunkBytes === undefined && safePlan.chunk_size !== plan.chunk_size;
	try {
		return await initWithPlan.call(this, call, plan, file.mimeType);
	} catch (error) {
		if (!canUseSafePlan || !isChunkRefusal(error)) throw asError(error);
		refusesLargeChunks = true;
	}
	return await initWithPlan.call(this, call, safePlan, file.mimeType);
}

/** The plan an upload starts with. */
export function planUpload(file: AnnouncedFile): ChunkPlan {
	if (file.chunkBytes !== undefined) return planChunksOfSize(file.byteLength, file.chunkBytes);
	return refusesLargeChunks ? planSafeChunks(file.byteLength) : planFastChunks(file.byteLength);
}

async function initWithPlan(
	this: IExecuteFunctions,
	call: InitCall,
	plan: ChunkPlan,
	mimeType: string,
): Promise<OpenUpload> {
	const source: FileUploadSource = { source: 'FILE_UPLOAD', ...plan };
	const request = { ...call.body, source_info: source };
	// A lost answer can be asked for again: without a byte sent nothing is published.
	const data = await callTikTok.call(this, call.path, 'init', request, 'repeatable');
	return { ...readUploadTicket(data), plan, mimeType, openedAt: now() };
}

function isChunkRefusal(error: unknown): boolean {
	if (!(error instanceof TikTokError)) return false;
	return error.failure.code === 'invalid_params' && /chunk/i.test(error.failure.message);
}

function readUploadTicket(data: WireObject): { publishId: string; uploadUrl: string } {
	const publishId = asText(data.publish_id);
	const uploadUrl = asText(data.upload_url);
	if (PUBLISH_ID_PATTERN.test(publishId) && isTrustedUploadUrl(uploadUrl)) {
		return { publishId, uploadUrl };
	}
	throw new TikTokError({
		code: 'unexpected_answer',
		message: 'TikTok accepted the post but did not say where to send the video',
		advice: 'Nothing was posted. Try again in a few minutes.',
		retry: 'soon',
		stage: 'init',
	});
}
