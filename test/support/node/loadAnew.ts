/* eslint-disable @typescript-eslint/no-require-imports -- the package is loaded anew for each process */
import * as n8nWorkflow from 'n8n-workflow';
import { CLOCK, type Clock } from '../tested/places';

/**
 * The package as a process of its own has it: what this file exports, with a memory of its own and another clock.
 *
 * @param file its path, as `require.resolve` gives it
 * @param changeClock what replaces parts of the clock that the process has otherwise
 */
export function loadAnew<Module>(
	file: string,
	changeClock: (clock: Clock) => Partial<Clock>,
): Module {
	let loaded: Module | undefined;
	jest.isolateModules(() => {
		// Not n8n's helpers, which are large and remember nothing.
		jest.doMock('n8n-workflow', () => n8nWorkflow);
		jest.doMock(CLOCK, () => {
			const clock = jest.requireActual<Clock>(CLOCK);
			return { ...clock, ...changeClock(clock) };
		});
		loaded = require(file) as Module;
	});
	if (loaded === undefined) throw new Error(`${file} could not be loaded`);
	return loaded;
}
