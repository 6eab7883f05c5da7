/* eslint-disable @n8n/community-nodes/no-restricted-imports -- end-to-end tests are never shipped */
import { join } from 'node:path';

import { outputItems } from '../support/n8n';
import { writePaddedMp4 } from '../support/video';
import {
	ConnectedN8n,
	MANUAL_START,
	readFileNode,
	RUN_TIMEOUT_MS,
	START_TIMEOUT_MS,
} from './support/connectedN8n';
import { report } from './support/postedVideos';

/** As many as TikTok takes in a minute. */
const ITEMS = 6;
const VIDEO_BYTES = 400_000;

let stage: ConnectedN8n;

beforeAll(async () => {
	stage = await ConnectedN8n.open();
	Object.assign(stage.simulator.switches, { processingPolls: 4 });
	for (let file = 0; file < ITEMS; file++) {
		const name = `batch-${String(file).padStart(2, '0')}.mp4`;
		await writePaddedMp4(join(stage.n8n.filesFolder, name), VIDEO_BYTES);
	}
}, START_TIMEOUT_MS);

afterAll(async () => await stage?.close(), START_TIMEOUT_MS);

it(
	'six videos in one run: sent in order, waited for together, and out in order',
	async () => {
		const workflowId = await stage.importChain('Batch', [
			MANUAL_START,
			readFileNode(join(stage.n8n.filesFolder, 'batch-*.mp4')),
			stage.postNode({ caption: '={{ $json.fileName }}' }),
		]);
		const execution = await stage.n8n.rest.runWorkflow(workflowId);
		const items = outputItems(execution, 'Post');
		expect(items.map(({ json }) => json.status)).toEqual(Array(ITEMS).fill('PUBLISH_COMPLETE'));
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		expect(stage.simulator.posts.map(({ postInfo }) => postInfo.title)).toEqual(
			items.map((_, item) => `batch-${String(item).padStart(2, '0')}.mp4`),
		);
		const tookMs = execution.data.resultData.runData.Post?.[0]?.executionTime;
		report(`${ITEMS} videos of 400 kB in one run`, `${tookMs} ms`);
		stage.simulator.expectClean();
	},
	RUN_TIMEOUT_MS,
);
