import {
	deepCopy,
	type IDataObject,
	type INodeExecutionData,
	type IRunExecutionData,
} from 'n8n-workflow';
import { itemWithVideo, makeExecutionData, type NodeRun } from '../../support/node/executeNode';
import { createParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';

/** What is the same post when it comes again, and what is another one that is wanted. */
describe('an item that comes again', () => {
	const use = useStage();
	let item: INodeExecutionData;

	beforeEach(async () => {
		item = await use.videoItem();
	});

	async function create(
		caption: string,
		run: Partial<NodeRun>,
		options: IDataObject = {},
	): Promise<IDataObject[]> {
		const { output } = await use.run(createParameters({ caption, options }), {
			items: [item],
			...run,
		});
		return output.map(({ json }) => json);
	}

	function listCaptions(): unknown[] {
		return use.stage.simulator.posts
			.filter(({ status }) => status === 'PUBLISH_COMPLETE')
			.map(({ postInfo }) => postInfo.title);
	}

	const SKIPPED = expect.objectContaining({ skipped: true, skip_reason: 'already_posted' });
	const POSTED = expect.not.objectContaining({ skipped: true });

	describe('in production', () => {
		it('is known by its file after a crash, although the caption tells the time', async () => {
			await create('At 9:00', { mode: 'webhook' });
			expect(await create('At 9:05', { mode: 'retry' })).toEqual([SKIPPED]);
			expect(listCaptions()).toEqual(['At 9:00']);
		});

		it('is known after a crash in a later node, when n8n counts on from the run it lost', async () => {
			const executionData = makeExecutionData();
			for (const runIndex of [0, 1]) {
				await create(`Round ${runIndex}`, { mode: 'webhook', executionData, runIndex });
			}
			const retryData = makeExecutionData();
			for (const runIndex of [1, 2]) {
				const run = { mode: 'retry', executionData: retryData, runIndex } as const;
				expect(await create(`Again ${runIndex}`, run)).toEqual([SKIPPED]);
			}
			expect(listCaptions()).toEqual(['Round 0', 'Round 1']);
		});

		it('is known after a crash by the beginning of its execution, with the file fetched anew', async () => {
			const createAnew = async (caption: string, run: Partial<NodeRun>) =>
				await create(caption, { ...run, items: [await use.videoItem()] });
			await createAnew('At 9:00', { mode: 'webhook', beganAt: 900 });
			expect(await createAnew('At 9:05', { mode: 'retry', beganAt: 900 })).toEqual([SKIPPED]);
			// Only a retry goes by it: others may have begun in the same millisecond.
			expect(await createAnew('Another', { mode: 'webhook', beganAt: 900 })).toEqual([POSTED]);
			expect(await createAnew('Third', { mode: 'retry', beganAt: 901 })).toEqual([POSTED]);
			expect(listCaptions()).toEqual(['At 9:00', 'Another', 'Third']);
		});

		it('is another post in each round of a loop, and for each item, also with the same file', async () => {
			const executionData = makeExecutionData();
			for (const runIndex of [0, 1, 2]) {
				const run = { mode: 'webhook', executionData, runIndex } as const;
				expect(await create('Loop', { ...run, items: [item, item] })).toEqual([POSTED, POSTED]);
			}
			expect(listCaptions()).toHaveLength(6);
		});

		it('is known in every retry of its execution, also with a file that has no id', async () => {
			const executionData = makeExecutionData();
			const items = [itemWithVideo(use.stage.video)];
			use.stage.simulator.faults.add({ on: { endpoint: 'upload' }, do: 'status', status: 403 });
			const parameters = createParameters({ caption: 'First' });
			await use.fail(parameters, { items, mode: 'webhook', executionData });
			const retry = { items, mode: 'retry' } as const;
			const copies = [deepCopy(executionData), deepCopy(executionData)];
			expect(await create('Second', { ...retry, executionData: copies[0] })).toEqual([POSTED]);
			expect(await create('Third', { ...retry, executionData: copies[1] })).toEqual([SKIPPED]);
			expect(listCaptions()).toEqual(['Second']);
		});
	});

	describe.each(['manual', 'evaluation', 'integrated'] as const)(
		'where executions share files (mode %s)',
		(mode) => {
			it('is the same post with the same text, and another one with another', async () => {
				expect(await create('One', { mode })).toEqual([POSTED]);
				expect(await create('One', { mode })).toEqual([SKIPPED]);
				expect(await create('Two', { mode })).toEqual([POSTED]);
				expect(listCaptions()).toEqual(['One', 'Two']);
			});

			it('is not taken for the one that a retry has posted with another text', async () => {
				const executionData = makeExecutionData();
				use.stage.simulator.faults.add({ on: { endpoint: 'upload' }, do: 'status', status: 403 });
				const items = [item];
				await use.fail(createParameters({ caption: 'One' }), { items, mode, executionData });
				expect(await create('One', { mode: 'retry', executionData })).toEqual([POSTED]);
				const other = makeExecutionData();
				use.stage.simulator.faults.add({ on: { endpoint: 'upload' }, do: 'status', status: 403 });
				const run = { items, mode, executionData: other };
				await use.fail(createParameters({ caption: 'Two' }), run);
				expect(await create('Two', { mode: 'retry', executionData: other })).toEqual([POSTED]);
				expect(listCaptions()).toEqual(['One', 'Two']);
			});

			it('is known after a crash by its file and text', async () => {
				await create('One', { mode });
				expect(await create('One', { mode: 'retry' })).toEqual([SKIPPED]);
				expect(listCaptions()).toEqual(['One']);
			});
		},
	);

	it('is known by its Deduplication Key in another execution, with another file', async () => {
		const deliver = async (deduplicationKey: string) =>
			await create(
				'One',
				{ mode: 'webhook', items: [await use.videoItem()] },
				{ deduplicationKey },
			);
		expect(await deliver('A')).toEqual([POSTED]);
		expect(await deliver('A')).toEqual([SKIPPED]);
		expect(await deliver('B')).toEqual([POSTED]);
		expect(listCaptions()).toHaveLength(2);
	});

	describe('after TikTok has refused its file', () => {
		let executionData: IRunExecutionData;

		beforeEach(async () => {
			executionData = makeExecutionData();
			use.stage.simulator.switches.failReason = 'file_format_check_failed';
			await use.fail(createParameters(), { items: [item], mode: 'webhook', executionData });
			use.stage.simulator.switches.failReason = null;
		});

		it('is refused again without sending it, whatever else has changed', async () => {
			const retry: Partial<NodeRun> = { items: [item], mode: 'retry', executionData };
			const error = await use.fail(createParameters({ caption: 'Again' }), retry);
			expect(error.description).toContain('file_format_check_failed');
			expect(use.stage.simulator.posts).toHaveLength(1);
		});

		it('is posted with another file', async () => {
			const items = [await use.videoItem()];
			expect(await create('Fixed', { items, mode: 'retry', executionData })).toEqual([POSTED]);
			expect(listCaptions()).toEqual(['Fixed']);
		});
	});
});
