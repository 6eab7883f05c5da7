/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests use the file system and the clock; they are never shipped */

import { join } from 'node:path';

import { outputItems, executionError } from '../support/n8n';
import { sha256OfFile, writePaddedMp4 } from '../support/video';
import { ConnectedN8n, MANUAL_START, readFileNode, START_TIMEOUT_MS } from './support/connectedN8n';

const VIDEO_BYTES = 150_000_000;
const LARGEST_CHUNK_BYTES = 64_000_000;
const UPLOAD_TIMEOUT_MS = 300_000;

let stage: ConnectedN8n;

beforeAll(async () => {
	stage = await ConnectedN8n.open();
}, START_TIMEOUT_MS);

afterAll(async () => await stage?.close(), START_TIMEOUT_MS);

describe('a video of 150 MB', () => {
	it(
		'arrives byte for byte, in ranges that TikTok allows',
		async () => {
			const path = join(stage.n8n.filesFolder, 'large.mp4');
			const sent = await writePaddedMp4(path, VIDEO_BYTES);
			const workflowId = await stage.importChain('Large video', [
				MANUAL_START,
				readFileNode(path),
				stage.postNode(),
			]);

			const execution = await stage.n8n.rest.runWorkflow(workflowId);

			expect(executionError(execution)?.message).toBeUndefined();
			expect(outputItems(execution, 'Post')[0]?.json.status).toBe('PUBLISH_COMPLETE');
			const [post] = stage.simulator.posts;
			expect(post?.bytesReceived).toBe(VIDEO_BYTES);
			expect(await sha256OfFile(post?.filePath ?? '')).toBe(sent.sha256);
			const chunkBytes = post?.chunks.map(({ first, last }) => last - first + 1) ?? [];
			expect(chunkBytes.length).toBeGreaterThan(1);
			expect(Math.max(...chunkBytes)).toBeLessThanOrEqual(LARGEST_CHUNK_BYTES);
			stage.simulator.expectClean();
		},
		UPLOAD_TIMEOUT_MS,
	);
});
