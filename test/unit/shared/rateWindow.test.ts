import { callsPerMinute, RateWindow } from '../../support/tested/tiktok';
import { fc } from '../../support/randomness';

const MINUTE_MS = 60_000;

it.each([
	['/v2/post/publish/video/init/', 6],
	['/v2/post/publish/inbox/video/init/', 6],
	['/v2/post/publish/content/init/', 6],
	['/v2/post/publish/creator_info/query/', 20],
	['/v2/post/publish/status/fetch/', 30],
	['/v2/post/publish/cancel/', undefined],
	['constructor', undefined],
])('%s takes %s calls a minute', (path, limit) => {
	expect(callsPerMinute(path)).toBe(limit);
});

describe('the pace of calls', () => {
	it('lets a window’s worth through at once and makes the next wait for its place', () => {
		const window = new RateWindow(2);
		expect([window.reserve(0), window.reserve(10)]).toEqual([0, 0]);
		const wait = window.reserve(20);
		expect(20 + wait).toBeGreaterThan(MINUTE_MS);
		expect(20 + wait).toBeLessThan(MINUTE_MS * 1.02);
	});

	it('makes those behind wait for theirs, not all for the same', () => {
		const window = new RateWindow(1);
		const places = [0, 0, 0].map((now) => now + window.reserve(now));
		expect(places[1]).toBeGreaterThan(MINUTE_MS);
		expect(places[2]).toBeGreaterThan((places[1] ?? 0) + MINUTE_MS);
	});

	it('waits for nothing once the window has moved on', () => {
		const window = new RateWindow(1);
		window.reserve(0);
		expect(window.reserve(2 * MINUTE_MS)).toBe(0);
	});

	it('is forgotten when no call counts any more, nor will once it is answered', () => {
		const window = new RateWindow(2);
		expect(window.isQuiet(0)).toBe(true);
		const place = window.reserve(0);
		expect(window.isQuiet(2 * MINUTE_MS)).toBe(false);
		window.correct(place, 9 * MINUTE_MS);
		expect(window.isQuiet(11 * MINUTE_MS)).toBe(false);
		expect(window.isQuiet(20 * MINUTE_MS)).toBe(true);
	});

	it('is kept while somebody waits for a place to come', () => {
		const window = new RateWindow(1);
		for (let call = 0; call < 30; call++) window.reserve(0);
		expect(window.isQuiet(15 * MINUTE_MS)).toBe(false);
	});

	it('counts from the answer of a call that was sent later than planned', () => {
		const window = new RateWindow(1);
		window.reserve(0);
		window.correct(0, 5_000);
		expect(5_000 + window.reserve(5_000)).toBeGreaterThan(5_000 + MINUTE_MS);
	});

	it('keeps the order when an early call is answered late, and ignores places that have passed', () => {
		const window = new RateWindow(2);
		window.reserve(0);
		window.reserve(1_000);
		window.correct(0, 2_000);
		window.correct(0, 50_000);
		expect(2_000 + window.reserve(2_000)).toBeLessThan(2_000 + MINUTE_MS);
		expect(2_000 + window.reserve(2_000)).toBeGreaterThan(2_000 + MINUTE_MS);
	});

	it('never lets more than the limit into any minute, and wastes at most 2 % of it', () => {
		const gaps = fc.array(fc.oneof(fc.constant(0), fc.nat(90_000)), {
			minLength: 1,
			maxLength: 60,
		});
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 30 }), gaps, (limit, arrivals) => {
				const window = new RateWindow(limit);
				let now = 0;
				const places = arrivals.map((gap) => {
					now += gap;
					const wait = window.reserve(now);
					expect(wait).toBeGreaterThanOrEqual(0);
					return now + wait;
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
