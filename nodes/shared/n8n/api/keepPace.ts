import { callsPerMinute, RateWindow } from '../../tiktok/api/rateWindow';
import type { ApiPath } from '../../tiktok/api/wire';
import { readAccountId } from './account';
import { stopSignalOf, type ApiCaller } from './caller';
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
export async function keepPace(caller: ApiCaller, path: ApiPath): Promise<() => void> {
	const limit = callsPerMinute(path);
	if (limit === undefined) return () => {};
	const key = `${await readAccountId(caller)} ${path}`;
	const reservedAt = now();
	forgetQuietWindows(reservedAt);
	const window = windows.get(key) ?? new RateWindow(limit);
	windows.set(key, window);
	const waitMs = window.reserve(reservedAt);
	await pause(waitMs, stopSignalOf(caller));
	return () => window.correct(reservedAt + waitMs, now());
}

/** Lets go of windows in which nothing counts any more: their accounts may never call again. */
function forgetQuietWindows(time: number): void {
	for (const [key, window] of windows) {
		if (window.isQuiet(time)) windows.delete(key);
	}
}
