import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { parseChoice, parseText, parseWaitMs } from '../../tiktok/post/parameterValues';
import { callsPerMinute, RateWindow } from '../../tiktok/api/rateWindow';
import type { ApiPath } from '../../tiktok/api/wire';
import { readAccountId } from './account';
import type { ApiCaller } from './callTikTok';
import { now, pause } from '../clock';

/** One window per account and endpoint, shared by every item and execution of this process. */
const windows = new Map<string, RateWindow>();

/**
 * Waits until a call keeps within TikTok's documented limit for this account, so that a batch does not
 * run into a refusal of its own making.
 *
 * @returns to be called when the call was answered
 * @throws StoppedError when the user stops the execution
 */
export async function awaitTurn(this: ApiCaller, path: ApiPath): Promise<() => void> {
	const limit = callsPerMinute(path);
	if (limit === undefined) return () => {};
	const key = `${await readAccountId.call(this)} ${path}`;
	const reservedAt = now();
	forgetQuietWindows(reservedAt);
	const window = windows.get(key) ?? new RateWindow(limit);
	windows.set(key, window);
	const waitMs = window.reserve(reservedAt);
	await pause(waitMs, stopSignalOf(this));
	return () => window.correct(reservedAt + waitMs, now());
}

/** Lets go of windows in which nothing counts any more: their accounts may never call again. */
function forgetQuietWindows(time: number): void {
	for (const [key, window] of windows) {
		if (window.isQuiet(time)) windows.delete(key);
	}
}

/** What the user chose for calls that TikTok refuses for their number. */
export interface RateLimitPolicy {
	/** Milliseconds to wait in total; 0 = stop at the first refusal. */
	readonly maxWaitMs: number;
}

const DEFAULT_MAX_WAIT_SECONDS = 120;
const STOP = 'stop';

const NO_WAIT: RateLimitPolicy = { maxWaitMs: 0 };
/** Of the item that a run of the node works on; its items come one after the other. */
const policies = new WeakMap<ApiCaller, RateLimitPolicy>();

/**
 * From now on calls wait as the options On Rate Limit and Max Rate Limit Wait of this item say.
 *
 * @throws InputError for what they can't mean
 */
export function useRateLimitPolicyOf(this: IExecuteFunctions, itemIndex: number): void {
	policies.delete(this);
	const options: unknown = this.getNodeParameter('options', itemIndex, {});
	policies.set(this, readPolicy((options ?? {}) as IDataObject));
}

/** What the item wants that is being worked on. Drop-downs never wait. */
export function rateLimitPolicyOf(caller: ApiCaller): RateLimitPolicy {
	return policies.get(caller) ?? NO_WAIT;
}

function readPolicy(options: IDataObject): RateLimitPolicy {
	const choice = parseText(options.onRateLimit, 'On Rate Limit') || STOP;
	if (parseChoice(choice, 'On Rate Limit', [STOP, 'wait']) === STOP) return NO_WAIT;
	const label = 'Max Rate Limit Wait (Seconds)';
	return {
		maxWaitMs: parseWaitMs(options.maxRateLimitWaitSeconds, label, DEFAULT_MAX_WAIT_SECONDS),
	};
}

/** The signal of the user's Stop; drop-downs have none. */
export function stopSignalOf(caller: ApiCaller): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in caller ? caller.getExecutionCancelSignal() : undefined;
}
