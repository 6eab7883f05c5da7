import { RANDOM_SEED } from '../../support/randomness';
import {
	FixedLimiter,
	makeRandom,
	runWorkers,
	SlidingLimiter,
	type Limiter,
	type Outcome,
	type Worker,
} from './support/workers';

const POSTS = 30;
const LIMIT = 6;
const MINUTE_MS = 60_000;
const BEST_MS = (POSTS / LIMIT - 1) * MINUTE_MS;
const PARALLEL = 5;
const SEEDS = Array.from({ length: 60 }, (_, index) => RANDOM_SEED + 7_919 * index);

const LIMITERS: Record<string, (random: () => number) => Limiter> = {
	sliding: () => new SlidingLimiter(LIMIT),
	fixed: (random) => new FixedLimiter(LIMIT, random() * MINUTE_MS),
};

function share(posts: number, workers: number): Worker[] {
	return Array.from({ length: workers }, () => ({ posts: posts / workers, parallel: PARALLEL }));
}

function runAll(workers: readonly Worker[], kind: string): Outcome[] {
	return SEEDS.map((seed) => {
		const random = makeRandom(seed);
		const limiter = LIMITERS[kind]?.(random) ?? new SlidingLimiter(LIMIT);
		return runWorkers(workers, limiter, random, LIMIT);
	});
}

function lastTaken({ takenAt }: Outcome): number {
	return Math.max(...takenAt.flat());
}

function mean(numbers: readonly number[]): number {
	return numbers.reduce((total, number) => total + number, 0) / numbers.length;
}

function countBetween(times: readonly number[] | undefined, from: number, to: number): number {
	return times?.filter((time) => time >= from && time < to).length ?? 0;
}

describe.each(Object.keys(LIMITERS))('workers of one account, %s windows', (kind) => {
	it.each([
		{ workers: 1, within: 1.05, refusals: 0, givenUp: 0 },
		{ workers: 2, within: 1.15, refusals: 12, givenUp: 0 },
		{ workers: 3, within: 1.15, refusals: 20, givenUp: 0.002 },
		{ workers: 5, within: 1.15, refusals: 50, givenUp: 0.02 },
	])('$workers post 30 in $within × the best time', ({ workers, within, refusals, givenUp }) => {
		const outcomes = runAll(share(POSTS, workers), kind);
		for (const outcome of outcomes) {
			expect(outcome.takenAt.flat()).toHaveLength(POSTS - outcome.givenUp);
			expect(lastTaken(outcome) / BEST_MS).toBeLessThanOrEqual(within);
		}
		expect(mean(outcomes.map((outcome) => outcome.refusals))).toBeLessThanOrEqual(refusals);
		expect(mean(outcomes.map((outcome) => outcome.givenUp)) / POSTS).toBeLessThanOrEqual(givenUp);
	});

	it.each([1_500, 8_000])('three that begin %d ms one after the other do so, too', (apart) => {
		const workers = share(POSTS, 3).map((worker, index) => ({
			...worker,
			startsAt: index * apart,
		}));
		const outcomes = runAll(workers, kind);
		expect(mean(outcomes.map(lastTaken)) / BEST_MS).toBeLessThanOrEqual(1.15);
		expect(Math.max(...outcomes.map(lastTaken)) / BEST_MS).toBeLessThanOrEqual(1.35);
		expect(mean(outcomes.map((outcome) => outcome.givenUp)) / POSTS).toBeLessThanOrEqual(0.002);
	});
});

it('whoever came first makes room for the second', () => {
	const late = [
		{ posts: 60, parallel: PARALLEL },
		{ posts: 60, parallel: PARALLEL, startsAt: 2_000 },
	];
	const outcomes = runAll(late, 'sliding');
	const counts = outcomes.map(({ takenAt }) =>
		takenAt.map((times) => countBetween(times, 3 * MINUTE_MS, 6 * MINUTE_MS)),
	);
	expect(Math.min(...counts.flat()) / 3).toBeGreaterThanOrEqual(2);
});

it('one alone has its full pace again soon after another program has stopped', () => {
	for (const seed of SEEDS) {
		const random = makeRandom(seed);
		const limiter = new SlidingLimiter(LIMIT);
		const foreignAt = -random() * MINUTE_MS;
		for (let call = 0; call < LIMIT; call++) limiter.takes(foreignAt);
		const { takenAt } = runWorkers(share(POSTS, 1), limiter, random, LIMIT);
		const [first = Infinity] = takenAt[0] ?? [];
		const free = foreignAt + MINUTE_MS;
		expect(first - free).toBeLessThan(MINUTE_MS / 6);
		expect(countBetween(takenAt[0], first, first + MINUTE_MS / 2)).toBe(LIMIT);
	}
});
