import { settle, type Answer } from './support/client';
import { useWorld } from './support/useWorld';

const world = useWorld();
const PUBLIC = { privacy_level: 'PUBLIC_TO_EVERYONE', title: 'From the control page' };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

async function look(path = ''): Promise<Answer> {
	const { simulator, http } = world();
	return await settle(http.get(`${simulator.loopbackUrl}/control${path}`, { proxy: false }));
}

async function press(name: string, body = '', headers = {}): Promise<Answer> {
	const { simulator, http } = world();
	const url = `${simulator.loopbackUrl}/control/${name}`;
	return await settle(http.post(url, body, { proxy: false, headers: { ...FORM, ...headers } }));
}

/** Presses a button and returns what the page says then. */
async function letHappen(name: string): Promise<string> {
	const { status, headers } = await press(name);
	expect(status).toBe(303);
	const { text } = await look(String(headers.location).replace('/control', ''));
	return /role="status">(.*?)<\/div>/s.exec(text)?.[1] ?? '';
}

async function initCode(): Promise<unknown> {
	const answer = await world().call('videoInit', { body: world().directPost() });
	return (JSON.parse(answer.text) as { error: { code: string } }).error.code;
}

describe('the control page', () => {
	test('has a labelled button for each thing that happens in life', async () => {
		const { text } = await look();
		const labels = [...text.matchAll(/<button aria-describedby="(about-[a-z-]+)">([^<]+)</g)];
		expect(labels.map(([, , label]) => label)).toEqual([
			'Access revoked',
			'Daily limit reached',
			'Calls per minute used up',
			'A chunk is refused',
			'Connection cut in the middle',
			'The upload is refused for good',
			'Webhook now',
			'Everything goes well again',
		]);
		for (const [, id] of labels) expect(text).toContain(`id="${id}"`);
	});

	test('access revoked: the token is worth nothing any more', async () => {
		expect(await letHappen('revoke-access')).toContain('The access is revoked');
		expect(await initCode()).toBe('access_token_invalid');
	});

	test('daily limit: no post today, until all is well, also after a real day full of posts', async () => {
		await letHappen('daily-limit');
		expect((await look()).text).toContain('The daily limit is reached');
		expect(await initCode()).toBe('spam_risk_too_many_posts');
		await letHappen('all-well');
		world().simulator.switches.rateLimits = false;
		for (let count = 0; count < 15; count += 1) expect(await initCode()).toBe('ok');
		expect(await initCode()).toBe('spam_risk_too_many_posts');
		await letHappen('all-well');
		expect(await initCode()).toBe('ok');
	});

	test('calls per minute: refused for a minute, and polls are not', async () => {
		const id = await world().upload(PUBLIC);
		await letHappen('minute-limit');
		expect((await look('/waiting')).text).toContain('used up for 60 more seconds');
		expect(await initCode()).toBe('rate_limit_exceeded');
		expect((await world().call('status', { body: { publish_id: id } })).status).toBe(200);
		world().simulator.clock.advance(60_000);
		expect(await initCode()).toBe('ok');
		expect((await look('/waiting')).text).toBe('');
	});

	test.each([
		['chunk-refused', 'status', 'Refused once'],
		['connection-cut', 'reset-inside', 'Connection cut in the middle'],
		['refused-for-good', 'expire-url', 'Refused for good'],
	])('%s: waits for the next chunk, and says so', async (name, fault, words) => {
		await letHappen(name);
		const pending = world().simulator.faults.pending();
		expect(pending).toMatchObject([{ on: { endpoint: 'upload' }, do: fault }]);
		expect((await look('/waiting')).text).toContain(words);
		await letHappen('all-well');
		expect(world().simulator.faults.pending()).toEqual([]);
	});

	test('webhook now: tells how the newest finished post ended, and is in the list', async () => {
		const { simulator } = world();
		simulator.finishPost(await world().upload(PUBLIC));
		// Nobody listens there: sent, and not answered.
		const url = 'http://127.0.0.1:9/hook';
		expect((await press('webhook-url', `url=${encodeURIComponent(url)}`)).status).toBe(303);
		expect(simulator.app.webhookUrl).toBe(url);
		await letHappen('webhook-now');
		await simulator.webhooks.settled();
		expect(simulator.webhooks.deliveries).toMatchObject([{ event: 'post.publish.complete' }]);
		expect((await look('/calls')).text).toContain('post.publish.complete');
	});

	test('webhooks go to this machine only; nothing takes the address away', async () => {
		const { app } = world().simulator;
		const refused = await press('webhook-url', 'url=https%3A%2F%2Felsewhere.example%2F');
		expect(refused.status).toBe(400);
		expect(refused.text).toContain('Not saved');
		expect(app.webhookUrl).toBeUndefined();
		await press('webhook-url', 'url=http%3A%2F%2Flocalhost%3A1%2F%22%3E%3Cb%3E');
		expect((await look()).text).not.toContain('"><b>');
		await press('webhook-url', 'url=');
		expect(app.webhookUrl).toBeUndefined();
	});

	test('lists what TikTok got, without secrets and without the pages for people', async () => {
		const { simulator, token } = world();
		const { url } = await world().init(world().directPost());
		await look();
		const { text } = await look('/calls');
		expect(text).toContain('open.tiktokapis.com/v2/post/publish/video/init/');
		expect(text).not.toContain('/control');
		const secrets = [token.access_token, new URL(url).search, simulator.app.clientSecret];
		for (const secret of secrets) expect(text).not.toContain(secret);
		simulator.expectClean();
	});

	test('says what was against the rules, as text', async () => {
		const body = { ...world().directPost(), '<script>': 1 };
		await world().call('videoInit', { body });
		const { text } = await look('/waiting');
		expect(text).toContain('api-unknown-field');
		expect(text).not.toContain('<script>');
	});

	test('other web sites can neither press its buttons nor read it', async () => {
		const pressed = await press('revoke-access', '', { origin: 'https://elsewhere.example' });
		expect(pressed.status).toBe(403);
		expect(await initCode()).toBe('ok');
		const { simulator, http } = world();
		const headers = { host: 'rebound.example' };
		const url = `${simulator.loopbackUrl}/control`;
		expect((await settle(http.get(url, { proxy: false, headers }))).status).toBe(403);
	});

	test('knows no other buttons', async () => {
		expect((await press('constructor')).status).toBe(404);
		expect((await look('?done=constructor')).text).toContain('<div role="status"></div>');
	});

	test('is not on the real host', async () => {
		const { status } = await settle(world().http.get('https://www.tiktok.com/control'));
		expect(status).toBe(404);
	});
});
