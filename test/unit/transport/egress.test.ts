import type { IExecuteFunctions } from 'n8n-workflow';
import { mayDownloadFrom } from '../../support/tested/n8n';

interface FakeFilter {
	validateUrl(url: string | URL): Promise<{ ok: boolean }>;
}

/** A node's context in an n8n with this policy; `undefined` = an n8n that knows no filter. */
async function may(url: string, filter: FakeFilter | undefined | 'none'): Promise<boolean> {
	const helpers = filter === 'none' ? {} : { getSecureEgressFilter: () => filter };
	return await mayDownloadFrom.call({ helpers } as unknown as IExecuteFunctions, new URL(url));
}

const PUBLIC = 'https://media.example.com/a.mp4';
const PRIVATE = 'http://10.0.0.5/a.mp4';

/** A policy that refuses these hosts. */
function refusing(...hosts: string[]): FakeFilter {
	return {
		validateUrl: async (url) => ({ ok: !hosts.includes(new URL(url).hostname) }),
	};
}

const DEFAULT_POLICY = refusing('10.0.0.5', '127.0.0.1', '169.254.169.254', 'nas.example.com');
const WITH_ALLOWED_HOST = refusing('127.0.0.1', '169.254.169.254');
const PASSTHROUGH = refusing();

describe.each([
	['an n8n without a filter', 'none'],
	['an n8n that has it switched off', undefined],
	['an n8n whose filter lets everything through', PASSTHROUGH],
] as const)('in %s', (_title, filter) => {
	it('private addresses are refused by their text, names are not resolved', async () => {
		expect(await may(PRIVATE, filter)).toBe(false);
		expect(await may('http://localhost/a.mp4', filter)).toBe(false);
		expect(await may(PUBLIC, filter)).toBe(true);
		expect(await may('https://nas.example.com/a.mp4', filter)).toBe(true);
	});
});

describe('in an n8n with its own policy', () => {
	it('what it refuses is refused, also names that lead to private addresses', async () => {
		expect(await may(PRIVATE, DEFAULT_POLICY)).toBe(false);
		expect(await may('https://nas.example.com/a.mp4', DEFAULT_POLICY)).toBe(false);
		expect(await may(PUBLIC, DEFAULT_POLICY)).toBe(true);
	});

	it('a private address that the administrator allows is allowed', async () => {
		expect(await may(PRIVATE, WITH_ALLOWED_HOST)).toBe(true);
		expect(await may('http://127.0.0.1/', WITH_ALLOWED_HOST)).toBe(false);
	});

	it('a name that can’t be resolved here is left to the download', async () => {
		const filter: FakeFilter = {
			validateUrl: async (url) => {
				const { hostname } = new URL(url);
				if (!/^[\d.]+$/.test(hostname)) throw new Error('getaddrinfo ENOTFOUND');
				return { ok: hostname !== '169.254.169.254' && !hostname.startsWith('10.') };
			},
		};
		expect(await may(PUBLIC, filter)).toBe(true);
		expect(await may(PRIVATE, filter)).toBe(false);
	});
});
