import { World, PUBLISH_ID } from './support/world';

let world: World;

beforeEach(() => {
	world = new World();
});

describe('a checkpoint', () => {
	it('is kept by n8n with the execution, one for each slot', () => {
		const { openCheckpoint } = world.process;
		const checkpoint = openCheckpoint(world.n8n(), '0.0');
		checkpoint.isAnnounced = true;
		expect(openCheckpoint(world.n8n(), '0.0')).toBe(checkpoint);
		expect(openCheckpoint(world.n8n(), '0.1')).toEqual({});
		// Executions that wait are gone on with by later versions.
		expect(world.context).toEqual({ 'post 0.0': { isAnnounced: true }, 'post 0.1': {} });
	});

	it('forgets a post, but not what was entered or put out', () => {
		const kept = { entered: { account: 'account', keys: [] }, output: {} };
		const sender = { account: 'account', credentialName: 'name' };
		const checkpoint = { ...kept, post: world.opened(), isAnnounced: true, sender };
		world.process.forgetPost(checkpoint);
		expect(checkpoint).toEqual(kept);
	});

	it.each([
		['one of its items made it', () => ({ 'post 0.1': { post: world.opened() } }), true],
		['they made others', () => ({ 'post 0.1': { post: world.opened({ publishId: 'x' }) } }), false],
		['they made none', () => ({ 'post 0.1': {} }), false],
		['n8n has lost it', () => ({ 'post 0.1': null }), false],
		['it is empty', () => ({}), false],
		['one of several did', () => ({ 'post 0.0': {}, 'post 0.1': { post: world.opened() } }), true],
	])('tells whether the execution made a post: %s', (_what, entries, isMade) => {
		Object.assign(world.context, entries());
		expect(world.process.hasMadePost(world.n8n(), PUBLISH_ID)).toBe(isMade);
	});
});

describe('the mark of an execution', () => {
	it('is made by the first who asks, and stays', () => {
		const { markExecution } = world.process;
		const mark = markExecution(world.n8n({ mode: 'webhook' }), 3);
		expect(mark).toMatchObject({ mode: 'webhook', firstRun: 3 });
		expect(markExecution(world.n8n({ mode: 'retry' }), 4)).toBe(mark);
		expect(world.context).toEqual({ execution: mark });
	});

	it('is another one’s in another execution', () => {
		const { markExecution } = world.process;
		const { name } = markExecution(world.n8n(), 0);
		expect(markExecution(world.n8n({ context: {} }), 0).name).not.toBe(name);
	});
});
