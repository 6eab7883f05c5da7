import { executeNodeToError } from '../../support/node/executeNode';
import { readPhoto } from '../../support/image/fixtures';
import { openPostStage, type PostStage } from '../../support/node/postStage';
import { fileParameters } from './support/usePhotoFiles';

let stage: PostStage;

beforeAll(async () => {
	stage = await openPostStage('memory');
});

afterAll(async () => await stage.close());

it('photos that n8n keeps in memory stop the post, and n8n’s setting is named', async () => {
	const credential = stage.prepare();
	credential.saved.photoAddress = 'https://n8n.example.com/webhook/id';
	const data = readPhoto('sunset-1.jpg').toString('base64');
	const item = { json: {}, binary: { data: { data, mimeType: 'image/jpeg' } } };
	const error = await executeNodeToError({
		parameters: fileParameters(),
		items: [item],
		credential,
	});
	expect(error.message).toMatch(/can't be served: this n8n keeps files in memory$/);
	expect(error).toHaveProperty(
		'description',
		expect.stringMatching(/N8N_DEFAULT_BINARY_DATA_MODE to filesystem/),
	);
	expect(stage.listRequests()).toEqual([]);
	stage.expectClean();
});
