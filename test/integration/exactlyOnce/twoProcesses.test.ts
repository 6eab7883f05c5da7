import './support/ownClocks';
import { deepCopy, sleep, type INodeExecutionData } from 'n8n-workflow';
import { makeExecutionData } from '../../support/node/executeNode';
import { useStage } from '../../support/node/useStage';
import { Processes } from './support/processes';
import { N8nProcess } from './support/n8nProcess';

/** Retry is pressed twice, and n8n runs the two in two processes that know of each other by the database alone. */
describe('two retries of one execution, in two processes', () => {
	const use = useStage();
	let processes: Processes;
	let item: INodeExecutionData;

	beforeEach(async () => {
		processes = new Processes(use);
		item = await use.videoItem();
	});

	afterEach(() => processes.close());

	it('the last bytes of one of them go out, whatever the other one is told to wait for', async () => {
		const { simulator } = use.stage;
		const { time } = processes;
		const [first, second] = [new N8nProcess(time), new N8nProcess(time)];
		const executionData = makeExecutionData();
		simulator.faults.add({ on: { endpoint: 'upload' }, do: 'reset-before', times: 8 });
		await expect(processes.run(first, { items: [item], executionData })).rejects.toThrow(
			/kept failing/,
		);

		const [patient, quick] = [time.join(), time.join()];
		const headers = { 'retry-after': '600' };
		simulator.faults.add({ on: { endpoint: 'upload' }, do: 'status', status: 503, headers });
		const waiting = processes.run(
			first,
			{ items: [item], executionData: deepCopy(executionData) },
			patient,
		);
		while (patient.isWorking) await sleep(1);
		const other = processes.run(
			second,
			{ items: [item], executionData: deepCopy(executionData) },
			quick,
		);
		// It can't know what becomes of the one that waits, whose last bytes were sent before.
		await expect(other).rejects.toMatchObject({
			description: expect.stringContaining('outcome_unknown'),
		});

		await waiting;
		const published = simulator.posts.filter(({ hasAllBytes }) => hasAllBytes);
		expect(published).toHaveLength(1);
	});
});
