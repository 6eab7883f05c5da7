import { sleep } from 'n8n-workflow';
import { StoppedError } from '../tiktok/api/errors';

/** How soon a wait notices that the user stopped the execution. */
const STOP_CHECK_MS = 250;

/** Milliseconds since the epoch; the one clock of this package. */
export function now(): number {
	return Date.now();
}

/**
 * Waits, unless the user stops the execution first.
 *
 * @throws StoppedError as soon as `signal` is aborted
 */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
	const end = now() + milliseconds;
	throwIfStopped(signal);
	for (let left = milliseconds; left > 0; left = end - now()) {
		await sleep(Math.min(left, STOP_CHECK_MS));
		throwIfStopped(signal);
	}
}

/**
 * Lets others have their turn, amid work that takes long.
 *
 * @throws StoppedError when the user has stopped the execution
 */
export async function giveWay(signal?: AbortSignal): Promise<void> {
	await sleep(0);
	throwIfStopped(signal);
}

/**
 * Calls `check` again and again while something else goes on. `check` must not throw.
 *
 * @param milliseconds from one call to the next
 * @returns to be called when it is over
 */
export function repeatEvery(milliseconds: number, check: () => void): () => void {
	let isOver = false;
	const repeat = async () => {
		for (;;) {
			await sleep(milliseconds);
			if (isOver) return;
			check();
		}
	};
	void repeat();
	return () => {
		isOver = true;
	};
}

/**
 * Waits for the end of something, unless the user stops the execution first.
 *
 * @throws StoppedError as soon as `signal` is aborted
 */
export async function endOrStop(work: Promise<void>, signal?: AbortSignal): Promise<void> {
	throwIfStopped(signal);
	let onStop = () => {};
	const stop = new Promise<void>((resolve) => {
		onStop = resolve;
		signal?.addEventListener('abort', onStop, { once: true });
	});
	await Promise.race([work, stop]);
	signal?.removeEventListener('abort', onStop);
	throwIfStopped(signal);
}

/**
 * Waits until that moment, in milliseconds since the epoch. For waits of seconds at most: the user's Stop does not end
 * it, because what follows has to be recorded all the same.
 *
 * @param stop of whoever waits; it only counts what they wait for
 */
export async function waitUntil(moment: number, stop?: AbortSignal): Promise<void> {
	void stop;
	// Timers may end a millisecond early.
	do await sleep(Math.max(0, moment - now()));
	while (now() < moment);
}

/** @throws StoppedError when the user has stopped the execution */
export function throwIfStopped(signal: AbortSignal | undefined): void {
	if (signal?.aborted) throw new StoppedError();
}
