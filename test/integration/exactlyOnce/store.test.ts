/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the error n8n-core throws is Node's */
import { AssertionError } from 'node:assert';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { breakDeduplicationStore } from '../../support/node/deduplicationStore';
import { makeExecutionData, type NodeRun } from '../../support/node/executeNode';
import { createParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';

/** n8n's deduplication store is what survives a crash; the node must know when it can't count on it. */
describe("n8n's deduplication store", () => {
	const use = useStage();
	let items: INodeExecutionData[];

	beforeEach(async () => {
		items = [await use.videoItem()];
	});

	async function create(run: Partial<NodeRun> = {}, options: IDataObject = {}): Promise<unknown> {
		const { output } = await use.run(createParameters({ options }), { items, ...run });
		return output[0]?.json;
	}

	describe('when its database fails', () => {
		beforeEach(() => breakDeduplicationStore(new Error('SQLITE_BUSY: database is locked')));

		it('nothing is sent, and it says what to do', async () => {
			await expect(create()).rejects.toMatchObject({
				message: "n8n's deduplication store could not be used: its database is busy",
				description: expect.stringContaining('run the node again'),
			});
			expect(use.stage.simulator.posts).toEqual([]);
		});
	});

	describe('where n8n-core runs without n8n, and nobody set it up', () => {
		beforeEach(() =>
			breakDeduplicationStore(
				new AssertionError({ message: 'Instance needs to initialized before use.' }),
			),
		);

		it('a post is made, and the retry of its execution makes no other', async () => {
			const executionData = makeExecutionData();
			const first = await create({ executionData });
			expect(await create({ executionData })).toEqual(first);
			expect(use.stage.simulator.posts).toHaveLength(1);
		});

		it('a Deduplication Key is refused, for it could not be kept', async () => {
			await expect(create({}, { deduplicationKey: 'asset-17' })).rejects.toMatchObject({
				message: expect.stringContaining('Deduplication Key'),
			});
			expect(use.stage.simulator.posts).toEqual([]);
		});
	});
});
