import type { INodeExecutionData } from 'n8n-workflow';
import { executeNode } from '../../support/node/executeNode';
import { createParameters, openPostStage, type PostStage } from '../../support/node/postStage';
import type { TestCredential } from '../../support/node/testCredential';
import { sha256Of } from '../../support/video';

jest.mock(
	'../../../nodes/shared/transport/pause',
	() => jest.requireActual('../../support/node/virtualTime').virtualPause,
);

describe('Post: Create', () => {
	let stage: PostStage;
	let credential: TestCredential;
	let item: INodeExecutionData;

	beforeAll(async () => {
		stage = await openPostStage();
	});

	beforeEach(async () => {
		credential = stage.prepare();
		item = await stage.storage.store(stage.video);
	});

	afterEach(() => stage.expectClean());

	afterAll(async () => await stage.close());

	it('publishes the video and returns what the README documents, in its order', async () => {
		const parameters = createParameters();
		const { output } = await executeNode({ parameters, items: [item], credential });
		expect(output).toStrictEqual([
			{
				json: {
					publish_id: 'v_pub_file~v2-1.7700000000000000001',
					status: 'PUBLISH_COMPLETE',
					post_ids: ['7678907398077074696'],
					post_url: 'https://www.tiktok.com/@sim.creator/video/7678907398077074696',
					creator_username: 'sim.creator',
					uploaded_bytes: stage.video.length,
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(stage.simulator.posts).toMatchObject([
			{ status: 'PUBLISH_COMPLETE', sha256: await sha256Of(stage.video) },
		]);
	});
});
