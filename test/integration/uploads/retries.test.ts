/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests stand in for n8n's storage and wait in real time */
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INodeExecutionData } from 'n8n-workflow';
import { executeNode, executeNodeToError } from '../../support/node/executeNode';
import { makeLargeVideo } from '../../support/node/largeVideo';
import { createParameters, openPostStage, type PostStage } from '../../support/node/postStage';
import type { TestCredential } from '../../support/node/testCredential';
import { listPauses } from '../../support/node/virtualTime';
import { waitUntil } from '../../support/node/waitUntil';
import { sha256Of } from '../../support/video';

const CHUNK_BYTES = 6_000_000;
const VIDEO_BYTES = 18_500_000;
const PIECE_BYTES = 256_000;
/** Long enough for an answer to get from the simulator to the node. */
const SETTLE_MS = 300;
const PARAMETERS = createParameters({ options: { chunkSizeMb: 6 } });

describe('a chunk that fails', () => {
	let stage: PostStage;
	let credential: TestCredential;
	let video: Buffer;
	let items: INodeExecutionData[];

	beforeAll(async () => {
		stage = await openPostStage();
		video = await makeLargeVideo(VIDEO_BYTES);
	});

	beforeEach(async () => {
		credential = stage.prepare();
		// A file of its own for each test: posting the same stored file again is something else.
		items = [await stage.storage.store(video)];
	});

	afterEach(() => {
		expect(stage.storage.opened.every((stream) => stream.destroyed)).toBe(true);
		stage.expectClean();
	});

	afterAll(async () => await stage.close());

	/** One post, published, its bytes identical. */
	async function expectPublishedOnce(): Promise<void> {
		expect(stage.simulator.posts).toMatchObject([
			{ status: 'PUBLISH_COMPLETE', sha256: await sha256Of(video) },
		]);
		expect(stage.simulator.posts[0]?.chunks.map(({ first }) => first)).toEqual([
			0,
			CHUNK_BYTES,
			2 * CHUNK_BYTES,
		]);
	}

	it('two faults in a row at the same chunk, and one at the next', async () => {
		stage.simulator.faults.add({
			on: { endpoint: 'upload', chunk: 0 },
			do: 'reset-inside',
			times: 2,
		});
		stage.simulator.faults.add({ on: { endpoint: 'upload', chunk: 1 }, do: 'html' });
		await executeNode({ parameters: PARAMETERS, items, credential });
		await expectPublishedOnce();
	});

	it('a success that comes before the chunk was sent is not believed', async () => {
		const early = { do: 'early-status', status: 201, closes: true } as const;
		stage.simulator.faults.add({ on: { endpoint: 'upload', chunk: 'last' }, ...early });
		// The file's end comes only once TikTok has answered.
		stage.storage.deliverAs((file) => Readable.from(untilAnswered(file), { objectMode: false }));
		await executeNode({ parameters: PARAMETERS, items, credential });
		await expectPublishedOnce();

		async function* untilAnswered(file: Buffer): AsyncGenerator<Buffer> {
			const held = file.length - PIECE_BYTES;
			yield* cut(file.subarray(0, held));
			await waitUntil(() => stage.simulator.faults.pending().length === 0);
			await sleep(SETTLE_MS);
			yield file.subarray(held);
		}
	});

	it('five failures in a row are outlasted', async () => {
		stage.simulator.faults.add({
			on: { endpoint: 'upload', chunk: 1 },
			do: 'reset-before',
			times: 5,
		});
		const { hints } = await executeNode({ parameters: PARAMETERS, items, credential });
		await expectPublishedOnce();
		expect(hints).toEqual([expect.stringMatching(/in 3 parts, 5 sent again/)]);
	});

	it('pauses grow with each failure, and begin anew after progress', async () => {
		stage.simulator.faults.add({ on: { endpoint: 'upload', chunk: 0 }, do: 'html', times: 3 });
		stage.simulator.faults.add({ on: { endpoint: 'upload', chunk: 1 }, do: 'html' });
		await executeNode({
			parameters: { ...PARAMETERS, waitUntilFinished: false },
			items,
			credential,
		});
		const [first = 0, second = 0, third = 0, afterProgress = 0, ...rest] = listPauses();
		expect(rest).toEqual([]);
		for (const [pause, ceiling] of [
			[first, 1_000],
			[second, 2_000],
			[third, 4_000],
			[afterProgress, 1_000],
		] as const) {
			expect(pause).toBeGreaterThanOrEqual(ceiling / 2);
			expect(pause).toBeLessThanOrEqual(ceiling);
		}
	});

	it.each([429, 503])('Retry-After of HTTP %d is waited for', async (status) => {
		stage.simulator.faults.add({
			on: { endpoint: 'upload', chunk: 0 },
			do: 'status',
			status,
			headers: { 'retry-after': '42' },
		});
		await executeNode({
			parameters: { ...PARAMETERS, waitUntilFinished: false },
			items,
			credential,
		});
		expect(listPauses()).toEqual([42_000]);
	});

	describe('that does not pass', () => {
		async function fail(): Promise<{ message: string; description: string }> {
			const error = await executeNodeToError({ parameters: PARAMETERS, items, credential });
			expect(stage.simulator.posts).toMatchObject([{ status: 'AWAITING_UPLOAD' }]);
			return error as Error & { description: string };
		}

		it('ends after eight tries, says how far it got, and which post it was', async () => {
			stage.simulator.faults.add({ on: { endpoint: 'upload', chunk: 1 }, do: 'html', times: 8 });
			const { message, description } = await fail();
			expect(message).toBe(
				'The upload to TikTok kept failing, and TikTok has confirmed 6000000 of 18500000 bytes: HTTP 502',
			);
			expect(description).toMatch(
				/run the node again.*code upload_interrupted.*publish_id v_pub_file~v2-1\.7700000000000000001/,
			);
			expect(stage.listPuts()).toHaveLength(9);
		});

		it('ends when the upload URL’s hour is over', async () => {
			const headers = { 'retry-after': '3000' };
			const fault = { do: 'status', status: 503, headers } as const;
			stage.simulator.faults.add({ on: { endpoint: 'upload', chunk: 0 }, ...fault, times: 2 });
			expect((await fail()).message).toBe(
				'The upload to TikTok kept failing, and TikTok has confirmed 0 of 18500000 bytes: HTTP 503',
			);
			expect(listPauses()).toEqual([3_000_000]);
		});

		it.each([
			[400, 'upload_refused', /^Nothing was posted\. Check that no proxy/],
			[403, 'upload_expired', /^TikTok gives an upload one hour\. Nothing was posted/],
			[404, 'upload_expired', /^TikTok gives an upload one hour\. Nothing was posted/],
		])('HTTP %d ends at once as %s', async (status, code, advice) => {
			const fault = { do: 'status', status } as const;
			stage.simulator.faults.add({ on: { endpoint: 'upload', chunk: 1 }, ...fault });
			const { message, description } = await fail();
			expect(message).toBe(
				`TikTok refused the upload (HTTP ${status}) after 6000000 of 18500000 bytes`,
			);
			expect(description).toMatch(advice);
			expect(description).toContain(`code ${code}`);
			expect(stage.listPuts()).toHaveLength(2);
		});
	});
});

function* cut(file: Buffer): Generator<Buffer> {
	for (let at = 0; at < file.length; at += PIECE_BYTES) yield file.subarray(at, at + PIECE_BYTES);
}
