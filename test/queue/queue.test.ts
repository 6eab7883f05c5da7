import { listPosted } from '../e2e/support/postedVideos';
import { KeyedFlow } from './support/keyedFlow';
import { QueueStage, RUN_TIMEOUT_MS, STACK_TIMEOUT_MS } from './support/queueStage';

let stage: QueueStage;

beforeAll(async () => {
	stage = await QueueStage.open();
}, STACK_TIMEOUT_MS);

afterAll(async () => await stage?.close(), STACK_TIMEOUT_MS);

describe('n8n in queue mode', () => {
	it(
		'posts what either webhook processor is called with, on a worker',
		async () => {
			const account = await stage.makeAccount();
			const flow = await KeyedFlow.open(stage, 'smoke', { account });
			const answers = [await flow.deliver('one', 0), await flow.deliver('two', 1)];
			expect(answers).toMatchObject([{ isGood: true }, { isGood: true }]);
			expect(listPosted(stage.simulator, 'one #sim')).toHaveLength(1);
			expect(listPosted(stage.simulator, 'two #sim')).toHaveLength(1);
			const executions = await flow.listExecutions();
			expect(executions).toMatchObject([{ status: 'success' }, { status: 'success' }]);
			for (const { id } of executions) expect(stage.stack.workersOf(id)).toHaveLength(1);
			stage.simulator.expectClean();
		},
		RUN_TIMEOUT_MS,
	);
});
