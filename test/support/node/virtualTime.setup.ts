/** Runs before each file of tests: the node keeps the time that `useVirtualTime` gives it. */
import { CLOCK, type Clock } from '../tested/places';
import type * as virtualTimeModule from './virtualTime';

// Not `jest.mock`, which would come before the import.
jest.doMock(CLOCK, () =>
	jest
		.requireActual<typeof virtualTimeModule>('./virtualTime')
		.makeVirtualClock(jest.requireActual<Clock>(CLOCK)),
);
