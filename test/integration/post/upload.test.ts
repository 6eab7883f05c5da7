import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { executeNode, executeNodeToError } from '../../support/node/executeNode';
import {
	createParameters,
	onlyJson,
	openPostStage,
	type PostStage,
} from '../../support/node/postStage';
import type { TestCredential } from '../../support/node/testCredential';
import { makeLargeVideo } from '../../support/node/largeVideo';
import { readVideoFixture, sha256Of } from '../../support/video';

/**
 * What a PUT has to be like, the simulator checks: exact Content-Length and Content-Range, no Authorization
 * header, chunks in order and one at a time. Anything else is a violation, which `expectClean` reports.
 */
describe('uploads', () => {
	let stage: PostStage;
	let credential: TestCredential;

	beforeAll(async () => {
		stage = await openPostStage();
	});

	beforeEach(() => {
		credential = stage.prepare();
	});

	afterEach(() => {
		expect(stage.storage.opened.every((stream) => stream.destroyed)).toBe(true);
		stage.expectClean();
	});

	afterAll(async () => await stage.close());

	async function create(video: Buffer, options: IDataObject = {}) {
		const items: INodeExecutionData[] = [await stage.storage.store(video)];
		return await executeNode({ parameters: createParameters({ options }), items, credential });
	}

	it('a video of 64,000,000 bytes goes up in one PUT', async () => {
		const video = await makeLargeVideo(64_000_000);
		await create(video);
		expect(stage.listPuts()).toEqual(['201 64000000']);
		expect(stage.simulator.posts[0]?.sha256).toBe(await sha256Of(video));
	});

	it('a video of 70 MB goes up in two PUTs and arrives byte for byte', async () => {
		const video = await makeLargeVideo(70_000_001);
		const opened = stage.storage.opened.length;
		const { output, hints } = await create(video);
		expect(stage.listPuts()).toEqual(['206 35000000', '201 35000001']);
		expect(stage.simulator.posts).toMatchObject([
			{
				status: 'PUBLISH_COMPLETE',
				sha256: await sha256Of(video),
				chunks: [
					{ first: 0, last: 34_999_999 },
					{ first: 35_000_000, last: 70_000_000 },
				],
			},
		]);
		expect(onlyJson(output).uploaded_bytes).toBe(70_000_001);
		expect(hints).toEqual([expect.stringMatching(/^Uploaded 70\.0 MB in 2 parts, /)]);
		// The storage is read once, from front to end.
		expect(stage.storage.opened.length - opened).toBe(1);
	});

	it.each([
		[6, 20_000_001, ['206 6000000', '206 6000000', '201 8000001']],
		[10, 20_000_001, ['206 10000000', '201 10000001']],
		[64, 20_000_001, ['201 20000001']],
		['6', 12_000_000, ['206 6000000', '201 6000000']],
		[5, 12_000_000, ['206 5242880', '201 6757120']],
	])('Chunk Size (MB) %j cuts %d bytes into %j', async (chunkSizeMb, bytes, puts) => {
		const video = await makeLargeVideo(bytes);
		await create(video, { chunkSizeMb });
		expect(stage.listPuts()).toEqual(puts);
		expect(stage.simulator.posts[0]?.sha256).toBe(await sha256Of(video));
	});

	it.each([
		['header-first.mp4', 'video/mp4'],
		['header-last.mp4', 'video/mp4'],
		['fragmented.mp4', 'video/mp4'],
		['quicktime.mov', 'video/quicktime'],
		['vp8.webm', 'video/webm'],
		['vp9.webm', 'video/webm'],
	])('%s is declared as %s, whatever n8n calls it', async (name, contentType) => {
		await create(Buffer.from(readVideoFixture(name)));
		expect(stage.simulator.posts[0]?.chunks).toMatchObject([{ contentType }]);
	});

	it.each([301, 302, 307, 308])('HTTP %d is not followed with the video', async (status) => {
		stage.simulator.faults.add({
			on: { endpoint: 'upload' },
			do: 'status',
			status,
			headers: { location: 'https://open-upload-va.tiktokapis.com/elsewhere' },
		});
		const items = [await stage.storage.store(stage.video)];
		const error = await executeNodeToError({ parameters: createParameters(), items, credential });
		expect(error.message).toBe(
			`TikTok refused the upload (HTTP ${status}) after 0 of ${stage.video.length} bytes`,
		);
		expect(stage.listPuts()).toHaveLength(1);
		expect(stage.simulator.posts).toMatchObject([{ status: 'AWAITING_UPLOAD' }]);
	});

	it('an upload URL that is not TikTok’s gets no byte', async () => {
		stage.simulator.faults.add({
			on: { endpoint: 'videoInit' },
			do: 'status',
			status: 200,
			body: {
				data: {
					publish_id: 'v_pub_file~v2-1.1',
					upload_url: 'https://evil.example/upload?token=1',
				},
				error: { code: 'ok', message: '', log_id: 'L1' },
			},
		});
		const items = [await stage.storage.store(stage.video)];
		const error = await executeNodeToError({ parameters: createParameters(), items, credential });
		expect(error.message).toBe('TikTok accepted the post but did not say where to send the video');
		expect(stage.listPuts()).toEqual([]);
		expect(stage.simulator.refusedHosts).toEqual([]);
	});
});
