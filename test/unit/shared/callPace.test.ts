import { CallPace } from '../../support/tested/tiktok';

type Turn = ReturnType<CallPace['join']>;

const MINUTE_MS = 60_000;
/** A minute as the pace counts it. */
const COUNTED_MS = 60_500;
/** A little more. */
const WINDOW_MS = 61_000;
const PATIENT_MS = 10 * MINUTE_MS;
const LIMIT = 6;
const MIDDLE = 0.5;

let pace: CallPace;
let now: number;

beforeEach(() => {
	pace = new CallPace(LIMIT);
	now = 0;
});

/** Asks until the call goes out. */
function goOut(turn: Turn = pace.join(PATIENT_MS)): Turn {
	for (let wait = pace.ask(turn, now); wait > 0; wait = pace.ask(turn, now)) now += wait;
	return turn;
}

/** Calls that TikTok takes, one after the other. */
function call(times = 1): void {
	for (let done = 0; done < times; done++) {
		const turn = goOut();
		pace.taken(turn, now, MIDDLE);
		pace.leave(turn);
	}
}

function refuse(turn: Turn, random = MIDDLE): number | undefined {
	return pace.refused(turn, now, random);
}

describe('while nobody is refused', () => {
	it('a window’s worth goes out at once, and the next when the first count no more', () => {
		call(LIMIT);
		expect(now).toBe(0);
		call();
		expect(now).toBeGreaterThan(MINUTE_MS);
		expect(now).toBeLessThan(MINUTE_MS * 1.02);
		call(LIMIT - 1);
		expect(now).toBeLessThan(MINUTE_MS * 1.02);
	});

	it('calls count from when they were answered', () => {
		const turns = Array.from({ length: LIMIT }, () => goOut());
		now = 5_000;
		turns.forEach((turn) => pace.taken(turn, now, MIDDLE));
		call();
		expect(now).toBeGreaterThan(5_000 + MINUTE_MS);
	});

	it('whoever came first goes first', () => {
		call(LIMIT - 1);
		const [first, second] = [pace.join(0), pace.join(0)];
		call();
		const [firstWait, secondWait] = [pace.ask(first, now), pace.ask(second, now)];
		expect(firstWait).toBeGreaterThan(0);
		now += Math.max(firstWait, secondWait);
		expect(pace.ask(first, now)).toBe(0);
		expect(pace.ask(second, now)).toBe(0);
	});

	it('a place that somebody gives up is the next one’s', () => {
		call(LIMIT);
		const turns = Array.from({ length: LIMIT + 1 }, () => pace.join(0));
		const [first, last] = [turns[0], turns[LIMIT]];
		if (first === undefined || last === undefined) throw new Error('There are more turns');
		turns.forEach((turn) => pace.ask(turn, now));
		expect(pace.ask(last, now)).toBeGreaterThan(MINUTE_MS * 1.5);
		pace.leave(first);
		expect(pace.ask(last, now)).toBeLessThan(MINUTE_MS * 1.02);
	});

	it('no endpoint without a stated limit makes anybody wait', () => {
		pace = new CallPace(Infinity);
		call(100);
		expect(now).toBe(0);
	});
});

describe('after a refusal', () => {
	it('half of the calls that were taken go out as before, and another only a minute after it', () => {
		call(4);
		now = MINUTE_MS / 2;
		const refused = goOut();
		expect(refuse(refused)).toBe(0);
		pace.leave(refused);
		now = WINDOW_MS;
		call(2);
		expect(now).toBe(WINDOW_MS);
		call();
		expect(now).toBeGreaterThan(MINUTE_MS * 1.5);
		expect(now).toBeLessThan(WINDOW_MS * 1.5);
	});

	it('calls go out one at a time, the first come first', () => {
		const [first, second, third] = [goOut(), goOut(), goOut()];
		refuse(first);
		refuse(second);
		now += WINDOW_MS;
		expect(pace.ask(first, now)).toBeGreaterThan(0);
		pace.taken(third, now, MIDDLE);
		now += 5_000;
		expect(pace.ask(second, now)).toBeGreaterThan(0);
		goOut(first);
		expect(pace.ask(second, now)).toBeGreaterThan(0);
		pace.taken(first, now, MIDDLE);
		goOut(second);
	});

	it('each question that TikTok answers with yes makes room for one more, after a pause', () => {
		refuse(goOut());
		now += WINDOW_MS;
		for (let raised = 0; raised < LIMIT; raised++) {
			const before = now;
			call();
			if (raised > 0) expect(now - before).toBeGreaterThanOrEqual(1_500);
			expect(now - before).toBeLessThanOrEqual(4_500);
		}
		const before = now;
		call();
		expect(now - before).toBeGreaterThan(MINUTE_MS / 2);
	});

	it.each([
		[0, 1_500],
		[1, 4_500],
	])('that pause is of three seconds, half more or less (%d)', (random, pauseMs) => {
		refuse(goOut());
		now += WINDOW_MS;
		const turn = goOut();
		pace.taken(turn, now, random);
		pace.leave(turn);
		const before = now;
		goOut();
		expect(now - before).toBe(pauseMs);
	});

	it('what is taken within that half puts off no other one', () => {
		call(4);
		now = MINUTE_MS / 2;
		const refused = goOut();
		refuse(refused);
		pace.leave(refused);
		now = 89_000;
		call(2);
		call();
		expect(now).toBe(MINUTE_MS / 2 + COUNTED_MS);
	});

	it.each([
		[0, 6_000],
		[56_000, 4_000],
		[MINUTE_MS, 6_000],
		[MINUTE_MS + 1, 6_000],
	])('who has nothing taken %d ms after the first one asks again in %d', (after, pauseMs) => {
		now = 10_000;
		const turn = goOut();
		refuse(turn);
		now += after;
		refuse(turn);
		pace.leave(turn);
		expect(pace.waitOfNext(now)).toBe(pauseMs);
	});

	it('the full pace is back two minutes later', () => {
		call(LIMIT);
		refuse(goOut());
		now += 2 * WINDOW_MS;
		const startedAt = now;
		call(LIMIT);
		expect(now).toBe(startedAt);
	});

	it('the limit of all is kept, however patient TikTok is', () => {
		refuse(goOut());
		const times = Array.from({ length: 4 * LIMIT }, () => {
			call();
			return now;
		});
		times.slice(LIMIT).forEach((time, index) => {
			expect(time - (times[index] ?? 0)).toBeGreaterThan(MINUTE_MS);
		});
	});

	it('who has nothing taken asks every few seconds, and in any case after a minute', () => {
		const turn = goOut();
		const times = Array.from({ length: 20 }, (_, index) => {
			refuse(turn, (index % 5) / 5);
			goOut(turn);
			return now;
		});
		const pauses = times.map((time, index) => time - (times[index - 1] ?? 0));
		expect(Math.max(...pauses)).toBeLessThan(8_000);
		expect(times).toContain(MINUTE_MS);
	});
});

