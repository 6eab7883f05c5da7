import { ApiRefusal } from '../core/errors';
import type { Switches } from '../switches';

const MAX_CHUNK_COUNT = 1000;
const SIZES = {
	decimal: {
		minChunk: 5_242_880,
		maxChunk: 64_000_000,
		maxLast: 128_000_000,
		maxFile: 4_000_000_000,
	},
	mib: {
		minChunk: 5_242_880,
		maxChunk: 67_108_864,
		maxLast: 134_217_728,
		maxFile: 4_294_967_296,
	},
	kb: { minChunk: 5_243, maxChunk: 64_000, maxLast: 128_000, maxFile: 4_000_000 },
} as const;

/** The three sizes of a file upload, as the init declares them. */
export interface DeclaredPlan {
	videoSize: number;
	chunkSize: number;
	count: number;
}

/**
 * The chunk rules of an init; throws TikTok's answer to the first that is broken.
 * - count = floor(video_size / chunk_size), 1 to 1,000 (a video under one chunk counts 1)
 * - each chunk 5 to 64 MB, the last up to 128 MB
 * - under 5 MB, and whenever there is one chunk (D12): chunk_size = video_size
 * @see https://developers.tiktok.com/docs/en/content-posting-api-media-transfer-guide
 */
export function checkChunkPlan(plan: DeclaredPlan, switches: Switches): void {
	const limits = SIZES[switches.units];
	const { videoSize, chunkSize, count } = plan;
	if (videoSize < 1) throw new ApiRefusal('invalid_params', 'The video size is invalid');
	if (videoSize > limits.maxFile) throw new ApiRefusal('invalid_file_upload');
	if (chunkSize < 1) throw new ApiRefusal('invalid_params', 'The chunk size is invalid');
	if (count !== Math.max(1, Math.floor(videoSize / chunkSize))) refuseCount();
	if (count > MAX_CHUNK_COUNT || (switches.refuseMulti && count > 1)) refuseCount();
	const isWhole = chunkSize === videoSize;
	if (count === 1 && !isWhole && !switches.looseSingle) refuseChunkSize();
	if (count === 1 && isWhole && videoSize < limits.minChunk) return;
	if (chunkSize < limits.minChunk || chunkSize > limits.maxChunk) refuseChunkSize();
	if (videoSize - chunkSize * (count - 1) > limits.maxLast) refuseChunkSize();
}

/** Inclusive byte range of one chunk; the last takes the remainder. */
export function chunkRange(plan: DeclaredPlan, index: number): { first: number; last: number } {
	const first = index * plan.chunkSize;
	const isLast = index === plan.count - 1;
	return { first, last: isLast ? plan.videoSize - 1 : first + plan.chunkSize - 1 };
}

function refuseCount(): never {
	throw new ApiRefusal('invalid_params', 'The total chunk count is invalid');
}

function refuseChunkSize(): never {
	throw new ApiRefusal('invalid_params', 'The chunk size is invalid');
}
