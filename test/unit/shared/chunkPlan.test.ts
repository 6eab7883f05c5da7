import { listChunkRanges } from '../../support/chunkRanges';
import {
	InputError,
	planChunksOfSize,
	planFastChunks,
	planSafeChunks,
	toChunkBytes,
} from '../../support/tested/tiktok';

const MB = 1_000_000;

function plan(video_size: number, chunk_size: number, total_chunk_count: number) {
	return { video_size, chunk_size, total_chunk_count };
}

describe('the fast plan', () => {
	it.each([
		[1, plan(1, 1, 1)],
		[4_999_999, plan(4_999_999, 4_999_999, 1)],
		[50_000_123, plan(50_000_123, 50_000_123, 1)],
		[64_000_000, plan(64_000_000, 64_000_000, 1)],
		// Past 64,000,000 bytes at once several chunks, none of them larger.
		[64_000_001, plan(64_000_001, 32_000_000, 2)],
		// These sizes were refused in one piece and with 64 MiB chunks.
		[66_259_900, plan(66_259_900, 33_129_950, 2)],
		[66_582_226, plan(66_582_226, 33_291_113, 2)],
		[128_000_000, plan(128_000_000, 64_000_000, 2)],
		[128_000_001, plan(128_000_001, 42_666_667, 3)],
		[158_008_374, plan(158_008_374, 52_669_458, 3)],
		[4_000_000_000, plan(4_000_000_000, 63_492_063, 63)],
		[4_294_967_296, plan(4_294_967_296, 63_161_283, 68)],
	])('for %d bytes', (size, expected) => {
		expect(planFastChunks(size)).toEqual(expected);
	});
});

describe('the safe plan', () => {
	it.each([
		[1, plan(1, 1, 1)],
		[9_999_999, plan(9_999_999, 9_999_999, 1)],
		[10_000_000, plan(10_000_000, 10_000_000, 1)],
		[19_999_999, plan(19_999_999, 19_999_999, 1)],
		[20_000_000, plan(20_000_000, 10_000_000, 2)],
		// TikTok's own example.
		[34_500_000, plan(34_500_000, 10_000_000, 3)],
		[70_000_000, plan(70_000_000, 10_000_000, 7)],
		[4_294_967_296, plan(4_294_967_296, 10_000_000, 429)],
	])('for %d bytes', (size, expected) => {
		expect(planSafeChunks(size)).toEqual(expected);
	});
});

describe('a chunk size of the user', () => {
	it.each([
		['is used as it is', 100 * MB, 10 * MB, plan(100 * MB, 10 * MB, 10)],
		['may leave a longer last chunk', 34_500_000, 10 * MB, plan(34_500_000, 10 * MB, 3)],
		['larger than the file means one chunk', 20 * MB, 64 * MB, plan(20 * MB, 20 * MB, 1)],
		['over half of the file means one chunk', 20 * MB, 11 * MB, plan(20 * MB, 20 * MB, 1)],
		['never makes one chunk of over 64 MB', 70 * MB, 64 * MB, plan(70 * MB, 35 * MB, 2)],
		['exactly 64 MB may stay one', 64_000_000, 64 * MB, plan(64_000_000, 64_000_000, 1)],
		['just over 64 MB still means two', 64_000_001, 64 * MB, plan(64_000_001, 32_000_000, 2)],
	])('%s', (_title, size, chunkSize, expected) => {
		expect(planChunksOfSize(size, chunkSize)).toEqual(expected);
	});

	it('may be the smallest for the largest video', () => {
		expect(planChunksOfSize(4_294_967_296, 5_242_880)).toEqual(plan(4_294_967_296, 5_242_880, 819));
	});
});

describe('Chunk Size (MB)', () => {
	it.each([
		// TikTok does not say which of the two "MB" it means, so its smallest is the larger of them.
		[5, 5_242_880],
		[6, 6 * MB],
		[10, 10 * MB],
		[64, 64 * MB],
	])('%d means %d bytes', (megabytes, bytes) => {
		expect(toChunkBytes(megabytes)).toBe(bytes);
	});

	it.each([4, 3, 0, -5, 65, 100, 5.5, Number.NaN, Infinity])('%d is refused', (megabytes) => {
		expect(() => toChunkBytes(megabytes)).toThrow(
			new InputError(
				`Chunk Size (MB) must be a whole number from 5 to 64, got ${megabytes}`,
				expect.any(String) as string,
			),
		);
	});
});

describe('the ranges of a plan', () => {
	it('are one range for one chunk', () => {
		expect(listChunkRanges(plan(47_150, 47_150, 1))).toEqual([
			{ index: 0, first: 0, last: 47_149, byteLength: 47_150, isLast: true },
		]);
	});

	it('follow each other, and the last takes the remainder', () => {
		expect(listChunkRanges(plan(34_500_000, 10_000_000, 3))).toEqual([
			{ index: 0, first: 0, last: 9_999_999, byteLength: 10_000_000, isLast: false },
			{ index: 1, first: 10_000_000, last: 19_999_999, byteLength: 10_000_000, isLast: false },
			{ index: 2, first: 20_000_000, last: 34_499_999, byteLength: 14_500_000, isLast: true },
		]);
	});
});
