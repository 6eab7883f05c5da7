/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests stand in for n8n's storage and wait in real time */
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StorageMode } from '../../support/node/binaryStorage';
import { executeNode, type NodeRunResult } from '../../support/node/executeNode';
import { makeLargeVideo } from '../../support/node/largeVideo';
import { createParameters, openPostStage, type PostStage } from '../../support/node/postStage';
import { listPauses } from '../../support/node/virtualTime';
import { waitUntil } from '../../support/node/waitUntil';
import { sha256Of } from '../../support/video';

const VIDEO_BYTES = 40_000_000;
/** What 40 MB take at 50 kB/s, the slowest link that is waited for. */
const LIMIT_MS = 800_000;
const PIECE_BYTES = 1_048_576;
/** Long enough for the node to look at the connection. */
const LOOK_MS = 25;

describe('a slow upload', () => {
	let stage: PostStage | undefined;

	afterEach(async () => await stage?.close());

	async function open(mode: StorageMode): Promise<PostStage> {
		stage = await openPostStage(mode, false);
		return stage;
	}

	async function post({ storage, prepare }: PostStage): Promise<() => Promise<NodeRunResult>> {
		const credential = prepare();
		const items = [await storage.store(await makeLargeVideo(VIDEO_BYTES))];
		return async () => await executeNode({ parameters: createParameters(), items, credential });
	}

	/**
	 * The file comes at this speed by the node's clock when it is read first, later at once. Returns how long
	 * the node went on with that first reading, its look at the first bytes left out.
	 */
	function deliverAt(bytesPerMs: number, { storage, simulator }: PostStage): () => number {
		const { clock } = simulator;
		let began: number | undefined;
		let ended = 0;
		storage.deliverAs((file) => {
			const isFirst = began === undefined;
			began ??= clock.now();
			return Readable.from(isFirst ? slowPieces(file) : [file], { objectMode: false });
		});
		return () => ended - (began ?? 0);

		async function* slowPieces(file: Buffer): AsyncGenerator<Buffer> {
			try {
				for (let at = 0; at < file.length; at += PIECE_BYTES) {
					if (at > 0) await sleep(LOOK_MS);
					if (at > 0) clock.advance(PIECE_BYTES / bytesPerMs);
					yield file.subarray(at, at + PIECE_BYTES);
				}
			} finally {
				ended = clock.now();
			}
		}
	}

	async function expectPublished({ simulator, expectClean }: PostStage): Promise<void> {
		expect(simulator.posts).toMatchObject([
			{ status: 'PUBLISH_COMPLETE', sha256: await sha256Of(await makeLargeVideo(VIDEO_BYTES)) },
		]);
		expectClean();
	}

	function listPuts({ simulator }: PostStage) {
		return simulator.requests.filter(({ method }) => method === 'PUT');
	}

	it('of 60 kB/s is left alone, although it takes more than ten minutes', async () => {
		const opened = await open('filesystem');
		const run = await post(opened);
		const readFor = deliverAt(60, opened);
		await run();
		expect(readFor()).toBeGreaterThan(600_000);
		expect(opened.listPuts()).toEqual([`201 ${VIDEO_BYTES}`]);
		await expectPublished(opened);
	});

	it('of 30 kB/s is given up after the time that it may take, and begun anew', async () => {
		const opened = await open('filesystem');
		const run = await post(opened);
		const readFor = deliverAt(30, opened);
		await run();
		expect(readFor()).toBeGreaterThan(LIMIT_MS);
		expect(readFor()).toBeLessThan(LIMIT_MS + 120_000);
		const [trickled, ...others] = listPuts(opened);
		expect(trickled).toMatchObject({ status: 0 });
		expect(others).toMatchObject([{ status: 201, requestBytes: VIDEO_BYTES }]);
		await expectPublished(opened);
	});

	it('on which nothing moves is given up after 81 seconds, not before', async () => {
		const opened = await open('filesystem');
		const { simulator } = opened;
		const run = await post(opened);
		simulator.faults.add({ on: { endpoint: 'upload' }, do: 'stall' });
		const running = run();
		await waitUntil(() => simulator.faults.pending().length === 0);
		// What the connection itself holds has to be full.
		await sleep(40 * LOOK_MS);
		simulator.clock.advance(80_000);
		await sleep(2 * LOOK_MS);
		expect(listPauses()).toEqual([]);
		simulator.clock.advance(2_000);
		await waitUntil(() => listPauses().length > 0);
		await running;
		expect(opened.listPuts()).toEqual(['0 0', `201 ${VIDEO_BYTES}`]);
		await expectPublished(opened);
	});

	it('of a file in memory, whose bytes can’t be seen moving, is given the time that it may take', async () => {
		const opened = await open('memory');
		const { simulator } = opened;
		const run = await post(opened);
		simulator.faults.add({ on: { endpoint: 'upload' }, do: 'slow', bytesPerSecond: 80_000_000 });
		const running = run();
		await waitUntil(() => simulator.faults.pending().length === 0);
		await sleep(LOOK_MS);
		simulator.clock.advance(LIMIT_MS - 60_000);
		await running;
		expect(opened.listPuts()).toEqual([`201 ${VIDEO_BYTES}`]);
		await expectPublished(opened);
	});

	it('whose answer takes most of a minute is left alone', async () => {
		const opened = await open('filesystem');
		const { simulator } = opened;
		const run = await post(opened);
		simulator.faults.add({ on: { endpoint: 'upload' }, do: 'delay', delayMs: 10 * LOOK_MS });
		const running = run();
		await waitUntil(() => simulator.posts[0]?.hasAllBytes === true);
		simulator.clock.advance(55_000);
		await running;
		expect(opened.listPuts()).toEqual([`201 ${VIDEO_BYTES}`]);
		await expectPublished(opened);
	});
});
