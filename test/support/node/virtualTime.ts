/**
 * Time for the node in tests: its waits move the simulator's clock instead of taking wall time.
 *
 * A test file switches to it at its top:
 *
 *     jest.mock('../../../nodes/shared/transport/pause', () =>
 *       jest.requireActual('../../support/node/virtualTime').virtualPause);
 *
 * and names the clock with `useVirtualTime(simulator.clock)` before each test.
 */
import type * as pauseModule from '../../../nodes/shared/transport/pause';

/** What the virtual time runs on: the simulator's clock, or anything like it. */
export interface MovableClock {
	now(): number;
	advance(milliseconds: number): void;
}

/** What is watched while bytes move is looked at this often, in real time, so that no test waits for it. */
const WATCH_MS = 10;

const { throwIfStopped, repeatEvery, ...rest } = jest.requireActual<typeof pauseModule>(
	'../../../nodes/shared/transport/pause',
);

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

/** Stands in for `nodes/shared/transport/pause.ts`, with the same promises about stopping. */
export const virtualPause: typeof pauseModule = {
	...rest,
	throwIfStopped,
	repeatEvery: (milliseconds, check) => repeatEvery(Math.min(milliseconds, WATCH_MS), check),
	now: () => requireClock().now(),
	async pause(milliseconds, signal) {
		throwIfStopped(signal);
		if (milliseconds <= 0) return;
		pauses.push(milliseconds);
		duringPause(milliseconds);
		requireClock().advance(milliseconds);
		throwIfStopped(signal);
	},
};

function requireClock(): MovableClock {
	if (clock !== undefined) return clock;
	throw new Error('Call useVirtualTime() before the node runs');
}
