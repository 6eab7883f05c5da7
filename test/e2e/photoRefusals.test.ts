import { readPhoto } from '../support/image/fixtures';
import { executionError } from '../support/n8n';
import {
	CREDENTIAL_TYPE,
	credentialReference,
	RUN_TIMEOUT_MS,
	START_TIMEOUT_MS,
} from './support/connectedN8n';
import { EditorSession } from './support/editorSession';
import { PhotoStage } from './support/photoStage';
import { waitUntil } from './support/waitUntil';

const PHOTO = readPhoto('sunset-1.jpg');

let stage: PhotoStage;

beforeAll(async () => {
	stage = await PhotoStage.open();
}, START_TIMEOUT_MS);

afterEach(() => stage.simulator.expectClean());

afterAll(async () => await stage?.close(), START_TIMEOUT_MS);

describe('before TikTok is told', () => {
	let editor: EditorSession;

	beforeAll(async () => {
		editor = await EditorSession.open(stage.n8n.url);
	});

	async function stopServing(): Promise<void> {
		await editor.deactivate(stage.mediaWorkflowId);
		await waitUntil(
			async () => (await stage.ask(`/webhook/${stage.webhookId}`)).status === 404,
			'nobody answers',
		);
	}

	/** Publishes the media workflow with this credential in its node. */
	async function serveWith(credentialId: string): Promise<void> {
		const { rest } = stage.n8n;
		// Otherwise the one before may answer for a moment longer.
		await stopServing();
		const chosen = credentialReference(credentialId);
		await rest.chooseCredential(stage.mediaWorkflowId, 'TikTok Post Media', chosen);
		await rest.activateWorkflow(stage.mediaWorkflowId);
		await stage.waitUntilServing();
	}

	// As it was before.
	afterEach(async () => {
		await stage.savePhotoAddress(stage.photoAddress);
		await serveWith(stage.connected.credentialId);
	});

	it.each<[string, () => Promise<void>, RegExp]>([
		['no address', async () => await stage.savePhotoAddress(''), /has no Photo Address/],
		[
			'the address of no node',
			async () => await stage.savePhotoAddress(stage.photoAddress.replace(/[^/]+$/, 'nobody')),
			/leads to no photo.*Publish/s,
		],
		[
			'a workflow that is not published',
			async () => await stopServing(),
			/leads to no photo.*Publish/s,
		],
		[
			'the credential of another app in front of the photos',
			async () => {
				const keys = { clientId: 'another', clientSecret: 'another', appPlatform: 'desktop' };
				const name = 'Another app';
				await serveWith(await stage.n8n.rest.createCredential(CREDENTIAL_TYPE, name, keys));
			},
			/does not know the photo.*same TikTok credential/s,
		],
	])(
		'%s is told, and no post is used up',
		async (title, prepare, message) => {
			await prepare();
			const before = stage.simulator.posts.length;
			const execution = await stage.run(title, [PHOTO], stage.postNode({ photoTitle: title }));
			const error = executionError(execution);
			expect(`${error?.message}\n${error?.description}`).toMatch(message);
			expect(stage.simulator.posts).toHaveLength(before);
		},
		RUN_TIMEOUT_MS,
	);
});
