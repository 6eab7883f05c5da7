import type { IDataObject } from 'n8n-workflow';
import { executeNode, executeNodeToError } from '../../support/node/executeNode';
import { makeLargeVideo } from '../../support/node/largeVideo';
import { createParameters, openPostStage, type PostStage } from '../../support/node/postStage';
import type { TestCredential } from '../../support/node/testCredential';
import { sha256Of } from '../../support/video';

const VIDEO_BYTES = 25_000_000;
const SAFE_PUTS = ['206 10000000', '201 15000000'];

/**
 * TikTok has changed before what chunk sizes it takes. Here it refuses everything over 10 MB: the tests run
 * in this order, because the node remembers a refusal for the life of the process.
 */
describe('a TikTok that refuses large chunks', () => {
	let stage: PostStage;
	let credential: TestCredential;

	beforeAll(async () => {
		stage = await openPostStage();
	});

	beforeEach(() => {
		credential = stage.prepare();
	});

	afterEach(() => stage.expectClean());

	afterAll(async () => await stage.close());

	function refuseInit(message: string): void {
		stage.simulator.faults.add({
			on: { endpoint: 'videoInit' },
			do: 'status',
			status: 400,
			body: { data: {}, error: { code: 'invalid_params', message, log_id: 'L1' } },
		});
	}

	async function makeRun(options: IDataObject = {}) {
		const items = [await stage.storage.store(await makeLargeVideo(VIDEO_BYTES))];
		return { parameters: createParameters({ options }), items, credential };
	}

	function listInits(): string[] {
		return stage.listRequests().filter((request) => request.startsWith('video/init'));
	}

	it('for another reason than chunks is not asked again', async () => {
		refuseInit('The title is invalid');
		const error = await executeNodeToError(await makeRun());
		expect(error.message).toBe('TikTok refused a value of this post: The title is invalid');
		expect(listInits()).toEqual(['video/init 400']);
	});

	it('the size that the user chose is not changed behind their back', async () => {
		refuseInit('The chunk size is invalid');
		const error = await executeNodeToError(await makeRun({ chunkSizeMb: 12 }));
		expect(error.message).toBe('TikTok refused a value of this post: The chunk size is invalid');
		expect(listInits()).toEqual(['video/init 400']);
	});

	it('is asked once more with TikTok’s own example size', async () => {
		refuseInit('The chunk size is invalid');
		await executeNode(await makeRun());
		expect(listInits()).toEqual(['video/init 400', 'video/init 200']);
		expect(stage.listPuts()).toEqual(SAFE_PUTS);
		expect(stage.simulator.posts).toMatchObject([
			{ status: 'PUBLISH_COMPLETE', sha256: await sha256Of(await makeLargeVideo(VIDEO_BYTES)) },
		]);
	});

	it('is asked with that size at once from then on', async () => {
		await executeNode(await makeRun());
		expect(listInits()).toEqual(['video/init 200']);
		expect(stage.listPuts()).toEqual(SAFE_PUTS);
	});

	it('that refuses the small size as well is not asked a third time', async () => {
		refuseInit('The total chunk count is invalid');
		const error = await executeNodeToError(await makeRun());
		expect(error.message).toBe(
			'TikTok refused a value of this post: The total chunk count is invalid',
		);
		expect(listInits()).toEqual(['video/init 400']);
	});
});
