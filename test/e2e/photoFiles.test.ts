import { createHash } from 'node:crypto';

import axios from 'axios';

import { DEFAULT_SWITCHES } from '../simulator/switches';
import { readPhoto } from '../support/image/fixtures';
import { executionError, outputItems } from '../support/n8n';
import {
	readFileNode,
	RUN_TIMEOUT_MS,
	START_TIMEOUT_MS,
	type FlowNode,
} from './support/connectedN8n';
import { submitForm, waitForForm } from './support/forms';
import {
	CAN_MEASURE_MEMORY,
	describeUse,
	measureMemory,
	measureUntilWithin,
} from './support/memory';
import { PhotoStage } from './support/photoStage';
import { report } from './support/postedVideos';
import { ProductionFlow } from './support/productionFlow';
import { collectTraces } from './support/traces';
import { waitUntil } from './support/waitUntil';
import { waitForWebhook } from './support/webhooks';

const MOST_PHOTOS = 35;
const PHOTO_BYTES = 2_000_000;
const MAX_RISE_MB = 150;
/** So long that n8n is killed, or the execution would long have ended, before TikTok comes. */
const LATER_MS = 1_800_000;
/** Settings of a workflow of whose executions n8n keeps nothing. */
const NOT_SAVED = { executionOrder: 'v1', saveDataSuccessExecution: 'none' };
const PHOTOS = ['sunset-1.jpg', 'sunset-3.webp', 'sunset-2.jpg'].map(readPhoto);
const [PHOTO = Buffer.alloc(0)] = PHOTOS;

let stage: PhotoStage;

beforeAll(async () => {
	// Files of executions that are not saved go at once, so that a node that left too early is found out.
	stage = await PhotoStage.open({
		EXECUTIONS_DATA_PRUNE: 'false',
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '1',
	});
}, START_TIMEOUT_MS);

beforeEach(() => {
	const { simulator } = stage;
	simulator.clock.advance(120_000);
	Object.assign(simulator.switches, { ...DEFAULT_SWITCHES, processingPolls: 0 });
});

afterEach(async () => {
	stage.simulator.expectClean();
	expect(await stage.listMediaExecutions()).toEqual([]);
});

afterAll(async () => await stage?.close(), START_TIMEOUT_MS);

/** As many photos as asked for, each of 2 MB, no two of them the same. */
function manyPhotos(count: number): Buffer[] {
	return Array.from({ length: count }, (_, index) =>
		Buffer.concat([PHOTO, Buffer.alloc(PHOTO_BYTES - PHOTO.length, index)]),
	);
}

function hashes(photos: readonly Buffer[]): string[] {
	return photos.map((photo) => createHash('sha256').update(photo).digest('hex'));
}

/** Waits until TikTok has all photos of the newest post, and compares each byte. */
async function expectPulled(photos: readonly Buffer[]): Promise<void> {
	await waitUntil(async () => stage.post.photos !== undefined, 'TikTok has all photos');
	expect(stage.post.photos?.map(({ sha256 }) => sha256)).toEqual(hashes(photos));
}

