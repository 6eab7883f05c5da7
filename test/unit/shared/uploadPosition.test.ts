import {
	countWholeChunks,
	planChunksOfSize,
	planFastChunks,
	rangeFrom,
} from '../../support/tested/tiktok';

/** Chunks of 6, 6 and 8 MB. */
const PLAN = planChunksOfSize(20_000_000, 6_000_000);

describe('what is to be sent next', () => {
	it.each([
		// bytes TikTok has, index of the chunk, last byte, bytes to send
		[0, 0, 5_999_999, 6_000_000],
		[1, 0, 5_999_999, 5_999_999],
		[5_999_999, 0, 5_999_999, 1],
		[6_000_000, 1, 11_999_999, 6_000_000],
		[12_000_000, 2, 19_999_999, 8_000_000],
		[18_500_000, 2, 19_999_999, 1_500_000],
		[19_999_999, 2, 19_999_999, 1],
	])('behind %d bytes is chunk %d up to byte %d', (first, index, last, byteLength) => {
		const isLast = index === 2;
		expect(rangeFrom(PLAN, first)).toEqual({ index, first, last, byteLength, isLast });
	});

	it('is the whole file where there is one chunk', () => {
		expect(rangeFrom(planFastChunks(50_000_123), 0)).toMatchObject({
			first: 0,
			last: 50_000_122,
			isLast: true,
		});
	});
});

describe('what TikTok surely has', () => {
	it.each([
		[0, 0],
		[5_999_999, 0],
		[6_000_000, 6_000_000],
		[11_999_999, 6_000_000],
		[12_000_000, 12_000_000],
		[18_000_000, 12_000_000],
		[19_999_999, 12_000_000],
		[20_000_000, 20_000_000],
		[20_000_001, 20_000_000],
	])('of %d bytes it received are %d, in whole chunks', (bytes, whole) => {
		expect(countWholeChunks(bytes, PLAN)).toBe(whole);
	});
});
