/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests answer as servers do */
import type { OutgoingHttpHeaders } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { sleep, type IDataObject } from 'n8n-workflow';
import { createParameters } from '../../support/node/postStage';
import { useStage, type ShownError } from '../../support/node/useStage';
import { waitUntil } from '../../support/node/waitUntil';
import { sha256Of } from '../../support/video';
import { useMediaServer } from './support/mediaServer';

const NOTHING = new Uint8Array(0);

function urlParameters(videoUrl: string): IDataObject {
	return createParameters({ videoSource: 'url', videoUrl });
}

function withZeros(file: Buffer, byteLength: number): Buffer {
	const padding = Buffer.alloc(byteLength);
	padding.writeUInt32BE(byteLength, 0);
	padding.write('free', 4, 'latin1');
	return Buffer.concat([file, padding]);
}

describe('a video from a server', () => {
	const use = useStage();
	const { serve } = useMediaServer(use);

	async function expectPublished(): Promise<void> {
		const sha256 = await sha256Of(use.stage.video);
		expect(use.stage.simulator.posts).toMatchObject([{ status: 'PUBLISH_COMPLETE', sha256 }]);
	}

	function countDownloads(): number {
		return use.stage.simulator.requests.filter(({ host }) => host === 'cdn.example').length;
	}

	/** A server that answers the same each time. */
	async function serveAnswer(
		status: number,
		headers: OutgoingHttpHeaders,
		body: Uint8Array = use.stage.video,
	): Promise<string> {
		return await serve('cdn.example', (_request, response) => {
			response.writeHead(status, headers);
			response.end(body);
		});
	}

	async function failWith(...answer: Parameters<typeof serveAnswer>): Promise<ShownError> {
		const videoUrl = await serveAnswer(...answer);
		const error = await use.fail(urlParameters(videoUrl));
		expect(use.stage.simulator.posts).not.toContainEqual(
			expect.objectContaining({ status: 'PUBLISH_COMPLETE' }),
		);
		return error;
	}

	it.each([
		'',
		'identity',
		'IDENTITY',
		'UTF-8',
		'aws-chunked',
		'aws-chunked, identity',
		'none',
		'binary',
		'video/mp4',
	])('Content-Encoding %j is no compression: it is published', async (encoding) => {
		const headers = { 'content-length': use.stage.video.length, 'content-encoding': encoding };
		await use.run(urlParameters(await serveAnswer(200, headers)));
		await expectPublished();
	});

	describe('is not published from a server that compresses it although it was asked not to', () => {
		const MESSAGE =
			/^Video URL: the server sends the file compressed \((.*)\), so its length is not known$/;

		it.each<[string, string, (file: Buffer) => Buffer]>([
			['which makes it shorter', 'gzip', (file) => gzipSync(withZeros(file, 1_000_000))],
			['also by a little', 'gzip', (file) => gzipSync(withZeros(file, 40_000))],
			['which makes it longer', 'gzip', (file) => gzipSync(file, { level: 0 })],
			['by an old name', 'x-gzip', (file) => gzipSync(withZeros(file, 1_000_000))],
			['with Brotli', 'br', (file) => brotliCompressSync(withZeros(file, 100_000))],
		])('%s: %s', async (_title, encoding, pack) => {
			const packed = pack(use.stage.video);
			const headers = { 'content-length': packed.length, 'content-encoding': encoding };
			const error = await failWith(200, headers, packed);
			expect(error.message).toMatch(MESSAGE);
			expect(error.description).toMatch(/Switch compression off.*HTTP Request/);
			expect(countDownloads()).toBe(1);
		});

		it.each([
			['aws-chunked,gzip', 'gzip'],
			['LZ4', 'lz4'],
			['dcb', 'dcb'],
		])('%s, named', async (encoding, name) => {
			const headers = { 'content-length': use.stage.video.length, 'content-encoding': encoding };
			const error = await failWith(200, headers);
			expect(MESSAGE.exec(error.message)?.[1]).toBe(name);
			expect(use.stage.simulator.posts).toEqual([]);
		});

		it.each(['gzip', 'deflate', 'br'])('or only says %s, which is told', async (encoding) => {
			const headers = { 'content-length': use.stage.video.length, 'content-encoding': encoding };
			const error = await failWith(200, headers);
			expect(error.message).toMatch(/marks the file as compressed.*can't be unpacked$/);
			expect(error.description).toMatch(/^Remove Content-Encoding from the stored file/);
			expect(use.stage.simulator.posts).toEqual([]);
			expect(countDownloads()).toBe(1);
		});
	});

	describe('without a length', () => {
		it('is not published', async () => {
			const error = await failWith(200, {});
			expect(error.message).toBe('Video URL: the server does not tell how long the file is');
			expect(error.description).toMatch(/Content-Length.*HTTP Request/);
		});

		it.each([
			['a page', '<!DOCTYPE html><title>Drive</title>', /looks like HTML$/, /leads to a page/],
			['a service', '{"status":"processing"}', /looks like JSON$/, /not ready yet/],
			['a picture', '\x89PNG\r\n\x1a\n', /looks like PNG$/, /MP4, MOV or WebM/],
		])('from %s is called what it is', async (_title, body, message, advice) => {
			const error = await failWith(200, {}, Buffer.from(body, 'latin1'));
			expect(error.message).toMatch(message);
			expect(error.description).toMatch(advice);
		});

		it('also when the page is packed', async () => {
			const page = gzipSync(Buffer.from('<html><body>Sign in</body></html>'));
			const error = await failWith(200, { 'content-encoding': 'gzip' }, page);
			expect(error.message).toMatch(/looks like HTML$/);
		});

		it('and with nothing in it is not called a page', async () => {
			const error = await failWith(200, {}, new Uint8Array(0));
			expect(error.message).toMatch(/does not tell how long/);
		});

		it('and that never comes is not waited for', async () => {
			const videoUrl = await serve('cdn.example', (_request, response) => {
				response.writeHead(200).write('<');
				void sleep(50).then(() => use.stage.simulator.clock.advance(20_000));
			});
			const error = await use.fail(urlParameters(videoUrl));
			expect(error.message).toMatch(/does not tell how long/);
		});

		it('and stopped by the user is called stopped', async () => {
			const stop = new AbortController();
			const videoUrl = await serve('cdn.example', (_request, response) => {
				response.writeHead(200).write('<');
				void sleep(50).then(() => stop.abort());
			});
			const error = await use.fail(urlParameters(videoUrl), { abortSignal: stop.signal });
			expect(error.message).toBe('The execution was stopped');
		});
	});

	it('is published from a server that answers with all of it as a part', async () => {
		const { length } = use.stage.video;
		const range = `bytes 0-${length - 1}/${length}`;
		const headers = { 'content-length': length, 'content-range': range };
		await use.run(urlParameters(await serveAnswer(206, headers)));
		await expectPublished();
	});

	it('is not published from a server that answers with a part nobody asked for', async () => {
		const headers = { 'content-length': 100, 'content-range': 'bytes 0-99/4512' };
		const part = use.stage.video.subarray(0, 100);
		const error = await failWith(206, headers, part);
		expect(error.message).toMatch(/answered HTTP 206 instead of the file/);
	});

	it.each([403, 302, 200])('an answer %s that is of no use is not kept open', async (status) => {
		let isClosed = false;
		const videoUrl = await serve('cdn.example', (request, response) => {
			request.socket.once('close', () => (isClosed = true));
			const location = 'https://media.example.com/none.mp4';
			response.writeHead(status, { 'content-length': 5_000_000_000, location }).write('<');
		});
		await use.fail(urlParameters(videoUrl));
		await waitUntil(() => isClosed);
		expect(isClosed).toBe(true);
	});

	it('is not published from a redirect that does not say where', async () => {
		const error = await failWith(302, {}, NOTHING);
		expect(error.message).toMatch(/redirects to nowhere/);
		expect(error.description).toMatch(/final address/);
	});

	it.each([
		[202, /answered HTTP 202/, /Try again/],
		[204, /answered HTTP 204/, /leads to the file itself/],
		[300, /answered HTTP 300/, /leads to the file itself/],
		[304, /answered HTTP 304/, /leads to the file itself/],
		[401, /answered HTTP 401/, /without signing in/],
		[403, /answered HTTP 403/, /without signing in.*expire.*User-Agent/],
		[404, /answered HTTP 404/, /leads to the file itself/],
		[410, /answered HTTP 410/, /leads to the file itself/],
		[416, /answered HTTP 416/, /leads to the file itself/],
		[423, /answered HTTP 423/, /Try again/],
		[425, /answered HTTP 425/, /Try again/],
		[429, /answered HTTP 429/, /Try again/],
		[500, /answered HTTP 500/, /Try again/],
		[503, /answered HTTP 503/, /Try again/],
	])('HTTP %s is told as such', async (status, message, advice) => {
		const error = await failWith(status, {}, NOTHING);
		expect(error.message).toMatch(message);
		expect(error.description).toMatch(advice);
		expect(error.description).toContain('code media_unavailable');
	});
});
