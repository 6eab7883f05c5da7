import { plausibleDuration, plausibleFrameRate, plausibleSide } from '../../support/tested/video';

describe('what a header says is taken', () => {
	it('for a side of 1 to 65,535 pixels', () => {
		expect([1, 65_535].map(plausibleSide)).toEqual([1, 65_535]);
		expect([0, 65_536, undefined].map(plausibleSide)).toEqual([undefined, undefined, undefined]);
	});

	it('for up to a million seconds, to the millisecond', () => {
		expect(plausibleDuration(1, 3)).toBe(0.333);
		expect(plausibleDuration(1_000_000, 1)).toBe(1_000_000);
		expect(plausibleDuration(1_000_000_001, 1_000)).toBeUndefined();
		expect(plausibleDuration(0, 1)).toBeUndefined();
	});

	it('for up to a thousand frames per second', () => {
		expect(plausibleFrameRate(3_000, 3)).toBe(1_000);
		expect(plausibleFrameRate(3_001, 3)).toBeUndefined();
	});

	it('only where both numbers are at hand', () => {
		expect(plausibleDuration(undefined, 1)).toBeUndefined();
		expect(plausibleDuration(1, undefined)).toBeUndefined();
		expect(plausibleDuration(1, 0)).toBeUndefined();
	});
});
