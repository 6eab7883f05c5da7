import { loadAnew } from '../../../support/node/loadAnew';
import type * as ledger from '../../../support/tested/ledger';
import type { Time } from './time';

export type LedgerProcess = typeof ledger;

const LEDGER = require.resolve('../../../support/tested/ledger');

/** The ledger in a process of its own, which remembers nothing. */
export function startProcess(time: Time): LedgerProcess {
	return loadAnew<LedgerProcess>(LEDGER, () => ({
		now: () => time.now,
		waitUntil: async (moment, stop) => await time.waitUntil(moment, stop),
	}));
}
