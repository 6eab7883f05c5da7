import { backoffMs, judgePut, readRetryAfterSeconds } from '../support/tested/tiktok';
import { fc } from '../support/randomness';

const failures = fc.integer({ min: 1, max: 1_000 });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

it('a pause is never shorter than half a second and never longer than half a minute', () => {
	fc.assert(
		fc.property(failures, random, (count, luck) => {
			const pause = backoffMs(count, luck);
			expect(pause).toBeGreaterThanOrEqual(500);
			expect(pause).toBeLessThanOrEqual(30_000);
			expect(Number.isInteger(pause)).toBe(true);
		}),
	);
});

it('more failures never mean a shorter pause for the same luck', () => {
	fc.assert(
		fc.property(failures, random, (count, luck) => {
			expect(backoffMs(count + 1, luck)).toBeGreaterThanOrEqual(backoffMs(count, luck));
		}),
	);
});

it('TikTok’s wish is a lower bound, and an hour at most', () => {
	const anyHeader = fc.oneof(fc.nat().map(String), fc.string(), fc.anything());
	fc.assert(
		fc.property(failures, random, anyHeader, (count, luck, header) => {
			const seconds = readRetryAfterSeconds({ 'retry-after': header });
			const pause = backoffMs(count, luck, seconds);
			expect(pause).toBeGreaterThanOrEqual((seconds ?? 0) * 1_000);
			expect(pause).toBeLessThanOrEqual(3_600_000);
		}),
	);
});

it('no status but 201 and other successes of the last chunk completes an upload', () => {
	fc.assert(
		fc.property(fc.integer({ min: 100, max: 599 }), fc.boolean(), (status, isLast) => {
			const verdict = judgePut(status, isLast);
			if (verdict === 'complete') expect([isLast, Math.floor(status / 100)]).toEqual([true, 2]);
			if (verdict === 'accepted') expect([isLast, status]).toEqual([false, 206]);
			if (status >= 500) expect(verdict).toBe('resend');
		}),
	);
});
