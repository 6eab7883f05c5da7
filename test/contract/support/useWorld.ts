import { World } from './world';

/** One simulator per test file, fresh for each test. */
export function useWorld(): () => World {
	let world: World | undefined;
	beforeAll(async () => {
		world = await World.open();
	});
	afterAll(async () => {
		await world?.simulator.close();
	});
	beforeEach(() => world?.reset());
	return () => {
		if (!world) throw new Error('The simulator has not started');
		return world;
	};
}
