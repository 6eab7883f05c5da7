/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals
   -- tests serve files from loopback, and look whether a proxy is set */
import type { OutgoingHttpHeaders, RequestListener } from 'node:http';
import { sleep, type IDataObject } from 'n8n-workflow';
import { makeExecutionData } from '../../support/node/executeNode';
import { createParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';
import { makePaddedMp4, sha256Of } from '../../support/video';
import { useMediaServer } from './support/mediaServer';

const VIDEO_URL = 'https://media.example.com/clips/run.mp4';

function urlParameters(changes: IDataObject = {}): IDataObject {
	return createParameters({ videoSource: 'url', videoUrl: VIDEO_URL, ...changes });
}

describe('a video from a URL, streamed through n8n', () => {
	const use = useStage();
	const { serve } = useMediaServer(use);

	function serveFile(url: string, file: object = {}): void {
		const { simulator, video } = use.stage;
		simulator.media.serve(url, { content: video, contentType: 'video/mp4', ...file });
	}

	/** How often the media host was asked. */
	function countDownloads(): number {
		return use.stage.simulator.requests.filter(({ host }) => host.includes('example')).length;
	}

	async function expectPublished(): Promise<void> {
		const sha256 = await sha256Of(use.stage.video);
		expect(use.stage.simulator.posts).toMatchObject([{ status: 'PUBLISH_COMPLETE', sha256 }]);
	}

	it('is published, over one download, on a domain nobody verified', async () => {
		serveFile(VIDEO_URL);
		expect(await use.runOne(urlParameters())).toMatchObject({
			publish_id: expect.stringMatching(/^v_pub_file/),
			status: 'PUBLISH_COMPLETE',
			uploaded_bytes: use.stage.video.length,
		});
		await expectPublished();
		expect(countDownloads()).toBe(1);
	});

	it('can be a draft', async () => {
		serveFile(VIDEO_URL);
		const output = await use.runOne(urlParameters({ operation: 'upload' }));
		expect(output.status).toBe('SEND_TO_USER_INBOX');
	});

	it('sends no credential and no compression wish to the server', async () => {
		let headers: NodeJS.Dict<string | string[]> = {};
		const url = await serve('cdn.example', (request, response) => {
			headers = request.headers;
			response.end();
		});
		await use.fail(urlParameters({ videoUrl: url }));
		expect(headers).toMatchObject({ 'accept-encoding': 'identity' });
		expect(JSON.stringify(headers)).not.toMatch(/authorization|bearer|act\.|cookie/i);
	});

	describe('follows redirects', () => {
		it('up to five', async () => {
			serveFile(VIDEO_URL);
			for (let hop = 1; hop <= 5; hop++) {
				const redirectTo = hop === 1 ? VIDEO_URL : `https://hop.example/${hop - 1}`;
				serveFile(`https://hop.example/${hop}`, { redirectTo });
			}
			await use.run(urlParameters({ videoUrl: 'https://hop.example/5' }));
			await expectPublished();
		});

		it.each([
			['more than five', 'https://hop.example/loop', /redirects more than 5 times/],
			['to a private address', 'http://127.0.0.1:1/a.mp4', /from https to http/],
			['to a private address over https', 'https://192.168.1.1/a.mp4', /private network/],
			['to another scheme', 'file:///etc/passwd', /no web address/],
			['to a URL with a password', 'https://a:b@media.example.com/', /no web address/],
			['to a URL with a password alone', 'https://:b@media.example.com/', /no web address/],
			['to a private name', 'https://metadata.google.internal/', /private network/],
		])('not %s', async (_title, redirectTo, message) => {
			serveFile('https://hop.example/loop', { redirectTo });
			const error = await use.fail(urlParameters({ videoUrl: 'https://hop.example/loop' }));
			expect(error.message).toMatch(/^Video URL: /);
			expect(error.message).toMatch(message);
			expect(error.description).toMatch(/final address|HTTP Request/);
			expect(use.stage.simulator.posts).toEqual([]);
		});
	});

	it.each([
		['http://localhost:5678/a.mp4'],
		['http://127.0.0.1/a.mp4'],
		['http://2130706433/a.mp4'],
		['http://[::1]/a.mp4'],
		['http://[::ffff:10.0.0.1]/a.mp4'],
		['http://169.254.169.254/latest/meta-data/'],
		['https://10.1.2.3/a.mp4'],
		['http://metadata.google.internal/computeMetadata/v1/'],
		['http://localhost./a.mp4'],
		['http://a.localhost/a.mp4'],
		['http://nas.local/a.mp4'],
		['http://x.internal/a.mp4'],
	])('%s is on a private network and not asked, although a proxy is set', async (videoUrl) => {
		expect(process.env.HTTPS_PROXY).toBeDefined();
		const error = await use.fail(urlParameters({ videoUrl }));
		expect(error.message).toMatch(/^Video URL: ".*" is on a private network/);
		expect(error.description).toMatch(/N8N_SSRF_ALLOWED_HOSTNAMES.*HTTP Request/);
	});

	it.each([
		['', /is empty/],
		['/clips/run.mp4', /is not a URL/],
		['ftp://media.example.com/a.mp4', /does not begin with https:\/\/ or http:\/\//],
		['https://user:pass@media.example.com/a.mp4', /user name or password/],
	])('%j is refused before anything is asked', async (videoUrl, message) => {
		const error = await use.fail(urlParameters({ videoUrl }));
		expect(error.message).toMatch(message);
		expect(error.message).not.toContain('user:pass');
		expect(use.stage.simulator.requests).toEqual([]);
	});

	it.each([
		['an empty file', 0, /Video URL is empty/],
		['more than 4 GB', 4_294_967_297, /too large: 4294967297 bytes/],
	])('%s is refused by its length alone', async (_title, declaredLength, message) => {
		serveFile(VIDEO_URL, { declaredLength });
		expect((await use.fail(urlParameters())).message).toMatch(message);
	});

	it('a web page is told from a video', async () => {
		serveFile(VIDEO_URL, { content: Buffer.from('<!doctype html><title>Sign in</title>') });
		expect((await use.fail(urlParameters())).message).toMatch(/Video URL is not a video.*HTML/);
	});

	describe('when the connection breaks off', () => {
		/** Cuts the first answers after some bytes; after that the server behaves. */
		function flaky(
			cuts: number[],
			more: { ranges?: boolean; etags?: string[] } = {},
		): RequestListener {
			let requests = 0;
			return (request, response) => {
				const { video } = use.stage;
				const cut = cuts[requests];
				const etag = more.etags?.[requests] ?? '"v1"';
				requests += 1;
				const [, first] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
				const at = more.ranges === true ? Number(first ?? 0) : 0;
				ranges.push(request.headers.range);
				response.writeHead(at > 0 ? 206 : 200, {
					'content-length': video.length - at,
					etag,
					...(at > 0 && { 'content-range': `bytes ${at}-${video.length - 1}/${video.length}` }),
				});
				if (cut === undefined) response.end(video.subarray(at));
				else response.write(video.subarray(at, at + cut), () => response.destroy());
			};
		}

		let ranges: Array<string | undefined>;

		beforeEach(() => {
			ranges = [];
		});

		it('the rest is fetched from a server that knows ranges', async () => {
			const url = await serve('cdn.example', flaky([30_000, 5_000], { ranges: true }));
			await use.run(urlParameters({ videoUrl: url }));
			await expectPublished();
			expect(ranges).toEqual([undefined, 'bytes=30000-', 'bytes=35000-']);
			expect(use.stage.listPuts()).toHaveLength(1);
		});

		it('the beginning is skipped where the server sends the whole file again', async () => {
			const url = await serve('cdn.example', flaky([30_000]));
			await use.run(urlParameters({ videoUrl: url }));
			await expectPublished();
		});

		it.each<[string, number, OutgoingHttpHeaders, number | undefined]>([
			['another version', 200, { etag: '"v2"' }, undefined],
			['another length', 200, { etag: '"v1"', 'content-length': 5 }, 5],
			['no length', 200, { etag: '"v1"', 'transfer-encoding': 'chunked' }, undefined],
			['a shorter file', 416, { 'content-range': 'bytes */29000' }, 0],
			['another part', 206, { etag: '"v1"', 'content-range': 'bytes 0-9/10' }, 10],
		])('a server that then has %s does not go on', async (_title, status, headers, length) => {
			const first = flaky([30_000], { ranges: true });
			const url = await serve('cdn.example', (request, response) => {
				if (request.headers.range === undefined) first(request, response);
				else response.writeHead(status, headers).end(use.stage.video.subarray(0, length));
			});
			const error = await use.fail(urlParameters({ videoUrl: url }));
			expect(error.message).toMatch(/broke off, and the server does not go on with the same file$/);
			expect(use.stage.simulator.posts).not.toContainEqual(
				expect.objectContaining({ status: 'PUBLISH_COMPLETE' }),
			);
		});

		it('or delivers nothing any more, the rest comes over a new one', async () => {
			let answers = 0;
			let isFirstClosed = false;
			const url = await serve('cdn.example', (request, response) => {
				const { video } = use.stage;
				answers += 1;
				response.writeHead(200, { 'content-length': video.length });
				if (answers > 1) return response.end(video);
				request.socket.once('close', () => (isFirstClosed = true));
				response.write(video.subarray(0, 1_000));
				return void sleep(50).then(() => use.stage.simulator.clock.advance(61_000));
			});
			await use.run(urlParameters({ videoUrl: url }));
			await expectPublished();
			expect(answers).toBe(2);
			expect(isFirstClosed).toBe(true);
		});

		it('because it stands still again and again, it is called so', async () => {
			const { video } = use.stage;
			const url = await serve('cdn.example', (request, response) => {
				const isFirst = request.headers.range === undefined;
				response.writeHead(isFirst ? 200 : 503, { 'content-length': video.length, etag: '"1"' });
				if (!isFirst) return void response.destroy();
				response.write(video.subarray(0, 1_000));
				return void sleep(50).then(() => use.stage.simulator.clock.advance(61_000));
			});
			const error = await use.fail(urlParameters({ videoUrl: url }));
			expect(error.message).toMatch(/broke off after 1000 of \d+ bytes: nothing came any more/);
		});

		it('for good, the error says how far it came, and the next try posts once', async () => {
			const url = await serve('cdn.example', flaky([30_000, 0, 0, 0], { ranges: true }));
			const executionData = makeExecutionData();
			const error = await use.fail(urlParameters({ videoUrl: url }), { executionData });
			expect(error.message).toMatch(
				new RegExp(`download broke off after 30000 of ${use.stage.video.length} bytes`),
			);
			await use.run(urlParameters({ videoUrl: url }), { executionData });
			const published = use.stage.simulator.posts.filter((post) => post.postId !== undefined);
			expect(published).toHaveLength(1);
		});
	});

	it('a chunk that fails at TikTok is fetched again and sent again', async () => {
		serveFile(VIDEO_URL);
		use.stage.simulator.faults.add({ on: { endpoint: 'upload' }, do: 'status', status: 502 });
		await use.run(urlParameters());
		await expectPublished();
		expect(countDownloads()).toBe(2);
	});

	it('only the chunk that failed is sent again, from its first byte', async () => {
		const { simulator } = use.stage;
		const pieces: Buffer[] = [];
		for await (const piece of makePaddedMp4(13_000_000)) pieces.push(piece);
		const content = Buffer.concat(pieces);
		serveFile(VIDEO_URL, { content });
		const fault = { on: { endpoint: 'upload', chunk: 'last' }, do: 'status', status: 502 } as const;
		simulator.faults.add(fault);
		await use.run(urlParameters({ options: { chunkSizeMb: 6 } }));
		expect(use.stage.listPuts()).toEqual(['206 6000000', '502 7000000', '201 7000000']);
		expect(simulator.posts[0]?.sha256).toBe(await sha256Of(content));
	});

	it('a finished item is not downloaded again when the execution is tried again', async () => {
		serveFile(VIDEO_URL);
		const executionData = makeExecutionData();
		const first = await use.runOne(urlParameters(), { executionData });
		expect(await use.runOne(urlParameters(), { executionData })).toEqual(first);
		expect(countDownloads()).toBe(1);
	});

	it('Stop ends the download', async () => {
		const stop = new AbortController();
		let isClosed = false;
		const url = await serve('cdn.example', (request, response) => {
			request.socket.once('close', () => (isClosed = true));
			response.writeHead(200, { 'content-length': 1_000_000 });
			response.write(Buffer.alloc(1_000), () => stop.abort());
		});
		const error = await use.fail(urlParameters({ videoUrl: url }), { abortSignal: stop.signal });
		expect(error.message).toBe('The execution was stopped');
		while (!isClosed) await sleep(5);
		expect(use.stage.simulator.posts).toEqual([]);
	});
});
