import type { ChunkPlan } from '../api/wire';
import type { ChunkRange } from './chunkPlan';

/**
 * The `Content-Range` header of a PUT: inclusive, counted from 0.
 *
 * @see https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
 */
export function formatContentRange(range: ChunkRange, videoSize: number): string {
	return `bytes ${range.first}-${range.last}/${videoSize}`;
}

/**
 * How many bytes TikTok says it has, from the `Content-Range` of its answer (`bytes 0-N/TOTAL`). TikTok's
 * page does not say whether N counts bytes or is the last index, so N is used the way in which it ends a
 * chunk; `undefined` when it does neither or is missing.
 *
 * @see https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
 */
export function readUploadedBytes(header: unknown, plan: ChunkPlan): number | undefined {
	const match = typeof header === 'string' ? /^bytes 0-(\d{1,15})\/\d+$/.exec(header.trim()) : null;
	if (match === null) return undefined;
	return findChunkEnd(Number(match[1]), plan);
}

/**
 * The end of the chunk that a number of received bytes stands for: the number itself, or the number as the
 * index of the last byte. `undefined` when it ends no chunk either way.
 */
export function findChunkEnd(value: number | undefined, plan: ChunkPlan): number | undefined {
	if (value === undefined) return undefined;
	return [value, value + 1].find((bytes) => endsChunk(bytes, plan));
}

/**
 * The end of the last chunk that these first bytes hold completely. Bytes of a chunk that broke off are
 * left out, because TikTok does not say whether it keeps them.
 */
export function countWholeChunks(bytes: number, plan: ChunkPlan): number {
	if (bytes >= plan.video_size) return plan.video_size;
	// The last chunk is longer than the others.
	const chunks = Math.min(plan.total_chunk_count - 1, Math.floor(bytes / plan.chunk_size));
	return chunks * plan.chunk_size;
}

/** Whether these first bytes are a whole number of chunks, from none to all. */
function endsChunk(bytes: number, plan: ChunkPlan): boolean {
	if (bytes === plan.video_size) return true;
	return bytes % plan.chunk_size === 0 && bytes / plan.chunk_size < plan.total_chunk_count;
}
