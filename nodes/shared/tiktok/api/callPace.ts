/**
 * The pace of one account's calls to one endpoint, which n8n's workers share without knowing of each other:
 * whoever is refused slows down and finds its way up again, as TCP does on a shared line. Pure: the caller
 * brings the time, in milliseconds, and randomness.
 */

import { RATE_WINDOW_SECONDS, RateWindow, WINDOW_MS, type CountedCall } from './rateWindow';

/** After a refusal, calls go out one at a time for this long. */
const CAREFUL_MS = 2 * WINDOW_MS;
/** How often a call looks whether it is its turn while calls go out one at a time. */
const LOOK_AGAIN_MS = 500;
/** Between a call above the share that TikTok took and the next one, half more or less. */
const RAISE_MS = 3_000;
/**
 * After a refusal of a process that has no call that counts, a quarter more or less. Others know that what counted
 * against them counts no more a window later; it can only ask.
 */
const KNOCK_MS = 6_000;

/**
 * What counted at a refusal counts no more after this long. Without the margin of the window, so that who got nothing
 * is ahead of those whose calls come up again.
 */
const REOPENS_MS = RATE_WINDOW_SECONDS * 1_000;

/** One call's place in the queue, for all of its tries. */
export interface Turn {
	/** Earlier calls have lower ones. */
	readonly number: number;
	/** How long it goes on waiting when TikTok refuses it; 0 = not at all. */
	readonly maxWaitMs: number;
	/** When TikTok refused it first. */
	refusedAt?: number;
}

export class CallPace {
	private readonly window: RateWindow;
	private turnsEver = 0;
	private readonly turns = new Set<Turn>();
	private readonly waiting = new Set<Turn>();
	private readonly underWay = new Map<Turn, CountedCall>();
	private refusedAt = Number.NEGATIVE_INFINITY;
	/** When the refusals began, as long as nothing but refusals came. */
	private shutSince: number | undefined;
	private takenAt = Number.NEGATIVE_INFINITY;
	/** Calls per window that go out without asking how TikTok takes them; one more is a question. */
	private share = 0;
	private askAboveShareAt = 0;

	/** @param limit TikTok's calls per window; Infinity where it states none */
	constructor(private readonly limit: number) {
		this.window = new RateWindow(limit);
	}

	/** @param maxWaitMs how long the call goes on waiting when TikTok refuses it */
	join(maxWaitMs: number): Turn {
		const turn: Turn = { number: this.turnsEver++, maxWaitMs };
		this.turns.add(turn);
		return turn;
	}

	/** The call is over, or was given up. */
	leave(turn: Turn): void {
		for (const turns of [this.turns, this.waiting, this.underWay]) turns.delete(turn);
	}

	/** Whether nothing is left to remember: a new pace would say the same. */
	isQuiet(now: number): boolean {
		return this.turns.size === 0 && this.window.count(now) === 0 && !this.isCareful(now);
	}

	/**
	 * Asks whether it is a call's turn.
	 *
	 * @returns 0 when it goes out now, else how long to wait before asking again
	 */
	ask(turn: Turn, now: number): number {
		this.waiting.add(turn);
		const wait = this.isCareful(now) ? this.carefulWait(turn, now) : this.usualWait(turn, now);
		if (wait > 0) return wait;
		this.waiting.delete(turn);
		this.underWay.set(turn, this.window.add(now));
		return 0;
	}

	/** How long a call would wait that nobody has made yet. */
	waitOfNext(now: number): number {
		const { waiting, underWay } = this;
		if (!this.isCareful(now)) return this.usualWait({ number: this.turnsEver, maxWaitMs: 0 }, now);
		const isIdle = waiting.size === 0 && underWay.size === 0;
		if (isIdle && this.window.count(now) < this.share) return 0;
		return Math.max(LOOK_AGAIN_MS, this.askAboveShareAt - now);
	}

	/** TikTok has answered otherwise than that there are too many calls, or has not answered. */
	taken(turn: Turn, now: number, random: number): void {
		this.endTry(turn);
		// TikTok counts from when the call arrives, which is before the answer at the latest.
		this.window.add(now);
		this.takenAt = now;
		this.shutSince = undefined;
		const own = this.window.count(now);
		if (own <= this.share) return;
		this.share = own;
		this.askAboveShareAt = Math.max(this.askAboveShareAt, now + RAISE_MS * (0.5 + random));
	}

	/**
	 * TikTok has refused the call, because there are too many.
	 *
	 * @param serverWaitMs if TikTok ever says how long to wait
	 * @returns how long to wait before asking for another turn; `undefined` when the call is to give up
	 */
	refused(turn: Turn, now: number, random: number, serverWaitMs = 0): number | undefined {
		this.endTry(turn);
		turn.refusedAt ??= now;
		this.shutSince ??= now;
		this.refusedAt = now;
		const own = this.window.count(now);
		this.share = Math.round(own / 2);
		const pauseMs = own > 0 ? WINDOW_MS : untilKnock(now - this.shutSince, random);
		this.askAboveShareAt = now + Math.max(pauseMs, Math.min(serverWaitMs, WINDOW_MS));
		const left = this.endOfWait(turn) - now;
		return left <= 0 || serverWaitMs > left ? undefined : serverWaitMs;
	}

	private usualWait(turn: Turn, now: number): number {
		const ahead = [...this.waiting].filter(({ number }) => number < turn.number).length;
		return this.window.placeAfter(ahead, now) - now;
	}

	private carefulWait(turn: Turn, now: number): number {
		const own = this.window.count(now);
		const isNext = [...this.waiting].every(({ number }) => number >= turn.number);
		if (!isNext || this.underWay.size > 0 || own >= this.limit) return LOOK_AGAIN_MS;
		const end = Math.min(this.askAboveShareAt, this.endOfWait(turn));
		return own < this.share ? 0 : Math.max(0, Math.min(LOOK_AGAIN_MS, end - now));
	}

	/** Calls of this process that TikTok took meanwhile show that the queue moves on. */
	private endOfWait({ refusedAt, maxWaitMs }: Turn): number {
		if (refusedAt === undefined) return Number.POSITIVE_INFINITY;
		return Math.max(refusedAt, this.takenAt) + maxWaitMs;
	}

	private isCareful(now: number): boolean {
		return now - this.refusedAt < CAREFUL_MS;
	}

	private endTry(turn: Turn): void {
		this.window.remove(this.underWay.get(turn));
		this.underWay.delete(turn);
	}
}

/** Asks now and then, and in any case when what counted at the first refusal counts no more. */
function untilKnock(shutFor: number, random: number): number {
	const knock = KNOCK_MS * (0.75 + random / 2);
	return shutFor < REOPENS_MS ? Math.min(knock, REOPENS_MS - shutFor) : knock;
}
