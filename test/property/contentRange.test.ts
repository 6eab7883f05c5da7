import {
	type ChunkPlan,
	findChunkEnd,
	formatContentRange,
	planChunksOfSize,
	planFastChunks,
	readUploadedBytes,
} from '../support/tested/tiktok';
import { fc } from '../support/randomness';
import { listChunkRanges } from '../support/chunkRanges';

const videoSize = fc.integer({ min: 2, max: 1_000_000_000 });
const plan: fc.Arbitrary<ChunkPlan> = fc.oneof(
	videoSize.map(planFastChunks),
	fc
		.tuple(videoSize, fc.integer({ min: 5_242_880, max: 64_000_000 }))
		.map(([size, chunk]) => planChunksOfSize(size, chunk)),
);

/** Ends of chunks, from no chunk to all. */
function listEnds(of: ChunkPlan): number[] {
	return [0, ...listChunkRanges(of).map(({ last }) => last + 1)];
}

it('a number of bytes that ends a chunk is that end, counted or as last index', () => {
	fc.assert(
		fc.property(plan, fc.nat(), (of, pick) => {
			const ends = listEnds(of);
			const end = ends[pick % ends.length] ?? 0;
			const total = of.video_size;
			expect(findChunkEnd(end, of)).toBe(end);
			expect(readUploadedBytes(`bytes 0-${end}/${total}`, of)).toBe(end);
			if (end === 0) return;
			expect(findChunkEnd(end - 1, of)).toBe(end);
			expect(readUploadedBytes(`bytes 0-${end - 1}/${total}`, of)).toBe(end);
		}),
	);
});

it('whatever number TikTok says, the answer is an end of a chunk or nothing', () => {
	fc.assert(
		fc.property(plan, fc.oneof(fc.nat(), fc.maxSafeNat()), (of, value) => {
			const end = findChunkEnd(value, of);
			if (end !== undefined) expect(listEnds(of)).toContain(end);
		}),
	);
});

it('whatever header TikTok sends, reading it throws nothing and gives an end of a chunk or nothing', () => {
	const numbers = fc.tuple(fc.maxSafeNat(), fc.maxSafeNat(), fc.maxSafeNat());
	const header = fc.oneof(
		fc.string(),
		fc.anything(),
		numbers.map(([first, last, total]) => `bytes ${first}-${last}/${total}`),
		numbers.map(([, last, total]) => `bytes 0-${last}/${total}`),
	);
	fc.assert(
		fc.property(plan, header, (of, value) => {
			const end = readUploadedBytes(value, of);
			if (end !== undefined) expect(listEnds(of)).toContain(end);
		}),
	);
});

it('the ranges that are sent follow each other in the documented form', () => {
	fc.assert(
		fc.property(plan, (of) => {
			let next = 0;
			for (const range of listChunkRanges(of)) {
				const header = formatContentRange(range, of.video_size);
				const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(header) ?? [];
				expect([Number(first), Number(total)]).toEqual([next, of.video_size]);
				next = Number(last) + 1;
			}
			expect(next).toBe(of.video_size);
		}),
	);
});
