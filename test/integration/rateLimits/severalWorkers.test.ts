import '../exactlyOnce/support/ownClocks';
import type { INodeExecutionData } from 'n8n-workflow';
import { makeExecutionData } from '../../support/node/executeNode';
import { createParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';
import { DirectHttp } from '../exactlyOnce/support/directHttp';
import { N8nProcess } from '../exactlyOnce/support/n8nProcess';
import { SharedTime } from '../exactlyOnce/support/sharedTime';
import { Tally } from '../exactlyOnce/support/tally';

const WORKERS = 3;
const EXECUTIONS_AT_A_TIME = 5;
const POSTS = 30;
const BEST_MS = 4 * 60_000;
/** 9 of the first 15 posts, and now and then the question whether there is more; a pace that learns nothing takes 40. */
const MAX_REFUSALS = 30;

/** n8n's queue mode: the executions of one account run in several processes, which know nothing of each other. */
describe('several workers that post for one account', () => {
	const use = useStage();
	let http: DirectHttp;
	let time: SharedTime;

	beforeEach(() => {
		use.stage.simulator.switches.postCapPerDay = 100;
		http = new DirectHttp(use.stage.simulator);
		time = new SharedTime(use.stage.simulator.clock);
	});

	afterEach(() => http.close());

	/** One execution after the other, as long as there are items. */
	async function work(n8n: N8nProcess, items: INodeExecutionData[]): Promise<void> {
		const { credential } = use;
		if (credential === undefined) throw new Error('The account is connected before each test');
		const accessToken = use.stage.simulator.connect().access_token;
		const parameters = createParameters({
			waitUntilFinished: false,
			options: { onRateLimit: 'wait' },
		});
		const participant = time.join();
		const more = { http, accessToken, participant, staticData: {}, tally: new Tally() };
		for (let item = items.shift(); item !== undefined; item = items.shift()) {
			await n8n.run(
				{ parameters, items: [item], credential, executionData: makeExecutionData() },
				{ ...more, credential: credential.saved as never, parametersOf: () => parameters },
			);
		}
		time.leave(participant);
	}

	async function makeQueue(): Promise<INodeExecutionData[]> {
		return await Promise.all(Array.from({ length: POSTS / WORKERS }, () => use.videoItem()));
	}

	function countInits(status: number): number {
		return use.stage.listRequests().filter((request) => request === `video/init ${status}`).length;
	}

	it('share its minute: 30 posts in hardly more than the best time, with few refusals', async () => {
		const { simulator } = use.stage;
		const queues = await Promise.all(Array.from({ length: WORKERS }, makeQueue));
		const startedAt = simulator.clock.now();
		const works = queues.flatMap((queue) => {
			const n8n = new N8nProcess(time);
			return Array.from({ length: EXECUTIONS_AT_A_TIME }, async () => await work(n8n, queue));
		});
		await Promise.all(works);

		expect(simulator.posts.filter(({ hasAllBytes }) => hasAllBytes)).toHaveLength(POSTS);
		expect(simulator.clock.now() - startedAt).toBeLessThanOrEqual(BEST_MS * 1.25);
		expect(countInits(429)).toBeLessThanOrEqual(MAX_REFUSALS);
	});
});
