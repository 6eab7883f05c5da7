/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- test code runs in plain Node, not in n8n; test code is never shipped and may use Node and any library */
import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import type { FaultScript, Switches } from '../simulator';
import { settle } from './support/client';
import { until } from './support/until';
import { useWorld } from './support/useWorld';
import { chunkedSource, makeVideo, wholeSource } from './support/video';

const world = useWorld();

const SMALL = 1000;
const LARGE = 20_000_007;
const CHUNK = 10_000_000;

type Range = readonly [first: number, last: number, total: number];

const WHOLE: Range = [0, SMALL - 1, SMALL];
const FIRST: Range = [0, CHUNK - 1, LARGE];
const LAST: Range = [CHUNK, LARGE - 1, LARGE];

/** One PUT and its answer. */
interface Step {
	put: Range;
	headers?: Record<string, string | undefined>;
	/** What happens before this PUT. */
	fault?: FaultScript['do'] | FaultScript;
	advanceMs?: number;
	/** Status, or the code of a broken connection. */
	answer: number | string;
	/** `Content-Range` of the answer. */
	range?: string | null;
}

interface Row {
	title: string;
	size?: number;
	switches?: Partial<Switches>;
	steps: Step[];
	/** Bytes the simulator counts at the end; default: all if the last answer is 201. */
	received?: number;
	violations?: string[];
}

