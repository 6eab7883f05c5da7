/** Runs before each file of tests: the node keeps the time that `useVirtualTime` gives it. */
import { CLOCK } from '../tested/places';

// Not `jest.mock`, which would come before the import.
jest.doMock(CLOCK, () => jest.requireActual('./virtualTime').virtualPause);
