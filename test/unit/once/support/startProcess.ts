/* eslint-disable @typescript-eslint/no-require-imports -- the package is loaded anew for each process */
import * as workflow from 'n8n-workflow';
import type * as once from '../../../support/tested/once';
import { CLOCK, type Clock } from '../../../support/tested/places';
import type { PausingTime } from './pausingTime';

export type OnceProcess = typeof once;

/** A process of n8n, which remembers nothing. */
export function startProcess(time: PausingTime): OnceProcess {
	let loaded: OnceProcess | undefined;
	jest.isolateModules(() => {
		jest.doMock('n8n-workflow', () => workflow);
		jest.doMock(CLOCK, () => {
			const clock = jest.requireActual<Clock>(CLOCK);
			return {
				...clock,
				now: () => time.now,
				waitUntil: async (moment: number, stop?: AbortSignal) => await time.waitUntil(moment, stop),
				pause: async (milliseconds: number, signal?: AbortSignal) => {
					clock.throwIfStopped(signal);
					await time.pause(milliseconds);
					clock.throwIfStopped(signal);
				},
			};
		});
		loaded = require('../../../support/tested/once') as OnceProcess;
	});
	if (loaded === undefined) throw new Error('The package could not be loaded');
	return loaded;
}
