import { firstLookAfter, nextLookAfter } from '../../support/tested/tiktok';

describe('the first look at a post, in milliseconds after TikTok had all of it', () => {
	it.each([
		['bytes are unknown', 0, 0, 1_000],
		['a small video', 5_000_000, 0, 1_000],
		['100 MB', 100_000_000, 0, 5_000],
		['a size between milliseconds', 25_010_000, 0, 1_251],
		['the largest video', 4_294_967_296, 0, 15_000],
		['others took ten seconds', 0, 10_000, 2_000],
		['others were quicker than a video of this size', 100_000_000, 10_000, 5_000],
		['others took hours', 0, 7_200_000, 15_000],
	])('%s', (_title, bytes, othersMs, expected) => {
		expect(firstLookAfter(bytes, othersMs)).toBe(expected);
	});
});

describe('the next look', () => {
	it('comes five times after the same while, then each time a quarter later', () => {
		const looks = [0, 1, 2, 3, 4, 5, 6, 7, 8];
		expect(looks.map((count) => nextLookAfter(0, count))).toEqual([
			...[1_000, 1_000, 1_000, 1_000, 1_000, 1_000],
			...[1_250, 1_563, 1_953],
		]);
		expect(nextLookAfter(100_000_000, 6)).toBe(6_250);
	});

	it('is never more than 15 seconds away', () => {
		expect(nextLookAfter(0, 100)).toBe(15_000);
	});
});
