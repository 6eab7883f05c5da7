import type { INodeExecutionData } from 'n8n-workflow';
import { executeNodeToError, type NodeRun } from '../../support/node/executeNode';
import { makeLargeVideo } from '../../support/node/largeVideo';
import { createParameters, openPostStage, type PostStage } from '../../support/node/postStage';
import type { TestCredential } from '../../support/node/testCredential';
import { onPause } from '../../support/node/virtualTime';
import { waitUntil } from '../../support/node/waitUntil';

const VIDEO_BYTES = 18_500_000;
const STOPPED = 'The execution was stopped';

describe('Stop in n8n', () => {
	let stage: PostStage;
	let credential: TestCredential;
	let items: INodeExecutionData[];
	let stop: AbortController;

	beforeAll(async () => {
		stage = await openPostStage();
	});

	beforeEach(async () => {
		credential = stage.prepare();
		items = [await stage.storage.store(await makeLargeVideo(VIDEO_BYTES))];
		stop = new AbortController();
	});

	afterEach(() => {
		expect(stage.storage.opened.every((stream) => stream.destroyed)).toBe(true);
		stage.expectClean();
	});

	afterAll(async () => await stage.close());

	function run(changes: Partial<NodeRun> = {}): NodeRun {
		const parameters = createParameters({ options: { chunkSizeMb: 6 } });
		return { parameters, items, credential, abortSignal: stop.signal, ...changes };
	}

	/** Runs until the node is inside the PUT of a chunk, then stops it there. */
	async function stopInsideChunk(chunk: number, changes?: Partial<NodeRun>): Promise<Error> {
		stage.simulator.faults.add({
			on: { endpoint: 'upload', chunk },
			do: 'slow',
			bytesPerSecond: 2_000_000,
		});
		const running = executeNodeToError(run(changes));
		await waitUntil(() => stage.simulator.faults.pending().length === 0);
		stop.abort();
		return await running;
	}

	/** The upload stays unfinished at TikTok, now and later. */
	function expectNothingPublished(): void {
		expect(stage.simulator.posts).toMatchObject([{ status: 'AWAITING_UPLOAD' }]);
		stage.simulator.clock.advance(3_600_000);
		expect(stage.simulator.posts).toMatchObject([{ status: 'AWAITING_UPLOAD' }]);
	}

	it('before the node begins: TikTok hears nothing', async () => {
		stop.abort();
		const error = await executeNodeToError(run());
		expect(error.message).toBe(STOPPED);
		expect(stage.listRequests()).toEqual([]);
	});

	it.each([0, 1, 2])('inside chunk %d: the PUT ends and nothing is published', async (chunk) => {
		const error = await stopInsideChunk(chunk);
		expect(error.message).toBe(STOPPED);
		expectNothingPublished();
		expect(stage.simulator.posts[0]?.chunks).toHaveLength(chunk);
	});

	it('in the pause before a chunk is sent again: it is not sent', async () => {
		stage.simulator.faults.add({ on: { endpoint: 'upload', chunk: 1 }, do: 'html' });
		onPause(() => stop.abort());
		const error = await executeNodeToError(run());
		expect(error.message).toBe(STOPPED);
		expect(stage.listPuts()).toHaveLength(2);
		expectNothingPublished();
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'also ends a node that continues on errors (%s), with the items left',
		async (onError) => {
			items.push(await stage.storage.store(stage.video));
			const error = await stopInsideChunk(0, { onError });
			expect(error.message).toBe(STOPPED);
			expectNothingPublished();
		},
	);

	it('while waiting for TikTok: the wait ends, and the post is TikTok’s', async () => {
		stage.simulator.switches.processingPolls = 100;
		const listLooks = () => stage.listRequests().filter((request) => request.startsWith('status'));
		onPause(() => listLooks().length === 1 && stop.abort());
		const error = await executeNodeToError(run());
		expect(error.message).toBe(STOPPED);
		expect(listLooks()).toHaveLength(1);
		expect(stage.simulator.posts).toMatchObject([{ status: 'PROCESSING_UPLOAD' }]);
	});
});
