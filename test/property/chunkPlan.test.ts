import {
	type ChunkPlan,
	planChunksOfSize,
	planFastChunks,
	planSafeChunks,
} from '../support/tested/tiktok';
import { fc } from '../support/randomness';
import { listChunkRanges } from '../support/chunkRanges';

const MAX_VIDEO_BYTES = 4_294_967_296;
/** TikTok's chunk limits, each in the reading of "MB" that is harder to meet. */
const LEAST_CHUNK_BYTES = 5 * 1024 * 1024;
const MOST_CHUNK_BYTES = 64_000_000;
const MOST_LAST_CHUNK_BYTES = 128_000_000;
const MOST_CHUNKS = 1_000;

/** Sizes of all magnitudes, with the ones around TikTok's limits. */
const videoSize = fc.oneof(
	fc.integer({ min: 1, max: MAX_VIDEO_BYTES }),
	fc.integer({ min: 1, max: 200_000_000 }),
	fc
		.tuple(
			fc.constantFrom(LEAST_CHUNK_BYTES, 10_000_000, MOST_CHUNK_BYTES, MOST_LAST_CHUNK_BYTES),
			fc.integer({ min: 1, max: 30 }),
			fc.integer({ min: -2, max: 2 }),
		)
		.map(([size, factor, offset]) => Math.min(MAX_VIDEO_BYTES, size * factor + offset)),
	fc.constantFrom(1, 2, MAX_VIDEO_BYTES - 1, MAX_VIDEO_BYTES),
);

const chosenSize = fc.integer({ min: LEAST_CHUNK_BYTES, max: MOST_CHUNK_BYTES });

const anyPlan: fc.Arbitrary<ChunkPlan> = fc.oneof(
	videoSize.map(planFastChunks),
	videoSize.map(planSafeChunks),
	fc.tuple(videoSize, chosenSize).map(([size, chunk]) => planChunksOfSize(size, chunk)),
);

describe('every plan, of any kind', () => {
	it('declares the count that TikTok computes: floor, at least one, at most a thousand', () => {
		fc.assert(
			fc.property(anyPlan, ({ video_size, chunk_size, total_chunk_count }) => {
				expect(total_chunk_count).toBe(Math.floor(video_size / chunk_size));
				expect(total_chunk_count).toBeGreaterThanOrEqual(1);
				expect(total_chunk_count).toBeLessThanOrEqual(MOST_CHUNKS);
			}),
			{ numRuns: 3_000 },
		);
	});

	it('keeps chunks within TikTok’s sizes, and one chunk is declared with the file’s own size', () => {
		fc.assert(
			fc.property(anyPlan, (plan) => {
				const { video_size, chunk_size, total_chunk_count } = plan;
				expect(Number.isSafeInteger(chunk_size)).toBe(true);
				expect(chunk_size).toBeLessThanOrEqual(MOST_CHUNK_BYTES);
				if (total_chunk_count === 1) return expect(chunk_size).toBe(video_size);
				expect(chunk_size).toBeGreaterThanOrEqual(LEAST_CHUNK_BYTES);
				const lastBytes = video_size - chunk_size * (total_chunk_count - 1);
				expect(lastBytes).toBeLessThanOrEqual(MOST_LAST_CHUNK_BYTES);
			}),
			{ numRuns: 3_000 },
		);
	});

	it('covers the file exactly: no gap, no overlap, nothing beyond', () => {
		fc.assert(
			fc.property(anyPlan, (plan) => {
				const ranges = listChunkRanges(plan);
				expect(ranges).toHaveLength(plan.total_chunk_count);
				let next = 0;
				ranges.forEach(({ index, first, last, byteLength, isLast }, position) => {
					expect([index, first]).toEqual([position, next]);
					expect(byteLength).toBe(last - first + 1);
					expect(byteLength).toBeGreaterThanOrEqual(plan.chunk_size);
					expect(isLast).toBe(position === ranges.length - 1);
					next = last + 1;
				});
				expect(next).toBe(plan.video_size);
			}),
			{ numRuns: 300 },
		);
	});
});

it('the fast plan uses the fewest chunks of at most 64,000,000 bytes', () => {
	fc.assert(
		fc.property(videoSize, (size) => {
			const fewest = Math.max(1, Math.ceil(size / MOST_CHUNK_BYTES));
			expect(planFastChunks(size).total_chunk_count).toBe(fewest);
		}),
		{ numRuns: 3_000 },
	);
});

it('a size is used as chosen where the file is long enough for two', () => {
	fc.assert(
		fc.property(videoSize, chosenSize, (size, chosen) => {
			fc.pre(size >= 2 * chosen);
			expect(planChunksOfSize(size, chosen).chunk_size).toBe(chosen);
		}),
	);
});
