import { rangeFrom, type ChunkPlan, type ChunkRange } from './tested/tiktok';

/** All ranges of an upload that goes well, in order. */
export function listChunkRanges(plan: ChunkPlan): ChunkRange[] {
	const ranges: ChunkRange[] = [];
	for (let first = 0; first < plan.video_size; first = (ranges.at(-1)?.last ?? 0) + 1) {
		ranges.push(rangeFrom(plan, first));
	}
	return ranges;
}
