/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets, @n8n/community-nodes/no-restricted-imports -- made-up values of the test app; test code is never shipped and may use Node and any library */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signWebhook } from '../simulator/webhooks/signature';
import { useWorld } from './support/useWorld';
import { wholeSource } from './support/video';
import { callToken } from './support/oauth';

const world = useWorld();
const OPEN_ID = 'sim-open-id-0001';
const PUBLIC = { privacy_level: 'PUBLIC_TO_EVERYONE' };

interface Received {
	headers: IncomingHttpHeaders;
	text: string;
}

/** The app's webhook endpoint: remembers what came and answers with these statuses in turn. */
let receiver: Server;
let received: Received[] = [];
let statuses: number[] = [];

beforeAll(async () => {
	receiver = createServer((request, response) => {
		const pieces: Buffer[] = [];
		request.on('data', (piece: Buffer) => pieces.push(piece));
		request.on('end', () => {
			received.push({ headers: request.headers, text: Buffer.concat(pieces).toString() });
			response.writeHead(statuses.shift() ?? 200).end();
		});
	});
	await new Promise<void>((resolve) => {
		receiver.listen(0, '127.0.0.1', resolve);
	});
});
afterAll(() => receiver.close());
beforeEach(() => {
	received = [];
	statuses = [];
	const { port } = receiver.address() as AddressInfo;
	world().simulator.app.webhookUrl = `http://127.0.0.1:${port}/webhook`;
});

async function events(): Promise<Array<{ event: string; content: unknown }>> {
	await world().simulator.webhooks.settled();
	return received.map(({ text }) => {
		const { event, content } = JSON.parse(text) as { event: string; content: string };
		return { event, content: JSON.parse(content) as unknown };
	});
}

async function publish(info: Record<string, unknown> = {}): Promise<string> {
	const id = await world().upload(info);
	world().simulator.finishPost(id);
	return id;
}

async function sendDraft(): Promise<string> {
	const { id, url } = await world().init({ source_info: wholeSource(1000) }, 'inboxInit');
	await world().put(url, [0, 999, 1000]);
	world().simulator.finishPost(id);
	return id;
}

describe('events', () => {
	test('a direct post that is published', async () => {
		const id = await publish();
		expect(await events()).toEqual([
			{
				event: 'post.publish.complete',
				content: { publish_id: id, publish_type: 'DIRECT_PUBLISH' },
			},
		]);
	});

	test('D18: the other word for direct posts by switch', async () => {
		world().simulator.switches.directType = 'DIRECT_POST';
		await publish();
		expect((await events())[0]?.content).toMatchObject({ publish_type: 'DIRECT_POST' });
	});

	test('a public post: complete, then publicly available with its id', async () => {
		const id = await publish(PUBLIC);
		expect((await events()).map(({ event }) => event).sort()).toEqual([
			'post.publish.complete',
			'post.publish.publicly_available',
		]);
		const text = received.find((entry) => entry.text.includes('publicly_available'))?.text;
		expect(text).toContain(
			`"content":"{\\"publish_id\\":\\"${id}\\",\\"post_id\\":7678907398077074696,`,
		);
	});

	test('the post id as text by switch', async () => {
		world().simulator.switches.webhookPostId = 'string';
		await publish(PUBLIC);
		await world().simulator.webhooks.settled();
		expect(received.some(({ text }) => text.includes('\\"7678907398077074696\\"'))).toBe(true);
	});

	test('publicly available comes after moderation', async () => {
		world().simulator.switches.moderationMs = 60_000;
		await publish(PUBLIC);
		expect(await events()).toHaveLength(1);
		world().simulator.clock.advance(60_000);
		expect(await events()).toHaveLength(2);
	});

	test('a post that fails', async () => {
		const id = await world().upload();
		world().simulator.finishPost(id, 'duration_check_failed');
		expect(await events()).toEqual([
			{
				event: 'post.publish.failed',
				content: {
					publish_id: id,
					reason: 'duration_check_failed',
					publish_type: 'DIRECT_PUBLISH',
				},
			},
		]);
	});

	test('a draft: delivered, then complete each time the creator posts it', async () => {
		const id = await sendDraft();
		expect(await events()).toEqual([
			{
				event: 'post.publish.inbox_delivered',
				content: { publish_id: id, publish_type: 'INBOX_SHARE' },
			},
		]);
		world().simulator.publishDraft(id);
		world().simulator.publishDraft(id);
		const later = (await events()).slice(1);
		expect(later.map(({ event }) => event)).toEqual([
			'post.publish.complete',
			'post.publish.complete',
		]);
		expect(later[0]?.content).toEqual({ publish_id: id, publish_type: 'INBOX_SHARE' });
	});

	test.each([
		['post.publish.no_longer_publicaly_available'],
		['post.publish.no_longer_publicly_available'],
	] as const)('D15: a post taken down: %s', async (event) => {
		world().simulator.switches.goneEvent = event;
		const id = await publish(PUBLIC);
		world().simulator.takeDown(id);
		expect(await events()).toContainEqual({
			event,
			content: expect.objectContaining({ publish_id: id }) as unknown,
		});
	});

	test('the user removes the app: reason 1, and the token is dead already', async () => {
		world().simulator.tokens.revoke(OPEN_ID);
		expect(await events()).toEqual([{ event: 'authorization.removed', content: { reason: 1 } }]);
		expect((await world().call('creatorInfo')).status).toBe(401);
	});

	test('the app revokes: reason 5', async () => {
		const fields = { token: world().token.access_token };
		await callToken(world(), { path: '/v2/oauth/revoke/', fields });
		expect(await events()).toEqual([{ event: 'authorization.removed', content: { reason: 5 } }]);
	});

	test('no webhook URL: nothing is sent', async () => {
		delete world().simulator.app.webhookUrl;
		await publish();
		expect(await events()).toEqual([]);
	});
});

