import { ObservableObject, type IDataObject } from 'n8n-workflow';
import type { NodeRun } from '../../support/node/executeNode';
import { createParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';

/**
 * n8n saves the static data of a workflow whole, with what other nodes have in it, if any of it was written to. A
 * post takes minutes, in which a polling trigger may have moved its marker.
 */
describe("the workflow's static data", () => {
	const use = useStage();
	let staticData: IDataObject;

	beforeEach(() => {
		staticData = open({ 'node:Google Drive Trigger': { lastTimeChecked: 'T1' } });
	});

	/** As n8n hands it out when an execution begins. */
	function open(saved: IDataObject): IDataObject {
		return ObservableObject.create(saved, undefined, { ignoreEmptyOnFirstChild: true });
	}

	async function post(options: IDataObject = {}, run: Partial<NodeRun> = {}): Promise<IDataObject> {
		const items = [await use.videoItem()];
		const parameters = createParameters({ options });
		return await use.runOne(parameters, { items, mode: 'webhook', staticData, ...run });
	}

	it('is not written to by a post without Deduplication Key, nor by one that is skipped', async () => {
		const items = [await use.videoItem()];
		await post({}, { items });
		expect(await post({}, { items })).toMatchObject({ skipped: true });
		expect(staticData.__dataChanged).toBe(false);
	});

	it('is not written to by a post that fails, with a key or not', async () => {
		for (const options of [{}, { deduplicationKey: 'asset-1' }]) {
			use.stage.simulator.faults.add({ on: { endpoint: 'videoInit' }, do: 'status', status: 400 });
			await expect(post(options)).rejects.toThrow();
		}
		expect(staticData.__dataChanged).toBe(false);
	});

	it('keeps which post a Deduplication Key stands for, and is not written to when that is read', async () => {
		const first = await post({ deduplicationKey: 'asset-1' });
		expect(staticData.__dataChanged).toBe(true);
		staticData = open(JSON.parse(JSON.stringify(staticData)) as IDataObject);
		expect(await post({ deduplicationKey: 'asset-1' })).toMatchObject({
			publish_id: first.publish_id,
			skipped: true,
		});
		expect(staticData.__dataChanged).toBe(false);
		expect(JSON.stringify(staticData)).toContain(String(first.publish_id));
	});

	it('is read whatever stands there', async () => {
		staticData = open({ 'node:TikTok Post': { publishIds: 'edited by hand' } });
		expect(await post({ deduplicationKey: 'asset-1' })).not.toMatchObject({ skipped: true });
		expect(await post({ deduplicationKey: 'asset-1' })).toMatchObject({ skipped: true });
	});
});
