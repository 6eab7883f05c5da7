/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code is never shipped and may use Node and any library */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSimulator } from '../simulator';
import { makeClient, settle } from './support/client';
import { useWorld } from './support/useWorld';
import { makeVideo } from './support/video';

const world = useWorld();
const PUBLIC = { privacy_level: 'PUBLIC_TO_EVERYONE', title: 'Morning <run> #sim' };
const PLAIN = { proxy: false } as const;

async function publish(): Promise<string> {
	const id = await world().upload(PUBLIC);
	world().simulator.finishPost(id);
	return id;
}

describe('the profile page', () => {
	test('plays what was published, with its caption and ids', async () => {
		const id = await publish();
		const { simulator, http } = world();
		const { text } = await settle(http.get(simulator.profileUrl('sim.creator'), PLAIN));
		expect(text).toContain(`<video controls playsinline preload="metadata" src="/media/${id}">`);
		expect(text).toContain('Morning &lt;run&gt; #sim');
		expect(text).toContain('7678907398077074696');
		expect(text).toContain(simulator.posts[0]?.sha256);
	});

	test.each([
		['public', { ...PUBLIC }, {}, '#t=1.5'],
		['private', { privacy_level: 'SELF_ONLY' }, {}, ''],
		['private, by switch', { privacy_level: 'SELF_ONLY' }, { coverTimestamps: 'always' }, '#t=1.5'],
	] as const)('shows the chosen cover of a post that is %s', async (_who, info, switches, at) => {
		const { simulator, http } = world();
		Object.assign(simulator.switches, switches);
		const id = await world().upload({ ...info, video_cover_timestamp_ms: 1_500 });
		simulator.finishPost(id);
		const { text } = await settle(http.get(simulator.profileUrl('sim.creator'), PLAIN));
		expect(text).toContain(`src="/media/${id}${at}">`);
		expect(simulator.posts[0]?.coverMs).toBe(at === '' ? 0 : 1_500);
	});

	test('shows nothing that is still in progress', async () => {
		await world().upload(PUBLIC);
		const { simulator, http } = world();
		const { text } = await settle(http.get(simulator.profileUrl('sim.creator'), PLAIN));
		expect(text).not.toContain('<video');
		expect(text).toContain('Nothing has been published yet');
	});

	test('tells in words who sees a post, and keeps the facts behind a fold', async () => {
		await publish();
		const { simulator, http } = world();
		const { text } = await settle(http.get(simulator.profileUrl('sim.creator'), PLAIN));
		const [shown = '', folded = ''] = text.split('<details>');
		expect(shown).toContain('Everyone can see it');
		expect(shown).toContain(new Date(simulator.clock.now()).toISOString());
		expect(shown).not.toMatch(/sha256|PUBLIC_TO_EVERYONE/);
		expect(folded).toMatch(/<summary>Technical facts<\/summary>.*PUBLIC_TO_EVERYONE/s);
	});

	test('offers what is new as a piece of its own, unchanged posts with the same version', async () => {
		const { simulator, http } = world();
		const first = await publish();
		const url = `${simulator.profileUrl('sim.creator')}/posts`;
		const before = (await settle(http.get(url, PLAIN))).text;
		const second = await publish();
		const after = (await settle(http.get(url, PLAIN))).text;
		const piece = new RegExp(`<article id="${first}" data-version="[0-9a-f]+"`);
		expect(piece.exec(after)?.[0]).toBe(piece.exec(before)?.[0]);
		expect(after.indexOf(second)).toBeLessThan(after.indexOf(first));
		expect(after).not.toContain('<html');
	});

	test('is where / leads, and links to the control page, on loopback alone', async () => {
		const { simulator, http } = world();
		const start = await settle(http.get(`${simulator.loopbackUrl}/`, PLAIN));
		expect([start.status, start.headers.location]).toEqual([302, '/@sim.creator']);
		const here = await settle(http.get(simulator.profileUrl('sim.creator'), PLAIN));
		expect(here.text).toContain('href="/control"');
		const there = await settle(http.get('https://www.tiktok.com/@sim.creator'));
		expect(there.text).not.toContain('/control');
	});

	test('is on the real host too, and each public post has its page', async () => {
		await publish();
		const { http } = world();
		const profile = await settle(http.get('https://www.tiktok.com/@sim.creator'));
		expect(profile.text).toContain('<video');
		const url = 'https://www.tiktok.com/@sim.creator/video/7678907398077074696';
		expect((await settle(http.get(url))).text).toContain('<video');
		expect((await settle(http.get(`${url}0`))).status).toBe(404);
	});

	test('a browser that asks for an icon violates nothing', async () => {
		expect((await settle(world().http.get('https://www.tiktok.com/favicon.ico'))).status).toBe(204);
		world().simulator.expectClean();
	});

	test('of a creator nobody knows: 404', async () => {
		const { simulator, http } = world();
		expect((await settle(http.get(simulator.profileUrl('nobody'), PLAIN))).status).toBe(404);
	});
});

