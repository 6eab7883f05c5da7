/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- test code is never shipped */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { CAN_MEASURE_MEMORY, measureMemory } from '../../e2e/support/memory';
import { report } from '../../e2e/support/postedVideos';
import { sha256OfFile, writePaddedMp4 } from '../../support/video';
import { KeyedFlow } from '../support/keyedFlow';
import { itPostsPhotos, itRefusesPhotosOnSeparateDisks } from './photoFiles';
import { RUN_TIMEOUT_MS, STACK_TIMEOUT_MS, type QueueStage } from '../support/queueStage';

const BYTES_PER_MB = 1_000_000;
const SIZES_MB = [1, 30, 150];
/** Where n8n keeps files between nodes; a folder that all processes share. */
const SHARED_FOLDER = 'binary-data';

/** Where n8n keeps a video between the node that reads it and the one that posts it. */
export function describeBinaryModes(use: { stage: QueueStage }): void {
	it(
		'database: 1, 30 and 150 MB arrive byte for byte',
		async () => {
			const { stack } = use.stage;
			await stack.keepWorkers(1);
			// One that has done much would need no more memory.
			await stack.workers[0]?.restart();
			await postAllSizes(use.stage, 'database');
		},
		RUN_TIMEOUT_MS,
	);

	itPostsPhotos(use, 'database');

	itRefusesPhotosOnSeparateDisks(use);

	it(
		'a shared folder: 1, 30 and 150 MB arrive byte for byte',
		async () => {
			const { stack } = use.stage;
			const folder = join(stack.userFolder, SHARED_FOLDER);
			await mkdir(folder);
			await stack.keepWorkers(1);
			await stack.restart({
				N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
				N8N_BINARY_DATA_STORAGE_PATH: folder,
			});
			await postAllSizes(use.stage, 'filesystem');
		},
		STACK_TIMEOUT_MS,
	);

	itPostsPhotos(use, 'a shared folder');
}

async function postAllSizes(stage: QueueStage, mode: string): Promise<void> {
	const [worker] = stage.stack.workers;
	const account = await stage.makeAccount();
	for (const megabytes of SIZES_MB) {
		const name = `${mode}-${megabytes}`;
		const file = join(stage.stack.filesFolder, `${name}.mp4`);
		const { sha256 } = await writePaddedMp4(file, megabytes * BYTES_PER_MB, { seed: name });
		const flow = await KeyedFlow.open(stage, name, { account, file });
		const post = async () => {
			expect(await flow.deliver(name)).toMatchObject({ isGood: true });
		};
		const memory = CAN_MEASURE_MEMORY
			? await measureMemory(worker?.pid ?? 0, post)
			: await post().then(() => undefined);
		const posted = stage.simulator.posts.find(({ postInfo }) => postInfo.title === `${name} #sim`);
		expect(await sha256OfFile(posted?.filePath ?? '')).toBe(sha256);
		const use = memory && `, the worker's memory rose by ${memory.rise} MB above ${memory.idle} MB`;
		report(`Binary data mode ${mode}, ${megabytes} MB`, `byte for byte${use ?? ''}`);
	}
}