describe('whoever is refused', () => {
	it('gives up at once when it does not wait', () => {
		const turn = goOut(pace.join(0));
		expect(refuse(turn)).toBeUndefined();
	});

	it('asks once more when its patience ends, and then gives up', () => {
		const turn = goOut(pace.join(5_000));
		expect(refuse(turn)).toBe(0);
		goOut(turn);
		expect(now).toBe(5_000);
		expect(refuse(turn)).toBeUndefined();
	});

	it('goes on waiting while TikTok takes others of this process', () => {
		const turn = goOut(pace.join(10_000));
		const other = goOut();
		refuse(turn);
		now = 9_000;
		pace.taken(other, now, MIDDLE);
		goOut(turn);
		expect(now).toBe(19_000);
		expect(refuse(turn)).toBeUndefined();
	});

	it('waits as long as TikTok says, if that is within its patience', () => {
		expect(pace.refused(goOut(), now, MIDDLE, 7_000)).toBe(7_000);
		expect(pace.refused(goOut(pace.join(5_000)), now, MIDDLE, 7_000)).toBeUndefined();
	});

	it('waits until the very end of its patience, if TikTok says so', () => {
		expect(pace.refused(goOut(pace.join(7_000)), now, MIDDLE, 7_000)).toBe(7_000);
	});

	it('makes others wait at most a minute of it', () => {
		pace.refused(goOut(), now, MIDDLE, MINUTE_MS * 30);
		call();
		expect(now).toBeGreaterThan(MINUTE_MS);
		expect(now).toBeLessThan(WINDOW_MS);
	});
});

it('is forgotten when nobody is there, no call counts, and no refusal is remembered', () => {
	expect(pace.isQuiet(now)).toBe(true);
	const turn = pace.join(0);
	expect(pace.isQuiet(now)).toBe(false);
	goOut(turn);
	pace.leave(turn);
	expect(pace.isQuiet(now)).toBe(false);
	now += WINDOW_MS;
	expect(pace.isQuiet(now)).toBe(true);
	const refused = goOut();
	refuse(refused);
	pace.leave(refused);
	expect(pace.isQuiet(now)).toBe(false);
	now += 2 * COUNTED_MS - 1;
	expect(pace.isQuiet(now)).toBe(false);
	now += 1;
	expect(pace.isQuiet(now)).toBe(true);
});

describe('how long a call would wait that nobody has made yet', () => {
	it('is how long the next one waits', () => {
		expect(pace.waitOfNext(now)).toBe(0);
		call(LIMIT);
		const wait = pace.waitOfNext(now);
		expect(wait).toBeGreaterThan(MINUTE_MS);
		expect(pace.ask(pace.join(PATIENT_MS), now)).toBe(wait);
	});

	it('is longer when others wait already', () => {
		call(1);
		now = 10_000;
		call(LIMIT - 1);
		now = 20_000;
		const first = pace.waitOfNext(now);
		pace.ask(pace.join(PATIENT_MS), now);
		expect(pace.waitOfNext(now)).toBe(first + 10_000);
	});

	it('is until the pause after a refusal is over, whenever that was', () => {
		now = 10_000;
		call(4);
		refuse(goOut());
		const pauseMs = pace.waitOfNext(now);
		now += 1_000;
		expect(pace.waitOfNext(now)).toBe(pauseMs - 1_000);
	});

	it('is nothing after a refusal only while nobody else wants to go out and the share is not used up', () => {
		call(4);
		refuse(goOut());
		expect(pace.waitOfNext(now)).toBe(60_500);
		now = 60_500;
		expect(pace.waitOfNext(now)).toBe(0);
		const first = goOut();
		expect(pace.waitOfNext(now)).toBeGreaterThan(0);
		const second = pace.join(PATIENT_MS);
		expect(pace.ask(second, now)).toBeGreaterThan(0);
		pace.taken(first, now, MIDDLE);
		expect(pace.waitOfNext(now)).toBeGreaterThan(0);
		pace.leave(second);
		expect(pace.waitOfNext(now)).toBe(0);
		call();
		expect(pace.waitOfNext(now)).toBeGreaterThan(0);
	});
});