describe('the media', () => {
	test.each([
		[undefined, 200, 0, 999, undefined],
		['bytes=0-9', 206, 0, 9, 'bytes 0-9/1000'],
		['bytes=990-', 206, 990, 999, 'bytes 990-999/1000'],
		['bytes=-5', 206, 995, 999, 'bytes 995-999/1000'],
	])('Range %s: %d', async (range, status, first, last, contentRange) => {
		const id = await publish();
		const { simulator, http } = world();
		const answer = await http.get<ArrayBuffer>(`${simulator.loopbackUrl}/media/${id}`, {
			...PLAIN,
			headers: range === undefined ? {} : { Range: range },
			responseType: 'arraybuffer',
		});
		expect(answer.status).toBe(status);
		expect(answer.headers['content-range']).toBe(contentRange);
		expect(answer.headers['content-type']).toBe('video/mp4');
		expect(Buffer.from(answer.data).equals(makeVideo(1000).subarray(first, last + 1))).toBe(true);
	});

	test('Range behind the end: 416', async () => {
		const id = await publish();
		const { simulator, http } = world();
		const headers = { Range: 'bytes=2000-' };
		const answer = await settle(
			http.get(`${simulator.loopbackUrl}/media/${id}`, { ...PLAIN, headers }),
		);
		expect(answer.status).toBe(416);
	});
});

describe('where videos are kept', () => {
	test('in a folder of the caller, which close() leaves alone', async () => {
		const dataFolder = mkdtempSync(path.join(tmpdir(), 'simulator-test-'));
		const simulator = await startSimulator({ dataFolder });
		await uploadTo(simulator);
		const [file = ''] = readdirSync(dataFolder);
		expect(readFileSync(path.join(dataFolder, file)).equals(makeVideo(1000))).toBe(true);
		await simulator.close();
		expect(readdirSync(dataFolder)).toEqual([file]);
		rmSync(dataFolder, { recursive: true });
	});

	test('nowhere with keepVideos: false; the hash is known all the same', async () => {
		const simulator = await startSimulator({ keepVideos: false });
		await uploadTo(simulator);
		expect(simulator.posts[0]?.filePath).toBeUndefined();
		expect(simulator.posts[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
		await simulator.close();
	});
});

async function uploadTo(simulator: Awaited<ReturnType<typeof startSimulator>>): Promise<void> {
	const http = makeClient(simulator);
	const init = await http.post<string>(
		'https://open.tiktokapis.com/v2/post/publish/video/init/',
		JSON.stringify(world().directPost()),
		{
			headers: {
				Authorization: `Bearer ${simulator.connect().access_token}`,
				'Content-Type': 'application/json; charset=UTF-8',
			},
		},
	);
	const { upload_url } = (JSON.parse(init.data) as { data: { upload_url: string } }).data;
	await http.put(upload_url, makeVideo(1000), {
		headers: { 'Content-Type': 'video/mp4', 'Content-Range': 'bytes 0-999/1000' },
	});
}
