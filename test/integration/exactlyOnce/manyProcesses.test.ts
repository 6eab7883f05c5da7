import './support/ownClocks';
import { sleep, type IDataObject, type INodeExecutionData } from 'n8n-workflow';
import {
	breakDeduplicationStore,
	slowDeduplicationStore,
} from '../../support/node/deduplicationStore';
import { useStage } from '../../support/node/useStage';
import { scale } from '../../support/scale';
import { Processes } from './support/processes';
import { N8nProcess } from './support/n8nProcess';

jest.setTimeout(scale(60_000, 600_000));

const KEYS = scale(30, 300);
const BURST = 6;
/** Too large to be claimed before it is asked about. */
const LARGE_BYTES = 5_000_000;

/** Three workers of n8n's queue mode, and a store in which the last writer wins. */
describe('several n8n processes', () => {
	const use = useStage();
	let processes: Processes;
	let workers: N8nProcess[];
	let calls = 0;

	beforeEach(() => {
		Object.assign(use.stage.simulator.switches, { rateLimits: false, postCapPerDay: 1_000_000 });
		processes = new Processes(use);
		workers = [1, 2, 3].map(() => new N8nProcess(processes.time));
		// From nothing to two milliseconds of real time: each call overlaps with another few.
		slowDeduplicationStore(async () => await sleep(calls++ % 3));
	});

	afterEach(() => processes.close());

	/** One item with this Deduplication Key, to as many workers as there are numbers, at once. */
	async function deliver(
		key: string,
		numbers: readonly number[],
		given?: INodeExecutionData,
	): Promise<Array<IDataObject | Error>> {
		const options = { deduplicationKey: key };
		const item = given ?? (await use.videoItem());
		const deliveries = numbers.map((number) => ({
			worker: workers[number % workers.length] as N8nProcess,
			participant: processes.time.join(),
		}));
		return await Promise.all(
			deliveries.map(async ({ worker, participant }) => {
				const run = processes.run(
					worker,
					{ items: [item], changes: { caption: key, options } },
					participant,
				);
				return await run.then(onlyJson, (error: unknown) => error as Error);
			}),
		);
	}

	function countPosts(): number[] {
		const counts = new Map<string, number>();
		for (const { postInfo, hasAllBytes } of use.stage.simulator.posts) {
			const key = String(postInfo.title);
			counts.set(key, (counts.get(key) ?? 0) + (hasAllBytes ? 1 : 0));
		}
		return [...counts.values()];
	}

	it('post once what two of them get at the same moment, and the other one ends as skipped', async () => {
		for (let number = 0; number < KEYS; number++) {
			const ends = await deliver(`pair-${number}`, [number, number + 1]);
			expect(ends.map(describeEnd).sort()).toEqual(['posted', 'skipped']);
		}
		expect(countPosts()).toEqual(Array(KEYS).fill(1));
	});

	it('remember every post of a burst, although each overwrites what the others have entered', async () => {
		const keys = Array.from({ length: KEYS }, (_, number) => `burst-${number}`);
		for (let first = 0; first < KEYS; first += BURST) {
			const burst = keys.slice(first, first + BURST);
			const ends = await Promise.all(burst.map(async (key, place) => await deliver(key, [place])));
			expect(ends.flat().map(describeEnd)).toEqual(burst.map(() => 'posted'));
		}
		for (const [number, key] of keys.entries()) {
			expect((await deliver(key, [number + 1])).map(describeEnd)).toEqual(['skipped']);
		}
		expect(countPosts()).toEqual(Array(KEYS).fill(1));
	});

	it('a question that broke off in the middle keeps nobody from posting', async () => {
		workers = [1, 2, 3].map(() => new N8nProcess(processes.time, {}));
		const padding = Buffer.alloc(LARGE_BYTES);
		padding.writeUInt32BE(LARGE_BYTES);
		padding.write('free', 4);
		const large = await use.stage.storage.store(Buffer.concat([use.stage.video, padding]));
		breakDeduplicationStore(new Error('connection terminated'), ({ isRemoval }) => isRemoval);
		expect((await deliver('asked', [0], large)).map(describeEnd)).toEqual([
			expect.stringContaining('its database can not be reached'),
		]);
		breakDeduplicationStore(new Error('repaired'), () => false);
		const ends = await deliver('asked', [1, 2], large);
		expect(ends.map(describeEnd).sort()).toEqual(['posted', 'skipped']);
		expect(countPosts()).toEqual([1]);
	});
});

function onlyJson(output: INodeExecutionData[] | 'died'): IDataObject {
	if (output === 'died') throw new Error('Nobody ends a worker here');
	return output[0]?.json ?? {};
}

function describeEnd(end: IDataObject | Error): string {
	if (end instanceof Error) return end.message;
	return end.skipped === true ? 'skipped' : 'posted';
}
