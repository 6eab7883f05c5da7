/**
 * Time for the node in tests: its waits move the simulator's clock instead of taking wall time.
 *
 * Tests of the levels that run the node have it (`virtualTime.setup.ts`) once they name the clock with
 * `useVirtualTime(simulator.clock)`. Until then the node's time is the real one.
 */
import type { Clock } from '../tested/places';

/** What the virtual time runs on: the simulator's clock, or anything like it. */
export interface MovableClock {
	now(): number;
	advance(milliseconds: number): void;
}

/** What is watched while bytes move is looked at this often, in real time, so that no test waits for it. */
const WATCH_MS = 10;

let clock: MovableClock | undefined;
let pauses: number[] = [];
let duringPause: (milliseconds: number) => void = () => {};

/** Runs the node on this clock from now on, and forgets the pauses and hooks of the test before. */
export function useVirtualTime(newClock: MovableClock): void {
	clock = newClock;
	pauses = [];
	duringPause = () => {};
}

/** The waits since `useVirtualTime`, in milliseconds. */
export function listPauses(): readonly number[] {
	return pauses;
}

/** Calls `action` in the middle of every wait from now on, for example to stop the execution there. */
export function onPause(action: (milliseconds: number) => void): void {
	duringPause = action;
}

/** Stands in for the package's clock, with the same promises about stopping. */
export function makeVirtualClock(realTime: Clock): Clock {
	const { throwIfStopped, repeatEvery } = realTime;
	return {
		...realTime,
		repeatEvery: (milliseconds, check) =>
			repeatEvery(clock === undefined ? milliseconds : Math.min(milliseconds, WATCH_MS), check),
		now: () => (clock ?? Date).now(),
		async pause(milliseconds, signal) {
			if (clock === undefined) return await realTime.pause(milliseconds, signal);
			throwIfStopped(signal);
			if (milliseconds <= 0) return;
			pauses.push(milliseconds);
			duringPause(milliseconds);
			clock.advance(milliseconds);
			throwIfStopped(signal);
		},
		async waitUntil(moment) {
			if (clock === undefined) return await realTime.waitUntil(moment);
			clock.advance(Math.max(0, moment - clock.now()));
		},
	};
}
