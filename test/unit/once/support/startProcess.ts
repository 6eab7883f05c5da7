import { loadAnew } from '../../../support/node/loadAnew';
import type * as once from '../../../support/tested/once';
import type { PausingTime } from './pausingTime';

export type OnceProcess = typeof once;

const ONCE = require.resolve('../../../support/tested/once');

/** A process of n8n, which remembers nothing. */
export function startProcess(time: PausingTime): OnceProcess {
	return loadAnew<OnceProcess>(ONCE, ({ throwIfStopped }) => ({
		now: () => time.now,
		waitUntil: async (moment, stop) => await time.waitUntil(moment, stop),
		async pause(milliseconds, signal) {
			throwIfStopped(signal);
			await time.pause(milliseconds);
			throwIfStopped(signal);
		},
	}));
}
