/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests start a server */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import { findSecrets } from '../../support/node/findSecrets';
import { onPause } from '../../support/node/virtualTime';
import { fileParameters, PREFIX, usePhotoFiles } from './support/usePhotoFiles';

const photos = usePhotoFiles();
const { use } = photos;

async function fail(changes: IDataObject = {}): Promise<string> {
	const items = [await photos.itemOf('sunset-1.jpg')];
	const error = await use.fail(fileParameters(changes), { items });
	return `${error.message}\n${error.description}`;
}

const run = async (changes: IDataObject = {}) =>
	await use.runOne(fileParameters(changes), {
		items: [await photos.itemOf('sunset-1.jpg', 'sunset-3.webp')],
	});

function expectNothingSent(): void {
	expect(use.stage.listRequests().filter((request) => /init|creator/.test(request))).toEqual([]);
}

function setAddress(address: unknown): void {
	if (use.credential) use.credential.saved.photoAddress = address as string;
}

describe('before anything is sent, the node says what is wrong with', () => {
	afterEach(expectNothingSent);

	it.each([
		[
			'no Photo Address',
			'',
			/^The TikTok credential has no Photo Address.*\n.*Copy the Production URL/,
		],
		['a Test URL', PREFIX.replace('webhook', 'webhook-test'), /^Photo Address is a Test URL/],
		['n8n alone', 'https://n8n.example.com/', /^Photo Address is not the Production URL of a node/],
		[
			'http',
			PREFIX.replace('https', 'http'),
			/^Photo Address: .* does not begin with https.*\n.*WEBHOOK_URL/,
		],
		[
			'localhost',
			'https://localhost/webhook/id',
			/^Photo Address: .* names no public domain.*\n.*WEBHOOK_URL/,
		],
	])('%s', async (_title, address, text) => {
		setAddress(address);
		expect(await fail()).toMatch(text);
	});

	it('a workflow that is not published', async () => {
		photos.media.isPublished = false;
		expect(await fail()).toMatch(
			/leads to no photo: nobody serves there\nNothing was sent\. Publish/,
		);
	});

	it('the address of another node', async () => {
		setAddress('https://n8n.example.com/webhook/1c6a4a5e-6a0a-4a53-9a44-51c1a7c0f6de');
		expect(await fail()).toMatch(
			/nobody serves there\n.*copy its Production URL into Photo Address/,
		);
	});

	it.each([
		['another app’s credential', { saved: { clientId: 'key', clientSecret: 'another' } }],
		['a deleted credential', undefined],
	])('%s in the serving node', async (_title, credential) => {
		photos.media.credential = credential;
		expect(await fail()).toMatch(
			/Post Media answers, and does not know the photo\n.*same TikTok credential/,
		);
	});

	it('an n8n that keeps its files elsewhere', async () => {
		photos.media.ownFiles = true;
		expect(await fail()).toMatch(/Post Media answers, and does not have the file\n.*queue mode/);
	});

	it('the same with Validate Only', async () => {
		photos.media.isPublished = false;
		expect(await fail({ options: { validateOnly: true } })).toMatch(/nobody serves there/);
	});
});