const ROWS: Row[] = [
	{
		title: 'one chunk: 201 and all bytes counted',
		steps: [{ put: WHOLE, answer: 201, range: 'bytes 0-1000/1000' }],
	},
	{
		title: 'two chunks in order: 206, then 201',
		size: LARGE,
		steps: [
			{ put: FIRST, answer: 206, range: `bytes 0-10000000/${LARGE}` },
			{ put: LAST, answer: 201, range: `bytes 0-${LARGE}/${LARGE}` },
		],
	},
	{
		title: 'D13: the answer counts to the last index by switch',
		switches: { putRange: 'last' },
		steps: [{ put: WHOLE, answer: 201, range: 'bytes 0-999/1000' }],
	},
	{
		title: 'D13: the answer has no range by switch',
		switches: { putRange: 'none' },
		steps: [{ put: WHOLE, answer: 201, range: null }],
	},
	...['video/mp4', 'video/quicktime', 'video/webm'].map((type) => ({
		title: `Content-Type ${type}`,
		steps: [{ put: WHOLE, headers: { 'Content-Type': type }, answer: 201 }],
	})),
	...['application/octet-stream', 'video/x-msvideo', 'video/mp4; codecs=avc1'].map((type) => ({
		title: `Content-Type ${type}: 400`,
		steps: [{ put: WHOLE, headers: { 'Content-Type': type }, answer: 400 }],
		received: 0,
		violations: ['upload-content-type'],
	})),
	{
		title: 'an Authorization header: 400',
		steps: [{ put: WHOLE, headers: { Authorization: 'Bearer act.SIM' }, answer: 400 }],
		received: 0,
		violations: ['upload-authorization'],
	},
	{
		title: 'no Content-Range: 416',
		steps: [{ put: WHOLE, headers: { 'Content-Range': undefined }, answer: 416 }],
		received: 0,
		violations: ['upload-content-range'],
	},
	...['0-999/1000', 'bytes 0-999/*', 'bytes=0-999/1000', 'bytes 5-4/1000'].map((value) => ({
		title: `Content-Range "${value}": 400`,
		steps: [{ put: WHOLE, headers: { 'Content-Range': value }, answer: 400 }],
		received: 0,
		violations: ['upload-content-range'],
	})),
	{
		title: 'a Content-Range that does not fit Content-Length: 400',
		steps: [{ put: WHOLE, headers: { 'Content-Range': 'bytes 0-998/1000' }, answer: 400 }],
		received: 0,
		violations: ['upload-content-length'],
	},
	{
		title: 'another total than the init declared: 416',
		steps: [{ put: WHOLE, headers: { 'Content-Range': 'bytes 0-999/1001' }, answer: 416 }],
		received: 0,
		violations: ['upload-range-total'],
	},
	{
		title: 'the second chunk first: 416 tells that nothing is here',
		size: LARGE,
		steps: [{ put: LAST, answer: 416, range: `bytes 0-0/${LARGE}` }],
		received: 0,
		violations: ['upload-out-of-order'],
	},
	{
		title: 'a chunk shorter than declared: 416',
		size: LARGE,
		steps: [{ put: [0, 4_999_999, LARGE], answer: 416 }],
		received: 0,
		violations: ['upload-chunk-length'],
	},
	{
		title: 'a chunk longer than declared: 416',
		size: LARGE,
		steps: [{ put: [0, LARGE - 1, LARGE], answer: 416 }],
		received: 0,
		violations: ['upload-chunk-length'],
	},
	{
		title: 'a chunk again although its answer arrived: 416 tells what is here, and it is recorded',
		size: LARGE,
		steps: [
			{ put: FIRST, answer: 206 },
			{ put: FIRST, answer: 416, range: `bytes 0-10000000/${LARGE}` },
		],
		received: CHUNK,
		violations: ['upload-repeated'],
	},
	{
		title: 'D13: a chunk again is accepted by switch, and counted once',
		size: LARGE,
		switches: { rePut: 206 },
		steps: [
			{ put: FIRST, fault: 'reset-after', answer: 'ECONNRESET' },
			{ put: FIRST, answer: 206, range: `bytes 0-10000000/${LARGE}` },
			{ put: LAST, answer: 201 },
		],
	},
	{
		title: 'the URL after one hour: 403',
		steps: [{ put: WHOLE, advanceMs: 3_600_000, answer: 403 }],
		received: 0,
	},
	{
		title: 'the URL just before the hour is over: 201',
		steps: [{ put: WHOLE, advanceMs: 3_599_999, answer: 201 }],
	},
	{
		title: 'an upload that outlives its URL half-way: 403',
		size: LARGE,
		steps: [
			{ put: FIRST, answer: 206 },
			{ put: LAST, advanceMs: 3_600_000, answer: 403 },
		],
		received: CHUNK,
	},
	{
		title: 'fault reset-before: nothing counts, the chunk may come again',
		size: LARGE,
		steps: [
			{ put: FIRST, fault: 'reset-before', answer: 'ECONNRESET' },
			{ put: FIRST, answer: 206 },
			{ put: LAST, answer: 201 },
		],
	},
	{
		title: 'fault reset-inside: nothing counts, the chunk may come again',
		size: LARGE,
		steps: [
			{ put: FIRST, answer: 206 },
			{ put: LAST, fault: 'reset-inside', answer: 'ECONNRESET' },
			{ put: LAST, answer: 201 },
		],
	},
	{
		title: 'a broken chunk kept by switch: 416, then the rest of it',
		size: LARGE,
		switches: { partialChunks: 'keep' },
		steps: [
			{
				put: FIRST,
				fault: { on: { endpoint: 'upload' }, do: 'reset-inside', afterBytes: 3_000_000 },
				answer: 'ECONNRESET',
			},
			{ put: FIRST, answer: 416, range: `bytes 0-3000000/${LARGE}` },
			{ put: [3_000_000, CHUNK - 1, LARGE], answer: 206 },
			{ put: LAST, answer: 201 },
		],
	},
	{
		title: 'a broken chunk that is only counted comes again from its start',
		size: LARGE,
		switches: { partialChunks: 'count' },
		steps: [
			{
				put: FIRST,
				fault: { on: { endpoint: 'upload' }, do: 'reset-inside', afterBytes: 3_000_000 },
				answer: 'ECONNRESET',
			},
			{ put: FIRST, answer: 206 },
			{ put: LAST, answer: 201 },
		],
	},
	{
		title: 'a broken chunk kept is none that was accepted, so it is not repeated by switch',
		size: LARGE,
		switches: { partialChunks: 'keep', rePut: 206 },
		steps: [
			{
				put: FIRST,
				fault: { on: { endpoint: 'upload' }, do: 'reset-inside', afterBytes: 3_000_000 },
				answer: 'ECONNRESET',
			},
			{ put: FIRST, answer: 416, range: `bytes 0-3000000/${LARGE}` },
		],
		received: 3_000_000,
	},
	{
		title: 'fault reset-after: the chunk counts, sending it again tells so',
		size: LARGE,
		steps: [
			{ put: FIRST, fault: 'reset-after', answer: 'ECONNRESET' },
			{ put: FIRST, answer: 416, range: `bytes 0-10000000/${LARGE}` },
			{ put: LAST, answer: 201 },
		],
	},
	{
		title: 'the answer to the last chunk is lost: 416 tells that all is here',
		steps: [
			{ put: WHOLE, fault: 'reset-after', answer: 'ECONNRESET' },
			{ put: WHOLE, answer: 416, range: 'bytes 0-1000/1000' },
		],
		received: SMALL,
	},
	...[500, 502, 503, 408, 429].map((status) => ({
		title: `fault ${status}: nothing counts, the chunk may come again`,
		steps: [
			{
				put: WHOLE,
				fault: { on: { endpoint: 'upload' }, do: 'status', status } satisfies FaultScript,
				answer: status,
			},
			{ put: WHOLE, answer: 201 },
		],
	})),
	{
		title: 'fault 503 although the chunk was taken',
		size: LARGE,
		steps: [
			{
				put: FIRST,
				fault: { on: { endpoint: 'upload' }, do: 'status', status: 503, processed: true },
				answer: 503,
				range: null,
			},
			{ put: FIRST, answer: 416, range: `bytes 0-10000000/${LARGE}` },
			{ put: LAST, answer: 201 },
		],
	},
	{
		title: 'fault early 403: answered before the body is read',
		size: LARGE,
		steps: [
			{
				put: FIRST,
				fault: { on: { endpoint: 'upload' }, do: 'early-status', status: 403 },
				answer: 403,
			},
		],
		received: 0,
	},
	{
		title: 'fault html: a gateway page',
		steps: [
			{ put: WHOLE, fault: 'html', answer: 502 },
			{ put: WHOLE, answer: 201 },
		],
	},
	{
		title: 'fault forget: a confirmed chunk is gone, 416 tells so, and sending it again works',
		size: LARGE,
		steps: [
			{ put: FIRST, fault: 'forget', answer: 206 },
			{ put: LAST, answer: 416, range: `bytes 0-0/${LARGE}` },
			{ put: FIRST, answer: 206 },
			{ put: LAST, answer: 201 },
		],
	},
	{
		title: 'fault expire-url: 403 for good',
		steps: [
			{ put: WHOLE, fault: 'expire-url', answer: 403 },
			{ put: WHOLE, answer: 403 },
		],
		received: 0,
	},
	{
		title: 'fault expire-url, early: 403 before the body was read, for good',
		steps: [
			{
				put: WHOLE,
				fault: { on: { endpoint: 'upload' }, do: 'expire-url', early: true, closes: true },
				answer: 403,
			},
			{ put: WHOLE, answer: 403 },
		],
		received: 0,
	},
	{
		title: 'fault slow: the chunk trickles in and counts',
		steps: [
			{
				put: WHOLE,
				fault: { on: { endpoint: 'upload' }, do: 'slow', bytesPerSecond: 20_000 },
				answer: 201,
			},
		],
	},
	{
		title: 'a fault for the last chunk leaves the first alone',
		size: LARGE,
		steps: [
			{
				put: FIRST,
				fault: { on: { endpoint: 'upload', chunk: 'last' }, do: 'reset-before' },
				answer: 206,
			},
			{ put: LAST, answer: 'ECONNRESET' },
			{ put: LAST, answer: 201 },
		],
	},
	{
		title: 'a fault for the second PUT',
		size: LARGE,
		steps: [
			{
				put: FIRST,
				fault: { on: { endpoint: 'upload', nth: 2 }, do: 'status', status: 500 },
				answer: 206,
			},
			{ put: LAST, answer: 500 },
			{ put: LAST, answer: 201 },
		],
	},
];