describe('photos that are files in n8n', () => {
	it(
		'go out as one post of 35, byte for byte and in their order, whatever asks for them',
		async () => {
			const robot = { photoHead: true, pullUserAgent: 'SomeBot/1.0', photosAtOnce: MOST_PHOTOS };
			Object.assign(stage.simulator.switches, robot);
			const photos = manyPhotos(MOST_PHOTOS);
			const execution = await stage.run('35 photos', photos, stage.postNode());
			expect(executionError(execution)).toBeUndefined();
			expect(outputItems(execution, 'Post')[0]?.json).toMatchObject({ status: 'PUBLISH_COMPLETE' });
			await expectPulled(photos);
		},
		RUN_TIMEOUT_MS,
	);

	(CAN_MEASURE_MEMORY ? it : it.skip)(
		'are served with less than 150 MB more than n8n has at rest, 35 of 2 MB at once',
		async () => {
			const { simulator, n8n } = stage;
			Object.assign(simulator.switches, { photosAtOnce: MOST_PHOTOS, pullDelayMs: LATER_MS });
			const photos = manyPhotos(MOST_PHOTOS);
			const uses = await measureUntilWithin(MAX_RISE_MB - 1, async () => {
				const before = simulator.posts.length;
				const running = stage.run('35 photos at once', photos, stage.postNode());
				await stage.waitForInit(before);
				const use = await measureMemory(n8n.pid, async () => {
					simulator.clock.advance(LATER_MS);
					await expectPulled(photos);
				});
				expect(executionError(await running)).toBeUndefined();
				return use;
			});
			report('35 photos of 2 MB, pulled at once', uses.map(describeUse).join(', '));
			expect(uses[0].rise).toBeLessThan(MAX_RISE_MB);
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'go into the inbox as well',
		async () => {
			const node = stage.postNode({ operation: 'upload', privacyLevel: undefined });
			const execution = await stage.run('A draft', PHOTOS.slice(0, 1), node);
			expect(executionError(execution)).toBeUndefined();
			expect(stage.post).toMatchObject({ kind: 'inbox_photo', status: 'SEND_TO_USER_INBOX' });
			await expectPulled(PHOTOS.slice(0, 1));
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'are waited for until TikTok has them, also when the execution is not saved',
		async () => {
			const { simulator, n8n } = stage;
			simulator.switches.pullDelayMs = LATER_MS;
			const path = 'photo-not-saved';
			const files = readFileNode(await stage.providePhotos([PHOTO]));
			const node = stage.postNode({ waitUntilFinished: false });
			const workflowId = await stage.publish(path, [webhookNode(path, {}), files, node], NOT_SAVED);
			await waitForWebhook(stage.n8n, path);
			const before = simulator.posts.length;
			await axios.post(`${stage.n8n.webhookUrl}/${path}`, {}, { proxy: false });
			await stage.waitForInit(before);
			simulator.clock.advance(LATER_MS);
			await expectPulled([PHOTO]);
			// The control: then n8n throws the file away, so that the node has waited for a reason.
			const [url = ''] = stage.photoUrls;
			await waitUntil(async () => (await stage.ask(url)).status === 404, 'the file is gone');
			expect(await n8n.rest.listExecutions(workflowId)).toEqual([]);
		},
		RUN_TIMEOUT_MS,
	);

	it.each([
		['kill -9', async () => await stage.n8n.kill()],
		['a restart', async () => {}],
	])(
		'are still there after %s between the init and the pull',
		async (_title, end) => {
			const { simulator } = stage;
			simulator.switches.pullDelayMs = LATER_MS;
			const files = await stage.providePhotos(PHOTOS.slice(0, 1));
			const path = `photo-${_title.replace(/\W/g, '-')}`;
			const flow = await ProductionFlow.open(stage.connected, path, [
				readFileNode(files),
				stage.postNode({ photoTitle: `After ${_title} #sim` }),
			]);
			const before = simulator.posts.length;
			const executionId = await flow.call();
			await stage.waitForInit(before);
			await end();
			await stage.n8n.restart();
			await stage.waitUntilServing();
			simulator.clock.advance(LATER_MS);
			await expectPulled(PHOTOS.slice(0, 1));
			// Whoever presses Retry makes no second post, though its names would be others.
			const { rest } = stage.n8n;
			const again = await rest.waitForExecution(await rest.retryExecution(executionId));
			expect(outputItems(again, 'Post')[0]?.json).toMatchObject({ skip_reason: 'already_posted' });
			expect(simulator.posts).toHaveLength(before + 1);
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'that came with a form are posted, though n8n renames them afterwards',
		async () => {
			const path = 'photo-form';
			await stage.publish(path, [
				formNode(path),
				stage.postNode({ photoTitle: 'From a form #sim' }),
			]);
			const url = await waitForForm(stage.n8n, path);
			const before = stage.simulator.posts.length;
			await submitForm(url, [{ content: PHOTO, filename: 'a.jpg', contentType: 'image/jpeg' }]);
			await stage.waitForInit(before);
			await expectPulled([PHOTO]);
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'that came as the raw body of a call are posted, though n8n gives them no address',
		async () => {
			const path = 'photo-raw';
			const call = webhookNode(path, { rawBody: true });
			await stage.publish(path, [call, stage.postNode({ photoTitle: 'From a call #sim' })]);
			await waitForWebhook(stage.n8n, path);
			const before = stage.simulator.posts.length;
			await axios.post(`${stage.n8n.webhookUrl}/${path}`, PHOTO, {
				proxy: false,
				headers: { 'content-type': 'image/jpeg' },
			});
			await stage.waitForInit(before);
			await expectPulled([PHOTO]);
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'leave no signed name in outputs, executions, the database or the log',
		async () => {
			const macs = stage.simulator.posts.flatMap(({ sourceInfo }) =>
				(sourceInfo.photo_images as string[]).map((url) => url.split('.').at(-2) ?? ''),
			);
			expect(macs.length).toBeGreaterThan(MOST_PHOTOS);
			const traces = await collectTraces(stage.connected, stage.workflowIds);
			expect(traces.executions).toContain('PUBLISH_COMPLETE');
			for (const [place, text] of Object.entries(traces)) {
				expect([place, macs.filter((mac) => text.includes(mac))]).toEqual([place, []]);
			}
		},
		RUN_TIMEOUT_MS,
	);
});

function webhookNode(path: string, options: object): FlowNode {
	return {
		name: 'Call',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: `${path}-webhook`,
		parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options },
	};
}

function formNode(path: string): FlowNode {
	const photo = { fieldLabel: 'Photo', fieldType: 'file', multipleFiles: false };
	return {
		name: 'Form',
		type: 'n8n-nodes-base.formTrigger',
		typeVersion: 2.3,
		webhookId: `${path}-webhook`,
		parameters: { formTitle: 'Photo', formFields: { values: [photo] }, options: { path } },
	};
}
