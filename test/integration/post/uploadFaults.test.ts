import type { INodeExecutionData } from 'n8n-workflow';
import type { FaultScript } from '../../simulator';
import { executeNode, executeNodeToError } from '../../support/node/executeNode';
import { makeLargeVideo } from '../../support/node/largeVideo';
import {
	createParameters,
	onlyJson,
	openPostStage,
	type PostStage,
} from '../../support/node/postStage';
import type { TestCredential } from '../../support/node/testCredential';
import { waitUntil } from '../../support/node/waitUntil';
import { listPauses } from '../../support/node/virtualTime';
import { sha256Of } from '../../support/video';

jest.mock(
	'../../../nodes/shared/transport/pause',
	() => jest.requireActual('../../support/node/virtualTime').virtualPause,
);

const CHUNK_BYTES = 6_000_000;
const VIDEO_BYTES = 18_500_000;
const PARAMETERS = createParameters({ options: { chunkSizeMb: 6 } });

/** Longer than the node takes to look at a connection. */
const STALL_CHECK_MS = 300;

type UploadFault = Omit<FaultScript, 'on'>;

/** Faults that may pass: the chunk is sent again, alone. */
const PASSING_FAULTS: ReadonlyArray<readonly [string, UploadFault]> = [
	['the connection is reset before the body', { do: 'reset-before' }],
	['the connection is reset inside the body', { do: 'reset-inside' }],
	['the connection is reset in the first bytes', { do: 'reset-inside', afterBytes: 1 }],
	['TikTok has the chunk and the answer is lost', { do: 'reset-after' }],
	['HTTP 500', { do: 'status', status: 500 }],
	['HTTP 502 with a page', { do: 'html' }],
	['HTTP 503', { do: 'status', status: 503 }],
	['HTTP 500 after the chunk was taken', { do: 'status', status: 500, processed: true }],
	['HTTP 408', { do: 'status', status: 408 }],
	['HTTP 429', { do: 'status', status: 429 }],
	['HTTP 429 with Retry-After', { do: 'status', status: 429, headers: { 'retry-after': '9' } }],
	['HTTP 416 although the range is right', { do: 'status', status: 416 }],
	['HTTP 416 although the chunk was taken', { do: 'status', status: 416, processed: true }],
	['a success that is none', { do: 'status', status: 202 }],
];

const POSITIONS: ReadonlyArray<readonly [string, number]> = [
	['first', 0],
	['middle', 1],
	['last', 2],
];

/** HTTP 202 for the last chunk counts as received, so only a chunk that was taken may be answered so. */
function fitTo(fault: UploadFault, isLast: boolean): UploadFault {
	return fault.status === 202 && isLast ? { ...fault, processed: true } : fault;
}

describe('a fault while uploading', () => {
	let stage: PostStage;
	let credential: TestCredential;
	let video: Buffer;
	let items: INodeExecutionData[];

	beforeAll(async () => {
		stage = await openPostStage();
		video = await makeLargeVideo(VIDEO_BYTES);
		items = [await stage.storage.store(video)];
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

	/** One post, published, its bytes identical, and at most the failing chunk sent twice. */
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

	/** Lets a minute pass again and again until the node has given up the PUT on which nothing moves. */
	async function letStalledPutEnd(): Promise<void> {
		await waitUntil(() => {
			const hasMovedOn =
				listPauses().length > 0 || stage.listRequests().includes('status/fetch 200');
			if (hasMovedOn) return true;
			if (stage.simulator.faults.pending().length === 0) stage.simulator.clock.advance(61_000);
			return false;
		}, STALL_CHECK_MS);
	}

	describe.each(POSITIONS)('at the %s chunk', (_position, chunk) => {
		it.each(PASSING_FAULTS)('%s: one post, bytes identical', async (_title, fault) => {
			stage.simulator.faults.add({
				on: { endpoint: 'upload', chunk },
				...fitTo(fault, chunk === 2),
			});
			const { output } = await executeNode({ parameters: PARAMETERS, items, credential });
			expect(onlyJson(output).status).toBe('PUBLISH_COMPLETE');
			await expectPublishedOnce();
			const sentBytes = stage.simulator.requests
				.filter(({ method }) => method === 'PUT')
				.reduce((sum, { requestBytes }) => sum + requestBytes, 0);
			expect(sentBytes - VIDEO_BYTES).toBeLessThanOrEqual(VIDEO_BYTES - 2 * CHUNK_BYTES);
			expect(stage.listPuts().length).toBeLessThanOrEqual(4);
		});
	});

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

	it('Retry-After is waited for', async () => {
		stage.simulator.faults.add({
			on: { endpoint: 'upload', chunk: 0 },
			do: 'status',
			status: 503,
			headers: { 'retry-after': '42' },
		});
		await executeNode({
			parameters: { ...PARAMETERS, waitUntilFinished: false },
			items,
			credential,
		});
		expect(listPauses()).toEqual([42_000]);
	});

	it('a connection on which nothing moves for a minute is given up and the chunk sent again', async () => {
		stage.simulator.faults.add({ on: { endpoint: 'upload', chunk: 1 }, do: 'stall' });
		const running = executeNode({ parameters: PARAMETERS, items, credential });
		await letStalledPutEnd();
		await running;
		await expectPublishedOnce();
	});

	it('an answer that never comes is given up as well, and TikTok’s word about the chunk counts', async () => {
		stage.simulator.faults.add({
			on: { endpoint: 'upload', chunk: 1 },
			do: 'stall',
			processed: true,
		});
		const running = executeNode({ parameters: PARAMETERS, items, credential });
		await letStalledPutEnd();
		await running;
		await expectPublishedOnce();
		expect(stage.listPuts()).toHaveLength(3);
	});

	it('a slow connection on which bytes move is left alone', async () => {
		stage.simulator.faults.add({
			on: { endpoint: 'upload', chunk: 0 },
			do: 'slow',
			bytesPerSecond: 20_000_000,
		});
		await executeNode({ parameters: PARAMETERS, items, credential });
		await expectPublishedOnce();
		expect(stage.listPuts()).toHaveLength(3);
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
			expect(message).toBe('The upload to TikTok kept failing after 6000000 of 18500000 bytes');
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
				'The upload to TikTok kept failing after 0 of 18500000 bytes',
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

		it('a 403 before the body was read ends at once, too', async () => {
			stage.simulator.faults.add({
				on: { endpoint: 'upload', chunk: 1 },
				do: 'early-status',
				status: 403,
				closes: true,
			});
			expect((await fail()).message).toMatch(/HTTP 403/);
		});

		it('an upload URL that expires in between ends at once', async () => {
			stage.simulator.faults.add({ on: { endpoint: 'upload', chunk: 2 }, do: 'expire-url' });
			expect((await fail()).message).toBe(
				'TikTok refused the upload (HTTP 403) after 12000000 of 18500000 bytes',
			);
		});
	});
});
