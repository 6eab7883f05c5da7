/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code is never shipped and may use Node and any library */
import { Agent } from 'node:https';
import { rootCertificates } from 'node:tls';
import { settle } from './support/client';
import { useWorld } from './support/useWorld';

const world = useWorld();
const API = 'https://open.tiktokapis.com';

/** Addresses TikTok does not have; each is a 404 and a violation. */
const WRONG: Array<[why: string, method: string, url: string]> = [
	['GET instead of POST', 'GET', `${API}/v2/post/publish/creator_info/query/`],
	['POST instead of GET', 'POST', `${API}/v2/user/info/?fields=open_id`],
	['no slash at the end', 'POST', `${API}/v2/post/publish/video/init`],
	['another version', 'POST', `${API}/v1/post/publish/video/init/`],
	['an endpoint from an old guide', 'POST', `${API}/v2/video/upload/`],
	['the API on the web host', 'POST', 'https://www.tiktok.com/v2/oauth/token/'],
	['the consent page on the API host', 'GET', `${API}/v2/auth/authorize/`],
	['PUT to an endpoint', 'PUT', `${API}/v2/post/publish/status/fetch/`],
];

describe('unknown endpoints', () => {
	test.each(WRONG)('%s: %s %s', async (_why, method, url) => {
		const answer = await settle(world().http.request({ method, url }));
		expect(answer.status).toBe(404);
		expect(world().violatedRules()).toEqual(['unknown-endpoint']);
	});
});

describe('the test network', () => {
	test.each(['https://www.google.com/', 'https://tiktok.com/', 'https://evil-tiktokapis.com/'])(
		'%s is refused',
		async (url) => {
			const answer = await settle(world().http.get(url));
			expect(answer.status || answer.broken).not.toBe(200);
			expect(world().simulator.refusedHosts.at(-1)).toBe(`${new URL(url).hostname}:443`);
		},
	);

	test('another port of a known host is refused', async () => {
		await settle(world().http.get('https://open.tiktokapis.com:8443/'));
		expect(world().simulator.refusedHosts.at(-1)).toBe('open.tiktokapis.com:8443');
	});

	test('a client without the test CA does not trust the simulator', async () => {
		const { port } = new URL(world().simulator.proxyUrl);
		const answer = await settle(
			world().http.get('https://open.tiktokapis.com/', {
				proxy: { protocol: 'http', host: '127.0.0.1', port: Number(port) },
				// Node's own list, whatever NODE_EXTRA_CA_CERTS adds to the default.
				httpsAgent: new Agent({ ca: [...rootCertificates] }),
			}),
		);
		expect(answer.broken).toMatch(/CERT|SELF_SIGNED|UNABLE_TO_VERIFY/);
	});
});

describe('expectClean', () => {
	test('passes on a fresh simulator', () => {
		expect(() => world().simulator.expectClean()).not.toThrow();
	});

	test('names every violation', async () => {
		await settle(world().http.get(`${API}/nothing/`));
		expect(() => world().simulator.expectClean()).toThrow(
			/unknown-endpoint: .*GET open\.tiktokapis\.com\/nothing\//,
		);
	});

	test('names every fault that was not consumed', () => {
		world().simulator.faults.add({ on: { endpoint: 'status' }, do: 'html', times: 2 });
		expect(() => world().simulator.expectClean()).toThrow(/never consumed: html on .*status/);
	});

	test('reset() makes it fresh again', async () => {
		await settle(world().http.get(`${API}/nothing/`));
		world().simulator.faults.add({ on: { endpoint: 'status' }, do: 'html' });
		world().simulator.switches.rateLimits = false;
		world().simulator.reset();
		expect(() => world().simulator.expectClean()).not.toThrow();
		expect(world().simulator.switches.rateLimits).toBe(true);
		expect(world().simulator.requests).toEqual([]);
	});
});
