import { CLOCK, type Clock } from '../../support/tested/places';

const { waitUntil } = jest.requireActual<Clock>(CLOCK);

const MOMENT = 1_000;

afterEach(() => jest.useRealTimers());

describe('waiting until a moment', () => {
	it('goes on where a timer ends early', async () => {
		jest.useFakeTimers({ now: 0 });
		let isOver = false;
		void waitUntil(MOMENT).then(() => (isOver = true));
		// The clock is set back a millisecond, so that the timer ends that much early.
		jest.setSystemTime(-1);
		await jest.advanceTimersByTimeAsync(MOMENT);
		expect([Date.now(), isOver]).toEqual([MOMENT - 1, false]);
		await jest.advanceTimersByTimeAsync(1);
		expect(isOver).toBe(true);
	});

	it.each([0, -MOMENT])('lets others have their turn where it is over (%d ms)', async (moment) => {
		jest.useFakeTimers({ now: 0 });
		let isOver = false;
		void waitUntil(moment).then(() => (isOver = true));
		await Promise.resolve();
		expect(isOver).toBe(false);
		await jest.advanceTimersByTimeAsync(0);
		expect(isOver).toBe(true);
	});
});