describe('PUT to the upload URL', () => {
	test.each(ROWS.map((row) => [row.title, row] as const))('%s', async (_title, row) => {
		const { simulator } = world();
		Object.assign(simulator.switches, row.switches);
		const size = row.size ?? SMALL;
		const source = size === SMALL ? wholeSource(size) : chunkedSource(size, CHUNK);
		const { url } = await world().init(world().directPost(source));
		for (const step of row.steps) {
			if (step.fault) simulator.faults.add(asFault(step.fault));
			simulator.clock.advance(step.advanceMs ?? 0);
			const answer = await world().put(url, step.put, step.headers);
			expect(answer.broken || answer.status).toBe(step.answer);
			if (step.range === null) expect(answer.headers['content-range']).toBeUndefined();
			else if (step.range) expect(answer.headers['content-range']).toBe(step.range);
		}
		const [post] = simulator.posts;
		const isWhole = post?.bytesReceived === size;
		expect(post?.bytesReceived).toBe(row.received ?? size);
		expect(post?.sha256).toBe(isWhole ? sha256(size) : undefined);
		expect(world().violatedRules()).toEqual(row.violations ?? []);
		expect(simulator.faults.pending()).toEqual([]);
	});

	test('a chunk again after a made-up status said that it is not here: no violation', async () => {
		const { simulator } = world();
		const { id, url } = await world().init(world().directPost(chunkedSource(LARGE, CHUNK)));
		await world().put(url, FIRST);
		const data = { status: 'PROCESSING_UPLOAD', uploaded_bytes: 0 };
		const body = { data, error: { code: 'ok', message: '', log_id: 'SIM' } };
		simulator.faults.add({ on: { endpoint: 'status' }, do: 'status', status: 200, body });
		await world().call('status', { body: { publish_id: id } });
		expect((await world().put(url, FIRST)).status).toBe(416);
		expect(world().violatedRules()).toEqual([]);
	});

	test('a PUT to a URL nobody issued: 404', async () => {
		const { url } = await world().init(world().directPost());
		const answer = await world().put(`${url}0`, WHOLE);
		expect(answer.status).toBe(404);
		expect(world().violatedRules()).toEqual(['upload-unknown-url']);
	});

	test('a PUT to the same path on another upload host: 404', async () => {
		const { url } = await world().init(world().directPost());
		const other = url.replace('open-upload.tiktokapis.com', 'upload.us.tiktokapis.com');
		expect((await world().put(other, WHOLE)).status).toBe(404);
		expect(world().violatedRules()).toEqual(['upload-unknown-url']);
	});

	test('POST instead of PUT: 400', async () => {
		const { url } = await world().init(world().directPost());
		const answer = await world().http.post(url, makeVideo(SMALL), {
			headers: { 'Content-Type': 'video/mp4', 'Content-Range': 'bytes 0-999/1000' },
		});
		expect(answer.status).toBe(400);
		expect(world().violatedRules()).toEqual(['upload-method']);
	});

	test('the client goes away inside a chunk: recorded, not counted, no violation', async () => {
		const { simulator, http } = world();
		const { url } = await world().init(world().directPost(chunkedSource(LARGE, CHUNK)));
		simulator.faults.add({ on: { endpoint: 'upload' }, do: 'slow', bytesPerSecond: 20_000_000 });
		const controller = new AbortController();
		const sending = http.put(url, makeVideo(LARGE).subarray(0, CHUNK), {
			signal: controller.signal,
			headers: { 'Content-Type': 'video/mp4', 'Content-Range': `bytes 0-9999999/${LARGE}` },
		});
		setTimeout(() => controller.abort(), 50);
		await expect(sending).rejects.toThrow('canceled');
		await until(() => simulator.requests.some((request) => request.method === 'PUT'));
		expect(simulator.requests.at(-1)).toMatchObject({ outcome: 'client-closed', status: 0 });
		expect(simulator.posts[0]?.bytesReceived).toBe(0);
		simulator.expectClean();
	});

	test('a client that gives up a slow PUT may send the chunk again at once', async () => {
		const { simulator, http } = world();
		const { url } = await world().init(world().directPost(chunkedSource(LARGE, CHUNK)));
		simulator.faults.add({ on: { endpoint: 'upload' }, do: 'slow', bytesPerSecond: 10_000 });
		const slow = http.put(url, makeVideo(LARGE).subarray(0, CHUNK), {
			timeout: 100,
			headers: { 'Content-Type': 'video/mp4', 'Content-Range': `bytes 0-9999999/${LARGE}` },
		});
		await expect(slow).rejects.toThrow('timeout');
		expect((await world().put(url, FIRST)).status).toBe(206);
		simulator.expectClean();
	});

	test('two living PUTs of one upload are recorded, and served one after another', async () => {
		const { http } = world();
		const { url } = await world().init(world().directPost(chunkedSource(LARGE, CHUNK)));
		const body = new PassThrough();
		const headers = {
			'Content-Type': 'video/mp4',
			'Content-Length': CHUNK,
			'Content-Range': `bytes 0-9999999/${LARGE}`,
		};
		const first = settle(http.put(url, body, { headers }));
		body.write(makeVideo(LARGE).subarray(0, 1_000_000));
		const second = world().put(url, LAST);
		await until(() => world().violatedRules().includes('upload-parallel'));
		body.end(makeVideo(LARGE).subarray(1_000_000, CHUNK));
		expect([(await first).status, (await second).status]).toEqual([206, 201]);
	});

	test('fault stall: no answer until the client gives up', async () => {
		const { simulator, http } = world();
		const { url } = await world().init(world().directPost());
		simulator.faults.add({ on: { endpoint: 'upload' }, do: 'stall' });
		const sending = http.put(url, makeVideo(SMALL), {
			timeout: 100,
			headers: { 'Content-Type': 'video/mp4', 'Content-Range': 'bytes 0-999/1000' },
		});
		await expect(sending).rejects.toThrow('timeout');
		expect((await world().put(url, WHOLE)).status).toBe(201);
		simulator.expectClean();
	});
});

function asFault(fault: FaultScript['do'] | FaultScript): FaultScript {
	return typeof fault === 'string' ? { on: { endpoint: 'upload' }, do: fault } : fault;
}

function sha256(size: number): string {
	return createHash('sha256').update(makeVideo(size)).digest('hex');
}
