/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code is never shipped and may use Node and any library */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Post, Switches } from '../simulator';
import { readPhoto } from '../support/image/fixtures';
import { jsonOf, settle } from './support/client';
import { photoPost } from './support/photoPosts';
import { until } from './support/until';
import { useWorld } from './support/useWorld';

const world = useWorld();
const HOST = 'photos.example';
const CAROUSEL = ['sunset-1.jpg', 'sunset-3.webp', 'sunset-2.jpg'];

let server: Server | undefined;

afterEach(() => {
	server?.closeAllConnections();
	server?.close();
	server = undefined;
});

/** A web server for photos that keeps what it was asked; its prefix counts as verified. */
async function serve(listener: RequestListener): Promise<Array<[string, string | undefined]>> {
	const asked: Array<[string, string | undefined]> = [];
	const created = createServer((request, response) => {
		asked.push([`${request.method} ${request.url}`, request.headers['user-agent']]);
		listener(request, response);
	});
	server = created;
	await new Promise<void>((resolve) => created.listen(0, '127.0.0.1', resolve));
	const { simulator } = world();
	simulator.media.route(HOST, `http://127.0.0.1:${(created.address() as AddressInfo).port}`);
	simulator.app.verifiedProperties.push(`https://${HOST}/p/`);
	return asked;
}

function nameOf({ url = '' }: IncomingMessage): string {
	return url.replace('/p/', '');
}

const answerWithPhoto: RequestListener = (request, response) => {
	response.writeHead(200, { 'content-type': 'image/jpeg' });
	response.end(request.method === 'HEAD' ? undefined : readPhoto(nameOf(request)));
};

/** Announces a post of these photos, and waits until TikTok has them or has given up. */
async function pull(names: string[], switches: Partial<Switches> = {}): Promise<Post> {
	const { simulator } = world();
	Object.assign(simulator.switches, { processingPolls: 0, ...switches });
	const urls = names.map((name) => `https://${HOST}/p/${name}`);
	const { id } = await world().init(photoPost(urls), 'contentInit');
	const post = simulator.posts.find(({ publishId }) => publishId === id) as Post;
	await until(() => post.hasAllBytes || post.status === 'FAILED');
	await world().call('status', { body: { publish_id: id } });
	return post;
}

