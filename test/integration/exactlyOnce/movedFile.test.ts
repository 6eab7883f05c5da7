import { BinaryDataService } from 'n8n-core';
import type { INodeExecutionData } from 'n8n-workflow';
import { Container } from '../../support/node/container';
import { makeExecutionData } from '../../support/node/executeNode';
import { makeLargeVideo } from '../../support/node/largeVideo';
import { createParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';

const use = useStage();
/** So long that the node leaves the upload to the next try. */
const COMES_BACK_LATE = { do: 'status', status: 503, headers: { 'retry-after': '3600' } } as const;

describe('a file that n8n has moved since the execution failed', () => {
	it('is the same: the upload goes on where it stopped', async () => {
		const item = await use.stage.storage.store(await makeLargeVideo(12_000_000));
		const parameters = createParameters({ options: { chunkSizeMb: 6 } });
		const executionData = makeExecutionData();
		use.stage.simulator.faults.add({ on: { endpoint: 'upload', chunk: 1 }, ...COMES_BACK_LATE });
		await use.fail(parameters, { items: [item], executionData });

		const moved = await moveFile(item);
		const output = await use.runOne(parameters, { items: [moved], executionData });

		expect(output).toMatchObject({ status: 'PUBLISH_COMPLETE' });
		expect(use.stage.listPuts()).toEqual(['206 6000000', '503 6000000', '201 6000000']);
		expect(use.stage.simulator.posts).toHaveLength(1);
	});
});

/** What n8n does with a webhook's file when the execution has failed: it puts it into another folder. */
async function moveFile(item: INodeExecutionData): Promise<INodeExecutionData> {
	const { data } = item.binary ?? {};
	if (data?.id === undefined) throw new Error('The item has no stored file');
	const moved = data.id.replace('/executions/1/', '/executions/2/');
	expect(moved).not.toBe(data.id);
	const withoutMode = (id: string) => id.slice(id.indexOf(':') + 1);
	await Container.get(BinaryDataService).rename(withoutMode(data.id), withoutMode(moved));
	return { ...item, binary: { data: { ...data, id: moved } } };
}
