import { InputError } from '../api/errors';
import type { ChunkPlan } from '../api/wire';
import { MAX_CHUNK_BYTES, MIN_CHUNK_BYTES, SAFE_CHUNK_BYTES } from '../limits';
import { BYTES_PER_MB } from '../values/units';

/** What a user may choose as chunk size, in whole MB. */
export const SMALLEST_CHUNK_MB = 5;
export const LARGEST_CHUNK_MB = 64;

/** One PUT: bytes `first` to `last` inclusive, `last - first + 1` bytes long. */
export interface ChunkRange {
	readonly index: number;
	readonly first: number;
	readonly last: number;
	readonly byteLength: number;
	readonly isLast: boolean;
}

/**
 * Few large chunks: n8n opens a new connection for each PUT, so one PUT up to 64,000,000 bytes, and
 * beyond that the smallest number of equal chunks that stay under it.
 *
 * @param videoSize bytes, a positive integer
 * @see https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
 */
export function planFastChunks(videoSize: number): ChunkPlan {
	const count = Math.max(1, Math.ceil(videoSize / MAX_CHUNK_BYTES));
	return makePlan(videoSize, Math.floor(videoSize / count));
}

/**
 * TikTok's own example size, for when TikTok refuses the fast plan.
 *
 * @param videoSize bytes, a positive integer
 */
export function planSafeChunks(videoSize: number): ChunkPlan {
	return makePlan(videoSize, SAFE_CHUNK_BYTES);
}

/**
 * The chunk size that a user chose, in bytes. Of the two readings of TikTok's "5 MB" the larger is sent.
 *
 * @throws InputError for anything but whole MB within TikTok's range
 */
export function toChunkBytes(megabytes: number): number {
	const isInRange = megabytes >= SMALLEST_CHUNK_MB && megabytes <= LARGEST_CHUNK_MB;
	if (Number.isInteger(megabytes) && isInRange) {
		return Math.max(MIN_CHUNK_BYTES, megabytes * BYTES_PER_MB);
	}
	throw new InputError(
		`Chunk Size (MB) must be a whole number from ${SMALLEST_CHUNK_MB} to ${LARGEST_CHUNK_MB}, got ${megabytes}`,
		'Give a number in this range, which is what TikTok takes, or remove the option: then as few requests as possible are made.',
	);
}

/**
 * A plan with the chunk size the user chose; a file over 64 MB is cut at least in two.
 *
 * @param videoSize bytes, a positive integer
 * @param chunkSize bytes, as `toChunkBytes` gives them
 */
export function planChunksOfSize(videoSize: number, chunkSize: number): ChunkPlan {
	const mustSplit = videoSize > MAX_CHUNK_BYTES;
	return makePlan(
		videoSize,
		mustSplit ? Math.min(chunkSize, Math.floor(videoSize / 2)) : chunkSize,
	);
}

/**
 * TikTok rounds the count down and lets the last chunk take the rest; one chunk must be declared with
 * the file's own size, or TikTok answers "The chunk size is invalid".
 */
function makePlan(videoSize: number, chunkSize: number): ChunkPlan {
	const count = Math.floor(videoSize / chunkSize);
	return count < 2
		? { video_size: videoSize, chunk_size: videoSize, total_chunk_count: 1 }
		: { video_size: videoSize, chunk_size: chunkSize, total_chunk_count: count };
}

/**
 * What is still to be sent of the chunk that holds byte `first`: the whole chunk where `first` begins it.
 *
 * @param first bytes TikTok has, less than all
 */
export function rangeFrom(plan: ChunkPlan, first: number): ChunkRange {
	const index = Math.min(plan.total_chunk_count - 1, Math.floor(first / plan.chunk_size));
	const isLast = index === plan.total_chunk_count - 1;
	const last = (isLast ? plan.video_size : (index + 1) * plan.chunk_size) - 1;
	return { index, first, last, byteLength: last - first + 1, isLast };
}