describe('something else that answers there', () => {
	let server: Server;
	let answer: { status: number; headers?: Record<string, string> } = { status: 200 };

	beforeEach(async () => {
		server = createServer((_request, response) => {
			response.writeHead(answer.status, answer.headers).end();
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		use.stage.simulator.media.route('n8n.example.com', `http://127.0.0.1:${port}`);
	});
	afterEach(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});

	it.each([
		['a sign-in page', { status: 200, headers: { 'content-type': 'text/html' } }, 200],
		['a redirect', { status: 302, headers: { location: 'https://sso.example.com/' } }, 302],
		['a challenge', { status: 403 }, 403],
		['a proxy without n8n', { status: 502 }, 502],
	])('%s: nothing is sent', async (_title, given, status) => {
		answer = given;
		expect(await fail()).toMatch(
			new RegExp(`answered by something else \\(HTTP ${status}\\)\\n.*challenge page`),
		);
		expectNothingSent();
	});
});

describe('an address that n8n can’t reach itself', () => {
	const OTHER = 'https://unreachable.invalid/webhook/0b6a4a5e-6a0a-4a53-9a44-51c1a7c0f6de/';

	beforeEach(() => {
		setAddress(OTHER);
		use.stage.simulator.app.verifiedProperties.push(OTHER);
	});

	it('is left to TikTok, and named when TikTok fails', async () => {
		const text = await fail();
		expect(text).toMatch(/^TikTok could not download a photo from its URL\n/);
		expect(text).toMatch(/TikTok Post Media is published.*n8n got no answer from Photo Address/);
	});

	it('is a warning where it is only checked', async () => {
		const output = await run({ options: { validateOnly: true } });
		expect(output.warnings).toEqual([expect.stringMatching(/got no answer from Photo Address/)]);
	});
});

it('an address that is not verified is named as what it is', async () => {
	use.stage.simulator.app.verifiedProperties.length = 0;
	const text = await fail();
	expect(text).toMatch(
		/^Photo Address of the TikTok credential is not verified for your TikTok app\n.*a sandbox needs/,
	);
});

it('photos that TikTok can’t get are a failure that says what to look at', async () => {
	// Between the look and the download.
	use.stage.simulator.switches.pullDelayMs = 1;
	onPause(() => {
		photos.media.isPublished = false;
	});
	const text = await fail();
	expect(text).toMatch(
		/^TikTok could not download a photo from its URL\nCheck that the workflow with TikTok Post Media/,
	);
	expect(text).not.toMatch(/got no answer/);
});

describe('Validate Only', () => {
	it('tells the photos by their names, and sends nothing', async () => {
		const output = await run({ options: { validateOnly: true } });
		expect(output).toMatchObject({
			valid: true,
			request: {
				source_info: {
					photo_cover_index: 0,
					photo_images: [
						'Input Binary Fields, photo 1 (binary field "data")',
						'Input Binary Fields, photo 2 (binary field "data_1")',
					],
				},
			},
			converted_photos: [],
			warnings: [],
		});
		expect(findSecrets(output, use.stage.simulator.app.clientSecret)).toEqual([]);
		expect(use.stage.simulator.posts).toEqual([]);
	});
});

describe('until TikTok has downloaded', () => {
	/** TikTok comes late and reads slowly; what has passed when it is through. */
	const DELAY_MS = 1_200_000;

	it.each([
		['Wait Until Finished is off', { waitUntilFinished: false }],
		['Max Wait is over before', { options: { maxWaitSeconds: 5 } }],
		['Max Wait is 0', { options: { maxWaitSeconds: 0 } }],
	])('the node waits, also where %s', async (_title, changes) => {
		const { simulator } = use.stage;
		simulator.switches.pullDelayMs = DELAY_MS;
		const began = simulator.clock.now();
		const output = await run(changes);
		expect(simulator.clock.now() - began).toBeGreaterThanOrEqual(DELAY_MS);
		expect(photos.listPulled()).toHaveLength(2);
		expect(output).toMatchObject({ status: 'PUBLISH_COMPLETE' });
		expect(output).not.toHaveProperty('timed_out');
	});

	it.each([
		['and no longer, where Wait Until Finished is off', { waitUntilFinished: false }, undefined],
		['and for Max Wait, if that is longer', { options: { maxWaitSeconds: 5 } }, true],
	])('the node waits, %s', async (_title, changes, timedOut) => {
		const { simulator } = use.stage;
		simulator.switches.pullDelayMs = DELAY_MS;
		answerStatus('PROCESSING_DOWNLOAD', 5);
		answerStatus('PROCESSING_UPLOAD', 1);
		const output = await run(changes);
		expect(output.status).toBe('PROCESSING_UPLOAD');
		expect(output.timed_out).toBe(timedOut);
		expect(use.stage.listRequests().filter((name) => name.startsWith('status'))).toHaveLength(6);
	});

	/** TikTok does not say whether photos that it has are still being downloaded. */
	function answerStatus(status: string, times: number): void {
		const body = { data: { status }, error: { code: 'ok', message: '', log_id: 'L' } };
		use.stage.simulator.faults.add({
			on: { endpoint: 'status' },
			do: 'status',
			status: 200,
			body,
			times,
		});
	}

	it('the node waits no longer than the names count', async () => {
		const { simulator } = use.stage;
		simulator.switches.pullDelayMs = 36_000_000;
		const began = simulator.clock.now();
		const output = await run({ waitUntilFinished: false });
		expect(output).toMatchObject({ status: 'PROCESSING_DOWNLOAD', timed_out: true });
		expect(simulator.clock.now() - began).toBeLessThan(4_300_000);
	});

	it('names count from when the call goes out, however long it waits for its turn', async () => {
		const { simulator } = use.stage;
		simulator.faults.add({ on: { endpoint: 'contentInit' }, do: 'rate-limit' });
		const began = simulator.clock.now();
		await run({ options: { onRateLimit: 'wait', maxRateLimitWaitSeconds: 3_600 } });
		const [url = ''] = simulator.posts[0]?.sourceInfo.photo_images as string[];
		const body = Buffer.from(url.split('/').at(-1)?.split('.')[0] ?? '', 'base64url');
		expect(body.readUInt32BE(0) * 1_000).toBeGreaterThan(began + 4_200_000 + 3_000);
	});
});
