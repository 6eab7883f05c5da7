/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- tests stand in for n8n's storage and measure memory */
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { INodeExecutionData } from 'n8n-workflow';
import { inPieces, type Delivery, type StorageMode } from '../../support/node/binaryStorage';
import { executeNode, executeNodeToError, itemWithVideo } from '../../support/node/executeNode';
import { makeLargeVideo } from '../../support/node/largeVideo';
import { createParameters, openPostStage, type PostStage } from '../../support/node/postStage';
import type { TestCredential } from '../../support/node/testCredential';
import { sha256Of } from '../../support/video';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

type HelperArguments = [credential: string, request: { url: string }];
interface Helpers {
	httpRequestWithAuthentication(...args: HelperArguments): Promise<unknown>;
}

/** Bytes of files that are in memory as they are. */
function measureBuffers(): number {
	collectGarbage();
	return process.memoryUsage().arrayBuffers;
}

const PARAMETERS = createParameters({ options: { chunkSizeMb: 6 } });
const VIDEO_BYTES = 18_500_000;
/** More than the sockets on the way hold, so that a reset finds the file half read. */
const LARGE_CHUNK_BYTES = 40_000_000;
const PUTS = ['206 6000000', '206 6000000', '201 6500000'];

describe.each<StorageMode>(['filesystem', 'memory', 'one-piece'])(
	'n8n storing files: %s',
	(mode) => {
		let stage: PostStage;
		let credential: TestCredential;
		let video: Buffer;

		beforeAll(async () => {
			stage = await openPostStage(mode);
			video = await makeLargeVideo(VIDEO_BYTES);
		});

		beforeEach(() => {
			credential = stage.prepare();
		});

		afterEach(() => {
			expect(stage.storage.opened.every((stream) => stream.destroyed)).toBe(true);
			stage.expectClean();
		});

		afterAll(async () => await stage.close());

		async function post(items: INodeExecutionData[], parameters = PARAMETERS): Promise<void> {
			await executeNode({ parameters, items, credential });
		}

		it('a video in several chunks arrives byte for byte', async () => {
			const item = await stage.storage.store(video);
			expect(item.binary?.data?.id === undefined).toBe(mode === 'memory');
			await post([item]);
			expect(stage.listPuts()).toEqual(PUTS);
			expect(stage.simulator.posts).toMatchObject([
				{ status: 'PUBLISH_COMPLETE', sha256: await sha256Of(video) },
			]);
		});

		it('a small video arrives in one', async () => {
			await post([await stage.storage.store(stage.video)]);
			expect(stage.simulator.posts[0]?.sha256).toBe(await sha256Of(stage.video));
		});

		it('a chunk that failed is read again from its own first byte', async () => {
			stage.simulator.faults.add({ on: { endpoint: 'upload', chunk: 1 }, do: 'reset-inside' });
			await post([await stage.storage.store(video)]);
			expect(stage.simulator.posts[0]?.sha256).toBe(await sha256Of(video));
			expect(stage.simulator.posts[0]?.chunks).toHaveLength(3);
		});

		it('a chunk that broke off before all of it was read starts anew, too', async () => {
			const large = await makeLargeVideo(LARGE_CHUNK_BYTES);
			stage.simulator.faults.add({ on: { endpoint: 'upload' }, do: 'reset-inside', afterBytes: 1 });
			await post([await stage.storage.store(large)], createParameters());
			expect(stage.listPuts().at(-1)).toBe(`201 ${LARGE_CHUNK_BYTES}`);
			expect(stage.simulator.posts[0]?.sha256).toBe(await sha256Of(large));
		});

		it('a video that is part of the item, as some nodes deliver it, arrives as well', async () => {
			await post([itemWithVideo(stage.video)]);
			expect(stage.simulator.posts[0]?.sha256).toBe(await sha256Of(stage.video));
		});

		it('nothing of a video waits in memory while TikTok works on it', async () => {
			const item = await stage.storage.store(video);
			stage.simulator.switches.processingPolls = 4;
			const waiting: number[] = [];
			const watch = ({ helpers }: { helpers: object }) => {
				const { httpRequestWithAuthentication: send } = helpers as Helpers;
				Object.assign(helpers, {
					async httpRequestWithAuthentication(this: unknown, ...args: HelperArguments) {
						if (args[1].url.includes('/status/')) waiting.push(measureBuffers());
						return await send.apply(this, args);
					},
				});
			};
			await executeNode({ parameters: PARAMETERS, items: [item], credential, onContext: watch });
			const after = measureBuffers();
			const held = (waiting.at(-1) ?? Infinity) - after;
			expect(held).toBeLessThan(VIDEO_BYTES / 2);
		});

		it('an empty file is refused', async () => {
			const items = [await stage.storage.store(Buffer.alloc(0))];
			const error = await executeNodeToError({ parameters: PARAMETERS, items, credential });
			expect(error.message).toBe('The file in binary field "data" is empty');
			expect(stage.listRequests()).toEqual([]);
		});
	},
);

