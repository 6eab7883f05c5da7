/* eslint-disable @n8n/community-nodes/no-restricted-imports, @typescript-eslint/no-require-imports
   -- tests judge by n8n's own filter */
import type { LookupAddress } from 'node:dns';
import { dirname } from 'node:path';
import type { IExecuteFunctions, NodeEgressFilter } from 'n8n-workflow';
import { mayDownloadFrom } from '../../support/tested/n8n';

const fromN8nCore = { paths: [dirname(require.resolve('n8n-core'))] };
const { SsrfProtectionService } = require(
	require.resolve('@n8n/backend-network', fromN8nCore),
) as typeof import('@n8n/backend-network');
const { SSRF_DEFAULT_BLOCKED_IP_RANGES } = require(
	require.resolve('@n8n/config', fromN8nCore),
) as typeof import('@n8n/config');

/** What names lead to where this n8n is; others can't be resolved. */
const NAMES: Readonly<Record<string, string>> = {
	'media.example.com': '93.184.215.14',
	'nas.example.com': '10.0.0.5',
	'localtest.example': '127.0.0.1',
	'nas.local': '10.0.0.5',
	minio: '172.17.0.3',
	localhost: '127.0.0.1',
	// As providers answer for names that don't exist.
	'metadata.google.internal': '93.184.215.14',
};

interface Settings {
	allowedIpRanges?: string[];
	allowedHostnames?: string[];
	blockedHostnames?: string[];
}

/** n8n's own filter, with settings as an administrator makes them. */
function makeFilter(settings: Settings = {}): NodeEgressFilter {
	const config = {
		enabled: true,
		blockedIpRanges: [...SSRF_DEFAULT_BLOCKED_IP_RANGES],
		allowedIpRanges: [],
		allowedHostnames: [],
		blockedHostnames: [],
		dnsCacheMaxSize: 0,
		...settings,
	};
	const resolver = {
		lookup: async (hostname: string): Promise<LookupAddress[]> => {
			const address = NAMES[hostname.replace(/\.$/, '')];
			if (address === undefined) throw new Error('getaddrinfo ENOTFOUND');
			return [{ address, family: 4 }];
		},
	};
	const logger = { scoped: () => ({ warn: () => {} }) };
	return new SsrfProtectionService(config, resolver as never, logger as never);
}

/** A filter of an n8n that does not filter. */
const PASSTHROUGH: NodeEgressFilter = {
	...makeFilter(),
	validateUrl: async () => ({ ok: true, result: undefined }),
	createSecureLookup: () => (_hostname, _options, found) =>
		found(null, [{ address: '10.0.0.5', family: 4 }]),
};

/** A node's context in an n8n with this filter; 'none' = an n8n that knows no filter. */
async function may(url: string, filter: NodeEgressFilter | undefined | 'none'): Promise<boolean> {
	const helpers = filter === 'none' ? {} : { getSecureEgressFilter: () => filter };
	return await mayDownloadFrom({ helpers } as unknown as IExecuteFunctions, new URL(url));
}

const PUBLIC = 'https://media.example.com/a.mp4';
const PRIVATE_BY_TEXT = [
	'http://10.0.0.5/a.mp4',
	'http://[::1]/a.mp4',
	'http://[fe80::1]/a.mp4',
	'http://[fd00:ec2::254]/a.mp4',
	'http://100.100.100.200/latest/meta-data/',
	'http://[64:ff9b::a9fe:a9fe]/latest/meta-data/',
	'http://[2001:db8::1]/a.mp4',
	'http://localhost/a.mp4',
	'http://localhost./a.mp4',
	'http://a.localhost/a.mp4',
	'http://minio/a.mp4',
	'http://nas.local/a.mp4',
	'http://x.internal/a.mp4',
	'http://metadata.google.internal/computeMetadata/v1/',
	'http://nas.lan/a.mp4',
];

describe.each([
	['an n8n without a filter', 'none'],
	['an n8n that has it switched off', undefined],
	['an n8n whose filter lets everything through', PASSTHROUGH],
] as const)('in %s', (_title, filter) => {
	it.each(PRIVATE_BY_TEXT)('%s is refused by its text', async (url) => {
		expect(await may(url, filter)).toBe(false);
	});

	it('names are not resolved', async () => {
		expect(await may(PUBLIC, filter)).toBe(true);
		expect(await may('https://nas.example.com/a.mp4', filter)).toBe(true);
	});
});

describe('in an n8n with its filter in force', () => {
	it.each(PRIVATE_BY_TEXT)('%s is refused, whether it can be resolved or not', async (url) => {
		expect(await may(url, makeFilter())).toBe(false);
	});

	it('names that lead to private addresses are refused, and others not', async () => {
		expect(await may('https://nas.example.com/a.mp4', makeFilter())).toBe(false);
		expect(await may('https://localtest.example/a.mp4', makeFilter())).toBe(false);
		expect(await may(PUBLIC, makeFilter())).toBe(true);
	});

	it('a public name that can’t be resolved here is left to the download', async () => {
		expect(await may('https://behind-proxy.example.com/a.mp4', makeFilter())).toBe(true);
	});

	it('a public name that the administrator blocks is refused', async () => {
		const filter = makeFilter({ blockedHostnames: ['*.example.com'] });
		expect(await may(PUBLIC, filter)).toBe(false);
	});

	it.each<[string, Settings, string]>([
		['an address', { allowedIpRanges: ['10.0.0.0/8'] }, 'http://10.0.0.5/a.mp4'],
		['an IPv6 address', { allowedIpRanges: ['fd00::/8'] }, 'http://[fd00::7]/a.mp4'],
		['a link-local address', { allowedIpRanges: ['fe80::/10'] }, 'http://[fe80::7]/a.mp4'],
		['the loopback address', { allowedIpRanges: ['::1/128'] }, 'http://[::1]/a.mp4'],
		['a name by its address', { allowedIpRanges: ['172.17.0.3/32'] }, 'http://minio/a.mp4'],
		['a name', { allowedHostnames: ['nas.local'] }, 'http://nas.local/a.mp4'],
		['a name with a dot', { allowedHostnames: ['*.local'] }, 'http://nas.local./a.mp4'],
	])(
		'%s that the administrator allows is allowed, and nothing else',
		async (_title, settings, url) => {
			const filter = makeFilter(settings);
			expect(await may(url, filter)).toBe(true);
			expect(await may('http://127.0.0.1/', filter)).toBe(false);
			expect(await may('http://169.254.169.254/', filter)).toBe(false);
			expect(await may('http://x.internal/', filter)).toBe(false);
			expect(await may('http://metadata.google.internal/', filter)).toBe(false);
			expect(await may('http://100.100.100.200/', filter)).toBe(false);
		},
	);
});
