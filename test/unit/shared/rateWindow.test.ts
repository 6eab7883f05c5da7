import { callsPerMinute, RateWindow } from '../../support/tested/tiktok';
import { fc } from '../../support/randomness';

const MINUTE_MS = 60_000;

it.each([
	['/v2/post/publish/video/init/', 6],
	['/v2/post/publish/inbox/video/init/', 6],
	['/v2/post/publish/content/init/', 6],
	['/v2/post/publish/creator_info/query/', 20],
	['/v2/post/publish/status/fetch/', 30],
	['/v2/user/info/', 600],
	['/v2/video/list/', 600],
	['/v2/video/query/', 600],
	['/v2/post/publish/cancel/', undefined],
	['constructor', undefined],
])('%s takes %s calls a minute', (path, limit) => {
	expect(callsPerMinute(path)).toBe(limit);
});

describe('the calls of a minute', () => {
	it('go out at once until the window is full, and then when the first counts no more', () => {
		const window = new RateWindow(2);
		window.add(0);
		expect(window.placeAfter(0, 10)).toBe(10);
		window.add(10);
		const place = window.placeAfter(0, 20);
		expect(place).toBeGreaterThan(MINUTE_MS);
		expect(place).toBeLessThan(MINUTE_MS * 1.02);
		expect(window.placeAfter(0, place)).toBe(place);
	});

	it('that wait behind others get a place each', () => {
		const window = new RateWindow(1);
		window.add(0);
		const places = [0, 1, 2].map((ahead) => window.placeAfter(ahead, 0));
		expect(places[1]).toBeGreaterThan((places[0] ?? 0) + MINUTE_MS);
		expect(places[2]).toBeGreaterThan((places[1] ?? 0) + MINUTE_MS);
	});

	it('count for a minute, unless they are taken back', () => {
		const window = new RateWindow(6);
		const call = window.add(0);
		window.add(1_000);
		expect(window.count(MINUTE_MS)).toBe(2);
		window.remove(call);
		expect(window.count(MINUTE_MS)).toBe(1);
		expect(window.count(MINUTE_MS * 1.1)).toBe(0);
	});

	it('count for half a second longer, for what is slow on its way', () => {
		const window = new RateWindow(6);
		window.add(0);
		expect([60_499, 60_500].map((at) => window.count(at))).toEqual([1, 0]);
	});

	it('where TikTok states no limit all go out at once', () => {
		const window = new RateWindow(Infinity);
		for (let call = 0; call < 100; call++) window.add(0);
		expect(window.placeAfter(100, 1)).toBe(1);
	});

	it('are never more than the limit, and at most 2 % of the minute is wasted', () => {
		const gaps = fc.array(fc.oneof(fc.constant(0), fc.nat(90_000)), {
			minLength: 1,
			maxLength: 60,
		});
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 30 }), gaps, (limit, arrivals) => {
				const window = new RateWindow(limit);
				let now = 0;
				let last = 0;
				const places = arrivals.map((gap) => {
					now += gap;
					last = window.placeAfter(0, Math.max(now, last));
					return window.add(last).at;
				});
				places.forEach((place, index) => {
					const earlier = places[index - limit];
					if (earlier !== undefined) expect(place - earlier).toBeGreaterThan(MINUTE_MS);
				});
				const windows = Math.ceil(arrivals.length / limit);
				expect(places.at(-1)).toBeLessThanOrEqual(now + windows * MINUTE_MS * 1.02);
			}),
		);
	});
});
