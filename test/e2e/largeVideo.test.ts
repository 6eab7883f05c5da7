/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests use the file system and the clock; they are never shipped */

import { join } from 'node:path';

import { outputItems, executionError } from '../support/n8n';
import { sha256OfFile, writePaddedMp4 } from '../support/video';
import { ConnectedN8n, MANUAL_START, readFileNode, START_TIMEOUT_MS } from './support/connectedN8n';
import {
	CAN_MEASURE_MEMORY,
	describeUse,
	measureMemory,
	measureUntilWithin,
} from './support/memory';
import { report } from './support/postedVideos';

const VIDEO_BYTES = 150_000_000;
const LARGEST_CHUNK_BYTES = 64_000_000;
const LARGER_BYTES = 500_000_000;
const MEMORY_LIMIT_MB = 100;
/** n8n's own heap grows with the first large file, as it does when a file is only read. */
const FIRST_LIMIT_MB = 200;
const UPLOAD_TIMEOUT_MS = 300_000;

let stage: ConnectedN8n;

beforeAll(async () => {
	stage = await ConnectedN8n.open();
}, START_TIMEOUT_MS);

beforeEach(() => {
	// A minute in which nobody posted.
	stage.simulator.clock.advance(120_000);
});

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

(CAN_MEASURE_MEMORY ? describe : describe.skip)('a video of 500 MB', () => {
	it(
		'needs at most 100 MB more than n8n has at rest, once n8n has grown with the first one',
		async () => {
			const path = join(stage.n8n.filesFolder, 'larger.mp4');
			const { sha256 } = await writePaddedMp4(path, LARGER_BYTES);
			const workflowId = await stage.importChain('Larger video', [
				MANUAL_START,
				readFileNode(path),
				stage.postNode(),
			]);
			const run = async () => {
				const execution = await stage.n8n.rest.runWorkflow(workflowId);
				expect(execution.status).toBe('success');
				expect(stage.simulator.posts.at(-1)).toMatchObject({ status: 'PUBLISH_COMPLETE', sha256 });
			};

			const first = await measureMemory(stage.n8n.pid, run);
			const later = await measureUntilWithin(
				MEMORY_LIMIT_MB,
				async () => await measureMemory(stage.n8n.pid, run),
			);

			report(
				'Memory of n8n while it reads and posts 500 MB',
				`first ${describeUse(first)}, then ${later.map(describeUse).join(', ')}`,
			);
			expect(first.rise).toBeLessThanOrEqual(FIRST_LIMIT_MB);
			expect(later[0].rise).toBeLessThanOrEqual(MEMORY_LIMIT_MB);
			stage.simulator.expectClean();
		},
		UPLOAD_TIMEOUT_MS,
	);
});
