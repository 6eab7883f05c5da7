import { CallPace, type Turn } from '../../tiktok/api/callPace';
import type { TikTokError } from '../../tiktok/api/errors';
import { callsPerMinute } from '../../tiktok/api/rateWindow';
import type { ApiPath } from '../../tiktok/api/wire';
import { readAccountId } from './account';
import { stopSignalOf, type ApiCaller } from './caller';
import { now, pause, throwIfStopped } from '../clock';

/** What the user chose for calls that TikTok refuses for their number. */
export interface RateLimitPolicy {
	/** Milliseconds to wait until TikTok takes calls again; 0 = stop at the first refusal. */
	readonly maxWaitMs: number;
}

/** What is done while a call waits for its turn; throws a StoppedError when the user stops the execution. */
export type Idle = (milliseconds: number) => Promise<void>;

export const NO_WAIT: RateLimitPolicy = { maxWaitMs: 0 };

/** One pace per account and endpoint, shared by every item and execution of this process. */
const paces = new Map<string, CallPace>();

/**
 * A call that keeps within TikTok's documented limit for this account, so that a batch does not run into a refusal
 * of its own making, and within what others leave of it.
 */
export class PacedCall {
	private constructor(
		private readonly pace: CallPace,
		private readonly turn: Turn,
		private readonly idle: Idle,
		private readonly stopped: AbortSignal | undefined,
	) {}

	/** To be ended with `end`, whatever comes of the call. */
	static async begin(
		caller: ApiCaller,
		{ maxWaitMs }: RateLimitPolicy,
		path: ApiPath,
		idle: Idle = async (milliseconds) => await pause(milliseconds, stopSignalOf(caller)),
	): Promise<PacedCall> {
		const pace = await findPace(caller, path);
		return new PacedCall(pace, pace.join(maxWaitMs), idle, stopSignalOf(caller));
	}

	/**
	 * Waits until the call may go out, for each of its tries.
	 *
	 * @throws StoppedError when the user stops the execution
	 */
	async comesUp(): Promise<void> {
		let waitMs: number;
		do {
			waitMs = this.pace.ask(this.turn, now());
			if (waitMs > 0) await this.idle(waitMs);
			throwIfStopped(this.stopped);
		} while (waitMs > 0);
	}

	/** TikTok has answered otherwise than that there are too many calls, or has not answered. */
	taken(): void {
		this.pace.taken(this.turn, now(), Math.random());
	}

	/**
	 * TikTok has refused the call, because there are too many.
	 *
	 * @returns milliseconds until it may come up again; `undefined` when the user's patience is at its end
	 */
	refused({ failure }: TikTokError): number | undefined {
		const serverWaitMs = (failure.serverWaitSeconds ?? 0) * 1_000;
		return this.pace.refused(this.turn, now(), Math.random(), serverWaitMs);
	}

	end(): void {
		this.pace.leave(this.turn);
	}
}

/** When a call that is made now may go out; milliseconds. */
export async function whenFree(caller: ApiCaller, path: ApiPath): Promise<number> {
	const time = now();
	const pace = await findPace(caller, path);
	return time + pace.waitOfNext(now());
}

async function findPace(caller: ApiCaller, path: ApiPath): Promise<CallPace> {
	const key = `${await readAccountId(caller)} ${path}`;
	forgetQuietPaces();
	const pace = paces.get(key) ?? new CallPace(callsPerMinute(path) ?? Infinity);
	paces.set(key, pace);
	return pace;
}

/** Lets go of what says nothing any more: its accounts may never call again. */
function forgetQuietPaces(): void {
	for (const [key, pace] of paces) {
		if (pace.isQuiet(now())) paces.delete(key);
	}
}
