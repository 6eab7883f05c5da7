import { endOrStop } from '../clock';

/** Keys that some execution in this process is posting right now. */
const running = new Map<string, Promise<void>>();

/**
 * Waits until no other execution of this process works on any of the keys: its end decides. From then on the keys
 * are this one's, until the returned function is called.
 *
 * @throws StoppedError when the user stops the execution meanwhile
 */
export async function takeTurn(
	keys: readonly string[],
	stopped: AbortSignal | undefined,
): Promise<() => void> {
	for (let work = findWork(keys); work !== undefined; work = findWork(keys)) {
		await endOrStop(work, stopped);
	}
	// In the same breath as the last look, or two who looked at once would both go ahead.
	return startWork(keys);
}

/** `takeTurn` without waiting: `undefined` where somebody works on one of the keys. */
export function takeTurnNow(keys: readonly string[]): (() => void) | undefined {
	return findWork(keys) === undefined ? startWork(keys) : undefined;
}

function findWork(keys: readonly string[]): Promise<void> | undefined {
	return keys.map((key) => running.get(key)).find(Boolean);
}

function startWork(keys: readonly string[]): () => void {
	let end = () => {};
	const work = new Promise<void>((resolve) => (end = resolve));
	for (const key of keys) running.set(key, work);
	return () => {
		for (const key of keys) running.delete(key);
		end();
	};
}