describe('envelope and signature', () => {
	test('has the documented fields, in seconds and with content as text', async () => {
		await publish();
		await world().simulator.webhooks.settled();
		expect(JSON.parse(received[0]?.text ?? '')).toEqual({
			client_key: 'simkey0123456789',
			event: 'post.publish.complete',
			create_time: Math.floor(world().simulator.clock.now() / 1000),
			user_openid: OPEN_ID,
			content: expect.any(String) as unknown,
		});
	});

	test('is signed over the bytes as sent', async () => {
		await publish();
		await world().simulator.webhooks.settled();
		const [first] = received;
		const header = String(first?.headers['tiktok-signature']);
		const [, t, s] = /^t=(\d+),s=([0-9a-f]{64})$/.exec(header) ?? [];
		const hmac = createHmac('sha256', 'sim_secret_7f3a9c21e8d04b56');
		expect(s).toBe(hmac.update(`${t}.${first?.text}`).digest('hex'));
	});

	test('the vector of the specification', () => {
		const body =
			'{"client_key":"simkey0123456789","event":"post.publish.complete","create_time":1792999990,"user_openid":"sim-open-id-0001","content":"{\\"publish_id\\":\\"v_pub_file~v2-1.7700000000000000001\\",\\"publish_type\\":\\"DIRECT_PUBLISH\\"}"}';
		expect(Buffer.byteLength(body)).toBe(228);
		expect(signWebhook(body, 'sim_secret_7f3a9c21e8d04b56', 1793000000)).toBe(
			't=1793000000,s=7757050b36d359515ea0d71e8057139e6f856f3d79e28f2c479d2d2b9b9c3138',
		);
	});
});

describe('delivery', () => {
	test('anything but 200 is retried, with exponential backoff', async () => {
		const { simulator } = world();
		statuses = [500, 204, 404];
		await publish();
		expect(await events()).toHaveLength(1);
		for (const [waitMs, count] of [
			[59_999, 1],
			[1, 2],
			[119_999, 2],
			[1, 3],
			[240_000, 4],
			[480_000, 4],
		] as const) {
			simulator.clock.advance(waitMs);
			expect(await events()).toHaveLength(count);
		}
		expect(simulator.webhooks.deliveries.map(({ status }) => status)).toEqual([500, 204, 404, 200]);
		expect(new Set(received.map(({ text }) => text)).size).toBe(1);
	});

	test('retries end after 72 hours', async () => {
		statuses = Array<number>(50).fill(500);
		await publish();
		await events();
		for (let retry = 0; retry < 20; retry++) {
			world().simulator.clock.advance(60_000 * 2 ** retry);
			await world().simulator.webhooks.settled();
		}
		// 1 + 2 + 4 + … minutes: the thirteenth delivery is the last within 72 h.
		expect(received).toHaveLength(13);
	});

	test.each([
		[false, 1],
		[true, 2],
	])('D18: a retry is stamped anew: %s', async (restamp, count) => {
		world().simulator.switches.restamp = restamp;
		statuses = [500];
		await publish();
		await events();
		world().simulator.clock.advance(60_000);
		await events();
		expect(new Set(received.map(({ headers }) => headers['tiktok-signature'])).size).toBe(count);
	});

	test('at least once: copies by switch', async () => {
		world().simulator.switches.webhookCopies = 5;
		await publish();
		expect(await events()).toHaveLength(5);
		expect(new Set(received.map(({ text }) => text)).size).toBe(1);
	});

	test('redeliver() sends the same bytes and signature again', async () => {
		const { webhooks } = world().simulator;
		await publish();
		await webhooks.settled();
		const [delivery] = webhooks.deliveries;
		if (!delivery) throw new Error('Nothing was delivered');
		await webhooks.redeliver(delivery);
		expect(received[1]?.text).toBe(received[0]?.text);
		expect(received[1]?.headers['tiktok-signature']).toBe(received[0]?.headers['tiktok-signature']);
	});

	test('post() sends forged ones: without or with any signature', async () => {
		const { webhooks } = world().simulator;
		await webhooks.post('forged', '{}', undefined);
		await webhooks.post('forged', '{}', webhooks.sign('{}', 1, 'another secret'));
		expect(received[0]?.headers).not.toHaveProperty('tiktok-signature');
		expect(received[1]?.headers['tiktok-signature']).toMatch(/^t=1,s=/);
	});

	test('a receiver that is not there counts as status 0, and is retried', async () => {
		world().simulator.app.webhookUrl = 'http://127.0.0.1:1/';
		await publish();
		await world().simulator.webhooks.settled();
		expect(world().simulator.webhooks.deliveries[0]?.status).toBe(0);
		world().simulator.clock.advance(60_000);
		await world().simulator.webhooks.settled();
		expect(world().simulator.webhooks.deliveries).toHaveLength(2);
	});
});
