import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { makeExecutionData } from '../../support/node/executeNode';
import { findSecrets } from '../../support/node/findSecrets';
import { fileParameters, moveTo, usePhotoFiles } from './support/usePhotoFiles';

const photos = usePhotoFiles();
const { use } = photos;

const NO = { status: 400, body: { error: { code: 'invalid_params', message: '', log_id: 'L' } } };

let item: INodeExecutionData;

beforeEach(async () => {
	item = await photos.itemOf('sunset-1.jpg', 'sunset.png');
});

async function run(more: object = {}, changes: IDataObject = {}, items = [item]) {
	return await use.runOne(fileParameters(changes), { items, mode: 'trigger', ...more });
}

async function fail(more: object = {}, changes: IDataObject = {}) {
	return await use.fail(fileParameters(changes), { items: [item], mode: 'trigger', ...more });
}

const countInits = () => use.stage.listRequests().filter((name) => name.includes('init')).length;
const firstId = () => use.stage.simulator.posts[0]?.publishId;

describe('photos that are files of n8n are one post', () => {
	it('however often the execution is tried', async () => {
		const executionData = makeExecutionData();
		const first = await run({ executionData });
		use.stage.simulator.clock.advance(600_000);
		expect(await run({ executionData })).toEqual(first);
		expect(countInits()).toBe(1);
		expect(findSecrets(executionData, use.stage.simulator.app.clientSecret)).toEqual([]);
	});

	it('after the wait broke off, which goes on', async () => {
		const executionData = makeExecutionData();
		use.stage.simulator.faults.add({ on: { endpoint: 'status' }, do: 'status', ...NO });
		await fail({ executionData });
		expect(await run({ executionData })).toMatchObject({ publish_id: firstId() });
		expect(countInits()).toBe(1);
	});

	it('also with waiting switched off: the files have to stay', async () => {
		const executionData = makeExecutionData();
		const changes = { waitUntilFinished: false };
		use.stage.simulator.faults.add({ on: { endpoint: 'status' }, do: 'status', ...NO });
		await fail({ executionData }, changes);
		const output = await run({ executionData }, changes);
		expect(output).toMatchObject({ publish_id: firstId() });
		expect(output.status).not.toBe('PROCESSING_DOWNLOAD');
		expect(countInits()).toBe(1);
	});

	it.each(['reset-after', 'empty'] as const)(
		'whose answer is lost (%s): nobody asks again',
		async (lost) => {
			const executionData = makeExecutionData();
			use.stage.simulator.faults.add({ on: { endpoint: 'contentInit' }, do: lost });
			const error = await fail({ executionData });
			expect(error.message).toMatch(/it is unknown whether it will/);
			use.stage.simulator.clock.advance(600_000);
			expect((await fail({ executionData })).description).toContain('code outcome_unknown');
			expect(countInits()).toBe(1);
		},
	);

	it('for another execution that has the same files, whose URLs are others by then', async () => {
		await run();
		use.stage.simulator.clock.advance(600_000);
		expect(await run()).toMatchObject({ skipped: true, publish_id: firstId() });
		expect(countInits()).toBe(1);
	});

	it('with another text, too', async () => {
		await run();
		expect(await run({}, { photoTitle: 'Now' })).toMatchObject({ skipped: true });
	});

	it('when n8n has moved the files since', async () => {
		await moveTo(item, '/executions/temp/');
		await run();
		await moveTo(item, '/executions/2/');
		expect(await run()).toMatchObject({ skipped: true, publish_id: firstId() });
	});

	it('by their Deduplication Key, whatever files come under it', async () => {
		const options = { deduplicationKey: 'asset-1' };
		await run({}, { options });
		const same = await photos.itemOf('sunset-2.jpg', 'sunset-1.jpg');
		expect(await run({}, { options }, [same])).toMatchObject({ skip_reason: 'already_posted' });
		const fewer = await photos.itemOf('sunset-2.jpg');
		expect(await run({}, { options }, [fewer])).toMatchObject({
			skip_reason: 'already_posted_other_media',
		});
		expect(countInits()).toBe(1);
	});

	it('and are posted by a retry when TikTok has refused the call', async () => {
		const executionData = makeExecutionData();
		use.stage.simulator.faults.add({ on: { endpoint: 'contentInit' }, do: 'status', ...NO });
		await fail({ executionData });
		await run({ executionData });
		expect(use.stage.simulator.posts).toHaveLength(1);
	});

	it('and again when TikTok could not get them', async () => {
		const executionData = makeExecutionData();
		const { simulator } = use.stage;
		simulator.switches.photoTries = 1;
		photos.media.isDeaf = true;
		expect((await fail({ executionData })).message).toMatch(/could not download a photo/);
		photos.media.isDeaf = false;
		expect(await run({ executionData })).toMatchObject({ status: 'PUBLISH_COMPLETE' });
		expect(countInits()).toBe(2);
	});
});

describe('they are another post', () => {
	it.each<[string, () => Promise<INodeExecutionData>]>([
		['in another order', async () => ({ ...item, binary: reverse(item) })],
		[
			'when they are other files, though with the same contents',
			async () => await photos.itemOf('sunset-1.jpg', 'sunset.png'),
		],
		['when one is left out', async () => await photos.itemOf('sunset-1.jpg')],
	])('%s', async (_title, makeItem) => {
		await run();
		expect(await run({}, {}, [await makeItem()])).not.toHaveProperty('skipped');
		expect(countInits()).toBe(2);
	});

	it('in the editor with another text', async () => {
		await run({ mode: 'manual' });
		expect(await run({ mode: 'manual' }, { photoTitle: 'Now' })).not.toHaveProperty('skipped');
		expect(await run({ mode: 'manual' }, { photoTitle: 'Now' })).toHaveProperty('skipped', true);
	});
});

function reverse({ binary = {} }: INodeExecutionData) {
	return Object.fromEntries(Object.entries(binary).reverse());
}
