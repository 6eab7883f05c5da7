import './support/ownClocks';
import { deepCopy, sleep, type INodeExecutionData, type IRunExecutionData } from 'n8n-workflow';
import { makeExecutionData } from '../../support/node/executeNode';
import { createParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';
import { DirectHttp } from './support/directHttp';
import { N8nProcess } from './support/n8nProcess';
import { SharedTime, type Participant } from './support/sharedTime';
import { Tally } from './support/tally';

/** Retry is pressed twice, and n8n runs the two in two processes that know of each other by the database alone. */
describe('two retries of one execution, in two processes', () => {
	const use = useStage();
	let http: DirectHttp;
	let time: SharedTime;
	let item: INodeExecutionData;

	beforeEach(async () => {
		http = new DirectHttp(use.stage.simulator);
		time = new SharedTime(use.stage.simulator.clock);
		item = await use.videoItem();
	});

	afterEach(() => http.close());

	async function run(
		n8n: N8nProcess,
		executionData: IRunExecutionData,
		participant: Participant,
	): Promise<INodeExecutionData[] | 'died'> {
		const { credential } = use;
		if (credential === undefined) throw new Error('The account is connected before each test');
		const accessToken = use.stage.simulator.connect().access_token;
		const more = { http, accessToken, participant, staticData: {}, tally: new Tally() };
		try {
			return await n8n.run(
				{ parameters: createParameters(), items: [item], credential, executionData },
				{ ...more, credential: credential.saved as never, parametersOf: () => createParameters() },
			);
		} finally {
			time.leave(participant);
		}
	}

	it('the one that TikTok lets wait does not send its last bytes after the other has posted', async () => {
		const { simulator } = use.stage;
		const [first, second] = [new N8nProcess(time), new N8nProcess(time)];
		const executionData = makeExecutionData();
		simulator.faults.add({ on: { endpoint: 'upload' }, do: 'reset-before', times: 8 });
		await expect(run(first, executionData, time.join())).rejects.toThrow(/kept failing/);

		const [patient, quick] = [time.join(), time.join()];
		const headers = { 'retry-after': '600' };
		simulator.faults.add({ on: { endpoint: 'upload' }, do: 'status', status: 503, headers });
		const waiting = run(first, deepCopy(executionData), patient);
		waiting.catch(() => {});
		while (patient.isWorking) await sleep(1);
		await run(second, deepCopy(executionData), quick);

		await expect(waiting).rejects.toMatchObject({
			description: expect.stringContaining('already_begun'),
		});
		const published = simulator.posts.filter(({ hasAllBytes }) => hasAllBytes);
		expect(published).toHaveLength(1);
	});
});
