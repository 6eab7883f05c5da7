import { listPosted } from '../e2e/support/postedVideos';
import { describeBinaryModes } from './cases/binaryModes';
import { describeCrashes } from './cases/crashes';
import { describeCredential } from './cases/credential';
import { describeLedgerCost } from './cases/ledgerCost';
import { describeManualRuns } from './cases/manualRuns';
import { describePacing } from './cases/pacing';
import { describeRetries } from './cases/retries';
import { describeSameMoment } from './cases/sameMoment';
import { describeThroughput } from './cases/throughput';
import { KeyedFlow } from './support/keyedFlow';
import { QueueStage, RUN_TIMEOUT_MS, STACK_TIMEOUT_MS } from './support/queueStage';

/** One stack for all: starting it takes longer than most of what it does. */
const use = {} as { stage: QueueStage };

beforeAll(async () => {
	use.stage = await QueueStage.open();
}, STACK_TIMEOUT_MS);

afterEach(async () => await use.stage.recover(), STACK_TIMEOUT_MS);

afterAll(async () => await use.stage?.close(), STACK_TIMEOUT_MS);

describe('n8n in queue mode', () => {
	it(
		'posts what either webhook processor is called with, on a worker',
		async () => {
			const { stage } = use;
			const account = await stage.makeAccount();
			const flow = await KeyedFlow.open(stage, 'smoke', { account });
			const answers = [await flow.deliver('one', 0), await flow.deliver('two', 1)];
			expect(answers).toMatchObject([{ isGood: true }, { isGood: true }]);
			expect(listPosted(stage.simulator, 'one #sim')).toHaveLength(1);
			expect(listPosted(stage.simulator, 'two #sim')).toHaveLength(1);
			const executions = await flow.listExecutions();
			expect(executions).toMatchObject([{ status: 'success' }, { status: 'success' }]);
			for (const { id } of executions) expect(stage.stack.workersOf(id)).toHaveLength(1);
		},
		RUN_TIMEOUT_MS,
	);
});

// What waits here leaves the machine to the other test files.
describe('Retry', () => {
	describeRetries(use, () => describe('pacing meanwhile', () => describePacing(use)));
});

describe('keys that come at the same moment', () => describeSameMoment(use));

describe('access that has ended', () => describeCredential(use));

describe('a process that dies', () => describeCrashes(use));

describe('a run in the editor', () => describeManualRuns(use));

describe('the ledger', () => describeLedgerCost(use));

// From here on most workers are stopped: starting them takes longer than what is measured.
describe('throughput', () => describeThroughput(use));

describe('binary data', () => describeBinaryModes(use));
