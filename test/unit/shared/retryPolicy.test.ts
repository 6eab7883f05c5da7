import { backoffMs, judgePut, readRetryAfterSeconds } from '../../support/tested/tiktok';

describe('the answer to a PUT', () => {
	it.each([
		// status, in the middle, on the last chunk
		[undefined, 'resend', 'resend'],
		[200, 'unclear', 'complete'],
		[201, 'unclear', 'complete'],
		[204, 'unclear', 'complete'],
		[206, 'accepted', 'unclear'],
		[300, 'refused', 'refused'],
		[301, 'refused', 'refused'],
		[400, 'refused', 'refused'],
		[401, 'refused', 'refused'],
		[403, 'refused', 'refused'],
		[404, 'refused', 'refused'],
		[408, 'resend', 'resend'],
		[413, 'refused', 'refused'],
		[416, 'unclear', 'unclear'],
		[429, 'resend', 'resend'],
		[500, 'resend', 'resend'],
		[502, 'resend', 'resend'],
		[503, 'resend', 'resend'],
		[599, 'resend', 'resend'],
	])('%s means %s for a chunk before the last, %s for the last', (status, middle, last) => {
		expect(judgePut(status, false)).toBe(middle);
		expect(judgePut(status, true)).toBe(last);
	});
});

describe('the pause before the next try', () => {
	it.each([
		// failures, at least, at most
		[1, 500, 1_000],
		[2, 1_000, 2_000],
		[3, 2_000, 4_000],
		[5, 8_000, 16_000],
		[6, 15_000, 30_000],
		[50, 15_000, 30_000],
	])('after %d failures is from %d to %d ms', (failures, least, most) => {
		expect(backoffMs(failures, 0)).toBe(least);
		expect(backoffMs(failures, 0.999_999)).toBe(most);
	});

	it('is what TikTok asks for if that is longer', () => {
		expect(backoffMs(1, 0, 7)).toBe(7_000);
		expect(backoffMs(6, 0, 7)).toBe(15_000);
		expect(backoffMs(1, 0, 0)).toBe(500);
	});
});

describe('Retry-After', () => {
	it.each([
		['0', 0],
		['7', 7],
		['3600', 3_600],
		['999999999', 3_600],
	])('of %s is %d seconds', (value, seconds) => {
		expect(readRetryAfterSeconds({ 'retry-after': value })).toBe(seconds);
	});

	it.each([
		'',
		'soon',
		'-1',
		'1.5',
		'1e3',
		'9999999999',
		'Wed, 21 Oct 2026 07:28:00 GMT',
		7,
		['7'],
		null,
		undefined,
	])('of %j is none', (value) => {
		expect(readRetryAfterSeconds({ 'retry-after': value })).toBeUndefined();
	});

	it('may be missing', () => {
		expect(readRetryAfterSeconds({})).toBeUndefined();
	});
});
