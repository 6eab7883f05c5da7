/* eslint-disable @typescript-eslint/no-require-imports -- the package is loaded anew for each process */
import type * as ledger from '../../../support/tested/ledger';
import { CLOCK, type Clock } from '../../../support/tested/places';
import type { Time } from './time';

export type LedgerProcess = typeof ledger;

/** The ledger in a process of its own, which remembers nothing. */
export function startProcess(time: Time): LedgerProcess {
	const clock: Pick<Clock, 'now' | 'waitUntil'> = {
		now: () => time.now,
		waitUntil: async (moment, stop) => await time.waitUntil(moment, stop),
	};
	let loaded: LedgerProcess | undefined;
	jest.isolateModules(() => {
		jest.doMock(CLOCK, () => clock);
		loaded = require('../../../support/tested/ledger') as LedgerProcess;
	});
	if (loaded === undefined) throw new Error('The ledger could not be loaded');
	return loaded;
}
