import { jsonOf, settle, type Answer } from './support/client';
import { photoPost } from './support/photoPosts';
import { useWorld } from './support/useWorld';
import type { MediaFile } from '../simulator';

const world = useWorld();
const PREFIX = 'https://n8n.example/webhook/1b2c/';

/** Puts the file that the portal asks for where it belongs, but for these changes. */
function placeProof(changes: Partial<MediaFile> = {}, at = PREFIX): string {
	const { simulator } = world();
	const { fileName, content } = simulator.urlProperties.offer(PREFIX);
	simulator.media.serve(at + fileName, {
		content: Buffer.from(content),
		contentType: 'text/plain; charset=utf-8',
		...changes,
	});
	return content;
}

async function initCode(url: string): Promise<unknown> {
	const answer = await world().call('contentInit', { body: photoPost([url]) });
	return (jsonOf(answer).error as Record<string, unknown>).code;
}

describe('a URL prefix', () => {
	test('is verified by a file of 68 bytes below it, and covers what is below it alone', async () => {
		expect(await initCode(`${PREFIX}1b2c/a.jpg`)).toBe('url_ownership_unverified');
		const content = placeProof();
		expect(content).toMatch(/^tiktok-developers-site-verification=[A-Za-z0-9]{32}$/);
		expect(Buffer.byteLength(content)).toBe(68);
		await world().simulator.urlProperties.verify(PREFIX);
		await world().simulator.urlProperties.verify(PREFIX);
		expect(world().simulator.app.verifiedProperties).toEqual(['media.example.com', PREFIX]);
		expect(await initCode(`${PREFIX}1b2c/a.jpg`)).toBe('ok');
		for (const url of [
			'https://n8n.example/webhook/other/a.jpg',
			`${PREFIX}../other/a.jpg`,
			`${PREFIX}%2e%2e/other/a.jpg`,
			'https://n8n.example/webhook/1b2c',
		]) {
			expect([url, await initCode(url)]).toEqual([url, 'url_ownership_unverified']);
		}
	});

	test.each<[string, Partial<MediaFile>, string, RegExp]>([
		['nowhere', { status: 404 }, PREFIX, /answered 404/],
		['in another folder', {}, 'https://n8n.example/webhook/', /answered 404/],
		['behind a redirect', { redirectTo: 'https://n8n.example/proof' }, PREFIX, /answered 302/],
		['another file', { content: Buffer.from('tiktok') }, PREFIX, /not this file/],
		['a page', { contentType: 'text/html' }, PREFIX, /must be text/],
	])('is not verified while the file is %s', async (_where, changes, at, message) => {
		placeProof(changes, at);
		await expect(world().simulator.urlProperties.verify(PREFIX)).rejects.toThrow(message);
		expect(world().simulator.app.verifiedProperties).toEqual(['media.example.com']);
	});

	test('is not verified with a line break behind the content', async () => {
		const { content } = world().simulator.urlProperties.offer(PREFIX);
		placeProof({ content: Buffer.from(`${content}\n`) });
		await expect(world().simulator.urlProperties.verify(PREFIX)).rejects.toThrow(/not this file/);
	});

	test.each([
		'http://n8n.example/webhook/1b2c/',
		'https://n8n.example/webhook/1b2c',
		'https://127.0.0.1/webhook/1b2c/',
		'https://n8n.example/webhook/1b2c/?a=/',
		'n8n.example/',
	])('%s is none', (prefix) => {
		expect(() => world().simulator.urlProperties.offer(prefix)).toThrow(/URL prefix begins/);
	});

	test('that nobody asked the file for can’t be verified', async () => {
		await expect(world().simulator.urlProperties.verify(PREFIX)).rejects.toThrow(/first/);
	});
});

describe("the portal's page", () => {
	async function send(body: string, headers = {}): Promise<Answer> {
		const { simulator, http } = world();
		const type = { 'content-type': 'application/x-www-form-urlencoded' };
		const options = { proxy: false, headers: { ...type, ...headers } } as const;
		return await settle(http.post(simulator.portalUrl, body, options));
	}

	test('asks for a prefix, shows the file, and verifies', async () => {
		const { simulator, http } = world();
		const start = await settle(http.get(simulator.portalUrl, { proxy: false }));
		expect(start.text).toContain('aria-label="URL prefix"');
		const prefix = encodeURIComponent(PREFIX);
		const { fileName } = simulator.urlProperties.offer(PREFIX);
		expect((await send(`prefix=${prefix}`)).text).toContain(fileName);
		const tooEarly = await send(`prefix=${prefix}&step=verify`);
		expect([tooEarly.status, /answered 404/.test(tooEarly.text)]).toEqual([400, true]);
		placeProof();
		expect((await send(`prefix=${prefix}&step=verify`)).text).toContain(`Verified: ${PREFIX}`);
	});

	test('says what a prefix looks like, and is for this machine alone', async () => {
		const refused = await send('prefix=%3Cb%3E');
		expect([refused.status, refused.text.includes('&lt;b&gt;')]).toEqual([400, true]);
		const foreign = await send('prefix=x', { origin: 'https://evil.example' });
		expect(foreign.status).toBe(403);
	});
});