describe('photos', () => {
	test('are pulled in their order, and kept byte for byte', async () => {
		await serve(answerWithPhoto);
		const post = await pull(CAROUSEL);
		expect(post.photos).toMatchObject(
			CAROUSEL.map((name) => ({
				sha256: createHash('sha256').update(readPhoto(name)).digest('hex'),
				bytes: readPhoto(name).length,
				type: name.endsWith('webp') ? 'webp' : 'jpeg',
				width: 540,
				height: 960,
			})),
		);
		expect(post.status).toBe('PUBLISH_COMPLETE');
	});

	test.each([
		['1080x1440.jpg', undefined],
		['1086x1448.jpg', 'picture_size_check_failed'],
		['1200x1200.webp', 'picture_size_check_failed'],
		['sunset.png', 'file_format_check_failed'],
	])('of which one is %s: %s', async (name, failReason) => {
		await serve(answerWithPhoto);
		const post = await pull(['sunset-1.jpg', name]);
		expect(post.failReason).toBe(failReason);
	});

	test('appear on the profile page as a carousel, each as what it is', async () => {
		await serve(answerWithPhoto);
		const { publishId } = await pull(CAROUSEL);
		const { simulator, http } = world();
		const { text } = await settle(http.get(simulator.profileUrl('sim.creator'), { proxy: false }));
		expect(text).toContain('role="group" aria-label="3 photos"');
		expect([...text.matchAll(/<img class="photo" src="([^"]+)"/g)].map(([, url]) => url)).toEqual(
			[0, 1, 2].map((index) => `/media/${publishId}/${index}`),
		);
		const url = `${simulator.loopbackUrl}/media/${publishId}/1`;
		const photo = await http.get<ArrayBuffer>(url, { proxy: false, responseType: 'arraybuffer' });
		expect(photo.headers['content-type']).toBe('image/webp');
		expect(Buffer.from(photo.data).equals(readPhoto('sunset-3.webp'))).toBe(true);
		expect((await settle(http.get(`${url}9`, { proxy: false }))).status).toBe(404);
	});

	test('are asked for as the switches say: HEAD first, a name for itself, side by side', async () => {
		const asked = await serve(answerWithPhoto);
		await pull(CAROUSEL, { photoHead: true, pullUserAgent: 'SomeBot/1.0', photosAtOnce: 3 });
		expect(asked.every(([, userAgent]) => userAgent === 'SomeBot/1.0')).toBe(true);
		expect(asked.map(([line]) => line).sort()).toEqual(
			CAROUSEL.flatMap((name) => [`GET /p/${name}`, `HEAD /p/${name}`]).sort(),
		);
	});

	test('whose server refuses HEAD fail where TikTok asks so', async () => {
		await serve((request, response) => {
			if (request.method === 'HEAD') response.writeHead(404).end();
			else answerWithPhoto(request, response);
		});
		expect((await pull(['sunset-1.jpg'])).status).toBe('PUBLISH_COMPLETE');
		const post = await pull(['sunset-1.jpg'], { photoHead: true });
		expect(post.failReason).toBe('photo_pull_failed');
	});

	test.each([
		[1, 'photo_pull_failed', ['GET /p/sunset-1.jpg']],
		[2, undefined, ['GET /p/sunset-1.jpg', 'GET /p/sunset-1.jpg']],
	])('that break off once, with %i tries: %s', async (photoTries, failReason, lines) => {
		let isFirst = true;
		const asked = await serve((request, response) => {
			if (!isFirst) return answerWithPhoto(request, response);
			isFirst = false;
			response.writeHead(200, { 'content-length': 13_000 });
			response.write('half', () => response.destroy());
		});
		const post = await pull(['sunset-1.jpg'], { photoTries });
		expect(post.failReason).toBe(failReason);
		expect(asked.map(([line]) => line)).toEqual(lines);
		if (failReason === undefined) expect(post.bytesReceived).toBe(readPhoto('sunset-1.jpg').length);
	});

	test('are pulled later, when the clock says so', async () => {
		const asked = await serve(answerWithPhoto);
		const { simulator } = world();
		const pulled = pull(['sunset-1.jpg'], { pullDelayMs: 1_800_000 });
		await until(() => simulator.posts.length === 1);
		expect(asked).toEqual([]);
		simulator.clock.advance(1_800_000);
		expect((await pulled).status).toBe('PUBLISH_COMPLETE');
	});

	test('come as slowly as the switch says', async () => {
		await serve(answerWithPhoto);
		const { simulator } = world();
		const pulled = pull(['sunset-1.jpg'], { pullBytesPerSecond: 1_000 });
		await until(() => (simulator.posts[0]?.bytesReceived ?? 0) > 0);
		expect(simulator.posts[0]).toMatchObject({ hasAllBytes: false });
		simulator.clock.advance(3_500_000);
		await until(() => simulator.posts[0]?.hasAllBytes === true);
		await pulled;
	});

	test('of a post that is cancelled meanwhile are not pulled', async () => {
		const asked = await serve(answerWithPhoto);
		const { simulator } = world();
		const pulled = pull(['sunset-1.jpg'], { pullDelayMs: 60_000 });
		await until(() => simulator.posts.length === 1);
		const [post] = simulator.posts;
		const answer = await world().call('cancel', { body: { publish_id: post?.publishId } });
		expect(jsonOf(answer)).toMatchObject({ error: { code: 'ok' } });
		simulator.clock.advance(60_000);
		expect((await pulled).failReason).toBe('publish_cancelled');
		expect(asked).toEqual([]);
	});
});