describe('a storage that delivers a file in odd ways', () => {
	let stage: PostStage;
	let credential: TestCredential;
	let video: Buffer;

	beforeAll(async () => {
		stage = await openPostStage();
		video = await makeLargeVideo(VIDEO_BYTES);
	});

	beforeEach(() => {
		credential = stage.prepare();
	});

	afterEach(() => {
		expect(stage.storage.opened.every((stream) => stream.destroyed)).toBe(true);
		stage.expectClean();
	});

	afterAll(async () => await stage.close());

	it.each([1_000, 65_536, 5_999_999, 6_000_000, 6_000_001, VIDEO_BYTES])(
		'in pieces of %d bytes: it arrives byte for byte',
		async (pieceBytes) => {
			const items = [await stage.storage.store(video)];
			stage.storage.deliverAs(inPieces(pieceBytes));
			await executeNode({ parameters: PARAMETERS, items, credential });
			expect(stage.listPuts()).toEqual(PUTS);
			expect(stage.simulator.posts[0]?.sha256).toBe(await sha256Of(video));
		},
	);

	it('in single bytes: a small file arrives byte for byte', async () => {
		const items = [await stage.storage.store(stage.video)];
		stage.storage.deliverAs(inPieces(1));
		await executeNode({ parameters: PARAMETERS, items, credential });
		expect(stage.simulator.posts[0]?.sha256).toBe(await sha256Of(stage.video));
	});

	/** The file is not what the storage declared; nothing of it may be published. */
	async function refuse(delivery: Delivery): Promise<string> {
		const items = [await stage.storage.store(video)];
		stage.storage.deliverAs(delivery);
		const error = await executeNodeToError({ parameters: PARAMETERS, items, credential });
		for (const post of stage.simulator.posts) {
			expect(post.status).toBe('AWAITING_UPLOAD');
			expect(post.bytesReceived).toBeLessThan(VIDEO_BYTES);
		}
		return error.message;
	}

	it.each([
		['in the first chunk', 5_000_000],
		['between two chunks', 12_000_000],
		['by one byte', VIDEO_BYTES - 1],
	])('too short, %s: both numbers are told', async (_title, bytes) => {
		expect(await refuse((file) => inPieces(65_536)(file.subarray(0, bytes)))).toBe(
			`The file in binary field "data" ended after ${bytes} of ${VIDEO_BYTES} bytes`,
		);
	});

	it.each([1, 3_000_000])(
		'too long by %d bytes: it is refused before its last byte is sent',
		async (extra) => {
			const longer = (file: Buffer): Buffer => Buffer.concat([file, Buffer.alloc(extra)]);
			expect(await refuse((file) => inPieces(65_536)(longer(file)))).toBe(
				`The file in binary field "data" is longer than the ${VIDEO_BYTES} bytes n8n declares for it`,
			);
		},
	);

	it.each([
		['at its first bytes', 0],
		['in the middle', 9_000_000],
	])('breaking %s: it is told that the file could not be read', async (_title, bytes) => {
		const breaking: Delivery = (file) =>
			Readable.from(breakAfter(file, bytes), { objectMode: false });
		expect(await refuse(breaking)).toBe('The file in binary field "data" could not be read');
	});

	async function* breakAfter(file: Buffer, bytes: number): AsyncGenerator<Buffer> {
		if (bytes > 0) yield file.subarray(0, bytes);
		throw new Error('EIO: i/o error, read');
	}
});
