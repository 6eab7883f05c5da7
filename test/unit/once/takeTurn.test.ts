import { World } from './support/world';

let world: World;

beforeEach(() => {
	world = new World();
});

/** What happens, in its order. */
function startWork(keys: string[], stop?: AbortSignal) {
	const work = { hasBegun: false, end: () => {} };
	const begun = world.process.takeTurn(keys, stop).then((end) => {
		work.hasBegun = true;
		work.end = end;
	});
	return { work, begun };
}

/** Everything that can go on without one more end does. */
async function letGoOn(): Promise<void> {
	for (let turns = 0; turns < 20; turns++) await Promise.resolve();
}

describe('executions of one process that work on the same key', () => {
	it('go on at once where they have no key in common', async () => {
		const first = startWork(['a', 'b']);
		const second = startWork(['c']);
		await letGoOn();
		expect([first.work.hasBegun, second.work.hasBegun]).toEqual([true, true]);
	});

	it.each([
		['a', ['a']],
		['another of them', ['x', 'b']],
	])('wait for the end of who works on %s', async (_what, keys) => {
		const first = startWork(['a', 'b']);
		const second = startWork(keys);
		await letGoOn();
		expect(second.work.hasBegun).toBe(false);
		first.work.end();
		await second.begun;
		expect(second.work.hasBegun).toBe(true);
	});

	it('wait for all others', async () => {
		const others = [startWork(['a']), startWork(['b'])];
		await letGoOn();
		const last = startWork(['a', 'b']);
		for (const { work } of others) {
			expect(last.work.hasBegun).toBe(false);
			work.end();
			await letGoOn();
		}
		expect(last.work.hasBegun).toBe(true);
	});

	it('go on one after the other, though several have waited', async () => {
		const first = startWork(['a']);
		const waiting = [startWork(['a']), startWork(['a'])];
		await letGoOn();
		first.work.end();
		await letGoOn();
		expect(waiting.map(({ work }) => work.hasBegun)).toEqual([true, false]);
	});

	it('can be stopped while they wait, and take nothing then', async () => {
		const first = startWork(['a']);
		await letGoOn();
		const stop = new AbortController();
		const { begun } = startWork(['a', 'b'], stop.signal);
		stop.abort();
		await expect(begun).rejects.toBeInstanceOf(world.process.StoppedError);
		first.work.end();
		expect(world.process.takeTurnNow(['a', 'b'])).toBeDefined();
	});

	it('who does not wait has the keys until the end, or gets none', () => {
		const { takeTurnNow } = world.process;
		const end = takeTurnNow(['a', 'b']);
		expect(takeTurnNow(['b', 'c'])).toBeUndefined();
		expect(takeTurnNow(['c'])).toBeDefined();
		end?.();
		expect(takeTurnNow(['a'])).toBeDefined();
		expect(takeTurnNow(['b'])).toBeDefined();
	});
});
