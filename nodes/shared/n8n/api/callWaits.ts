import type { TikTokError } from '../../tiktok/api/errors';
import { backoffMs } from '../../tiktok/api/retryPolicy';

/** What the user chose for calls that TikTok refuses for their number. */
export interface RateLimitPolicy {
	/** Milliseconds to wait in total; 0 = stop at the first refusal. */
	readonly maxWaitMs: number;
}

export const NO_WAIT: RateLimitPolicy = { maxWaitMs: 0 };

/** Tries of a repeatable call that fails for a passing reason. */
const MAX_TRIES = 3;

/** Decides for one call whether and when to make it again. */
export class CallWaits {
	private failures = 0;
	private refusals = 0;
	private waitedForLimitMs = 0;

	/** @param isOnce the call may not be made again when its answer is lost */
	constructor(
		private readonly policy: RateLimitPolicy,
		private readonly isOnce: boolean,
	) {}

	/** Milliseconds until the next try; `undefined` when this failure is final. */
	nextDelayMs({ failure }: TikTokError): number | undefined {
		if (failure.retry === 'wait') return this.delayAfterRefusal(failure.serverWaitSeconds);
		if (failure.retry !== 'soon' || this.isOnce) return undefined;
		this.failures += 1;
		return this.failures < MAX_TRIES ? backoffMs(this.failures, Math.random()) : undefined;
	}

	/** Exponential, 1, 2, 4 … seconds, unless TikTok ever says how long; within what the user allows in total. */
	private delayAfterRefusal(serverWaitSeconds: number | undefined): number | undefined {
		this.refusals += 1;
		const delay = (serverWaitSeconds ?? 2 ** (this.refusals - 1)) * 1_000;
		const left = this.policy.maxWaitMs - this.waitedForLimitMs;
		if (left <= 0 || (serverWaitSeconds !== undefined && delay > left)) return undefined;
		const bounded = Math.min(delay, left);
		this.waitedForLimitMs += bounded;
		return bounded;
	}
}
