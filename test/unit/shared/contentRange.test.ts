import {
	type ChunkPlan,
	findChunkEnd,
	formatContentRange,
	readUploadedBytes,
} from '../../support/tested/tiktok';

const PLAN: ChunkPlan = { video_size: 34_500_000, chunk_size: 10_000_000, total_chunk_count: 3 };

it('formats a range inclusively and from 0', () => {
	const range = { index: 0, first: 0, last: 9_999_999, byteLength: 10_000_000, isLast: false };
	expect(formatContentRange(range, 34_500_000)).toBe('bytes 0-9999999/34500000');
});

describe('what TikTok says it has received', () => {
	it.each([
		['nothing', 'bytes 0-0/34500000', 0],
		['one chunk, as a count', 'bytes 0-10000000/34500000', 10_000_000],
		['one chunk, as the last index', 'bytes 0-9999999/34500000', 10_000_000],
		['two chunks', 'bytes 0-20000000/34500000', 20_000_000],
		['all, as a count', 'bytes 0-34500000/34500000', 34_500_000],
		['all, as the last index', 'bytes 0-34499999/34500000', 34_500_000],
		['all, with spaces around', '  bytes 0-34500000/34500000 ', 34_500_000],
		['a part of a chunk', 'bytes 0-12345678/34500000', undefined],
		// The last chunk has no boundary in its middle, although 30,000,000 is a multiple.
		['three times the chunk size', 'bytes 0-30000000/34500000', undefined],
		['more than the file', 'bytes 0-40000000/34500000', undefined],
		['a number too long to be exact', 'bytes 0-9999999999999999/34500000', undefined],
		['a range that does not start at 0', 'bytes 5-9999999/34500000', undefined],
		['something before it', 'have bytes 0-9999999/34500000', undefined],
		['something behind it', 'bytes 0-9999999/34500000, 5', undefined],
		['another unit', 'items 0-9999999/34500000', undefined],
		['an unknown total', 'bytes 0-9999999/*', undefined],
		['a list of headers', ['bytes 0-9999999/34500000'], undefined],
		['no header', undefined, undefined],
	])('%s', (_title, header, expected) => {
		expect(readUploadedBytes(header, PLAN)).toBe(expected);
	});

	it('is nothing when the status does not tell', () => {
		expect(findChunkEnd(undefined, PLAN)).toBeUndefined();
	});

	it('reads the number as a count before it reads it as an index', () => {
		const oneByte: ChunkPlan = { video_size: 1, chunk_size: 1, total_chunk_count: 1 };
		expect([0, 1, 2].map((value) => findChunkEnd(value, oneByte))).toEqual([0, 1, undefined]);
	});
});
