/** n8n workers that post for one account, each with a pace of its own, in a time of their own. */
import { CallPace } from '../../../support/tested/tiktok';

const WINDOW_MS = 60_000;
/** An execution starts the next post after its upload. */
const UPLOAD_MS = 5_000;

/** How TikTok counts the calls of an account, which it does not tell. */
export interface Limiter {
	takes(now: number): boolean;
}

export class SlidingLimiter implements Limiter {
	private taken: number[] = [];

	constructor(private readonly limit: number) {}

	takes(now: number): boolean {
		this.taken = this.taken.filter((at) => at > now - WINDOW_MS);
		if (this.taken.length >= this.limit) return false;
		this.taken.push(now);
		return true;
	}
}

export class FixedLimiter implements Limiter {
	private window = Number.NaN;
	private taken = 0;

	/** @param startsAt when one of the windows starts */
	constructor(
		private readonly limit: number,
		private readonly startsAt: number,
	) {}

	takes(now: number): boolean {
		const window = Math.floor((now - this.startsAt) / WINDOW_MS);
		if (window !== this.window) this.taken = 0;
		this.window = window;
		this.taken += 1;
		return this.taken <= this.limit;
	}
}

export interface Worker {
	readonly posts: number;
	/** Executions at a time. */
	readonly parallel: number;
	readonly startsAt?: number;
	readonly maxWaitMs?: number;
}

/** What came of it, for each worker. */
export interface Outcome {
	/** When TikTok took its calls. */
	readonly takenAt: number[][];
	readonly refusals: number;
	/** Posts that gave up, because TikTok refused them for too long. */
	readonly givenUp: number;
}

/** Work that says how long it takes until it goes on. */
type Work = Generator<number, void>;

/** Lets the workers post, each execution one post after the other, until nothing is left. */
export function runWorkers(
	workers: readonly Worker[],
	limiter: Limiter,
	random: () => number,
	limit = 6,
): Outcome {
	const outcome = { takenAt: workers.map((): number[] => []), refusals: 0, givenUp: 0 };
	let now = 0;
	function* tryToPost(pace: CallPace, maxWaitMs: number): Generator<number, boolean> {
		const turn = pace.join(maxWaitMs);
		for (;;) {
			for (let wait = pace.ask(turn, now); wait > 0; wait = pace.ask(turn, now)) yield wait;
			yield random() * 200;
			const isTaken = limiter.takes(now);
			yield random() * 200;
			if (isTaken) pace.taken(turn, now, random());
			else outcome.refusals += 1;
			if (isTaken || pace.refused(turn, now, random()) === undefined) {
				pace.leave(turn);
				return isTaken;
			}
		}
	}
	function* execute({ startsAt = 0, maxWaitMs = 120_000 }: Worker, pace: CallPace, queue: Queue) {
		yield startsAt + random() * 1_000;
		while (queue.posts > 0) {
			queue.posts -= 1;
			if (yield* tryToPost(pace, maxWaitMs)) queue.takenAt.push(now);
			else outcome.givenUp += 1;
			yield UPLOAD_MS * (0.5 + random());
		}
	}
	const works = workers.flatMap((worker, index) => {
		const pace = new CallPace(limit);
		const queue = { posts: worker.posts, takenAt: outcome.takenAt[index] ?? [] };
		return Array.from({ length: worker.parallel }, () => execute(worker, pace, queue));
	});
	runAll(works, (time) => (now = time));
	return outcome;
}

interface Queue {
	posts: number;
	readonly takenAt: number[];
}

function runAll(works: readonly Work[], setTime: (time: number) => void): void {
	let due = works.map((work) => ({ work, at: 0 }));
	for (;;) {
		const [first, ...others] = due;
		if (first === undefined) return;
		const next = others.reduce((a, b) => (b.at < a.at ? b : a), first);
		setTime(next.at);
		const { done, value } = next.work.next();
		due = due.filter((one) => one !== next);
		if (!done) due.push({ work: next.work, at: next.at + value });
	}
}

/** The same numbers from 0 up to 1 for the same seed. */
export function makeRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}
