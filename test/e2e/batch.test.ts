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
import { installUnlimitedPackage } from './support/unlimitedPackage';

const VIDEO_BYTES = 400_000;

let stage: ConnectedN8n | undefined;

afterEach(async () => await stage?.close(), START_TIMEOUT_MS);

it.each([
	['as many as TikTok takes in a minute', 6, { processingPolls: 4 }, undefined],
	['without any limit', 12, { rateLimits: false }, installUnlimitedPackage],
])(
	'videos in one run, %s: sent in order, waited for together, and out in order',
	async (limits, count, switches, installPackage) => {
		stage = await ConnectedN8n.open({}, installPackage);
		const { n8n, simulator } = stage;
		Object.assign(simulator.switches, switches);
		const names = Array.from({ length: count }, (_, file) => nameOf(file));
		for (const name of names) await writePaddedMp4(join(n8n.filesFolder, name), VIDEO_BYTES);
		const workflowId = await stage.importChain('Batch', [
			MANUAL_START,
			readFileNode(join(n8n.filesFolder, 'batch-*.mp4')),
			stage.postNode({ caption: '={{ $json.fileName }}' }),
		]);
		const execution = await n8n.rest.runWorkflow(workflowId);
		const items = outputItems(execution, 'Post');
		expect(items.map(({ json }) => json.status)).toEqual(names.map(() => 'PUBLISH_COMPLETE'));
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(names.map((_, item) => ({ item })));
		expect(simulator.posts.map(({ postInfo }) => postInfo.title)).toEqual(names);
		const tookMs = execution.data.resultData.runData.Post?.[0]?.executionTime;
		report(`${count} videos of 400 kB in one run, ${limits}`, `${tookMs} ms`);
		simulator.expectClean();
	},
	START_TIMEOUT_MS + RUN_TIMEOUT_MS,
);

const nameOf = (file: number) => `batch-${String(file).padStart(2, '0')}.mp4`;
