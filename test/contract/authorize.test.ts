import type { RegisteredApp, Switches } from '../simulator';
import { settle } from './support/client';
import {
	authorizeUrl,
	CHALLENGE,
	decide,
	obtainCode,
	REDIRECT_URI,
	rfc7636Challenge,
	VERIFIER,
} from './support/oauth';
import { useWorld } from './support/useWorld';

const world = useWorld();
const LOCALHOST = 'http://localhost:5678/rest/oauth2-credential/callback';
const DESKTOP = { app: { platform: 'desktop' as const } };
const PKCE = { code_challenge: CHALLENGE, code_challenge_method: 'S256' };

interface Row {
	title: string;
	query?: Record<string, string | undefined>;
	app?: Partial<RegisteredApp>;
	switches?: Partial<Switches>;
	/** The parameter TikTok's error page names; default: the consent page shows. */
	refuses?: string;
	violations?: string[];
}

const ROWS: Row[] = [
	{ title: 'every documented parameter' },
	{ title: "another app's key", query: { client_key: 'other' }, refuses: 'client_key' },
	{
		title: 'client_id instead of client_key',
		query: { client_key: undefined, client_id: 'simkey0123456789' },
		refuses: 'client_key',
	},
	{ title: 'client_id beside client_key, as n8n sends it', query: { client_id: 'simkey' } },
	{ title: 'no scope', query: { scope: undefined }, refuses: 'scope' },
	{ title: 'an unknown scope', query: { scope: 'video.delete' }, refuses: 'scope' },
	{
		title: 'scopes separated by spaces',
		query: { scope: 'user.info.basic video.publish' },
		refuses: 'scope',
	},
	{ title: 'response_type token', query: { response_type: 'token' }, refuses: 'response_type' },
	{ title: 'no state', query: { state: undefined }, refuses: 'state' },
	{
		title: 'disable_auto_auth as a word',
		query: { disable_auto_auth: 'true' },
		refuses: 'disable_auto_auth',
	},
	{ title: 'no redirect_uri', query: { redirect_uri: undefined }, refuses: 'redirect_uri' },
	{
		title: 'a redirect URI that is not registered',
		query: { redirect_uri: 'https://elsewhere.example/callback' },
		refuses: 'redirect_uri',
	},
	{
		title: 'a registered redirect URI with a query',
		query: { redirect_uri: `${REDIRECT_URI}?a=1` },
		app: { redirectUris: [`${REDIRECT_URI}?a=1`] },
		refuses: 'redirect_uri',
	},
	{
		title: 'a registered redirect URI of 512 characters',
		query: { redirect_uri: `https://n8n.example/${'x'.repeat(492)}` },
		app: { redirectUris: [`https://n8n.example/${'x'.repeat(492)}`] },
		refuses: 'redirect_uri',
	},
	{
		title: 'a registered redirect URI of 511 characters',
		query: { redirect_uri: `https://n8n.example/${'x'.repeat(491)}` },
		app: { redirectUris: [`https://n8n.example/${'x'.repeat(491)}`] },
	},
	{ title: 'Web: http on localhost', query: { redirect_uri: LOCALHOST }, refuses: 'redirect_uri' },
	{
		title: 'Desktop: localhost with any port',
		...DESKTOP,
		query: { redirect_uri: LOCALHOST, ...PKCE },
	},
	{
		title: 'Desktop: localhost without a port',
		app: { platform: 'desktop', redirectUris: ['http://localhost/callback'] },
		query: { redirect_uri: 'http://localhost/callback', ...PKCE },
		refuses: 'redirect_uri',
	},
	{
		title: 'Desktop: https elsewhere',
		...DESKTOP,
		query: PKCE,
		refuses: 'redirect_uri',
	},
	{
		title: 'Desktop: no code_challenge',
		...DESKTOP,
		query: { redirect_uri: LOCALHOST },
		refuses: 'code_challenge',
	},
	{
		title: 'D5: PKCE demanded by switch',
		switches: { pkce: 'required' },
		refuses: 'code_challenge',
	},
	{
		title: 'D5: PKCE ignored by switch, Desktop too',
		...DESKTOP,
		switches: { pkce: 'off' },
		query: { redirect_uri: LOCALHOST },
	},
	{ title: 'D5: a hex challenge on Web', query: PKCE },
	{
		title: 'D5: a base64url challenge',
		query: { ...PKCE, code_challenge: rfc7636Challenge(VERIFIER) },
		refuses: 'code_challenge',
	},
	{
		title: 'an upper-case hex challenge',
		query: { ...PKCE, code_challenge: CHALLENGE.toUpperCase() },
		refuses: 'code_challenge',
	},
	{
		title: 'code_challenge_method plain',
		query: { ...PKCE, code_challenge_method: 'plain' },
		refuses: 'code_challenge_method',
	},
	{
		title: 'an undocumented parameter is ignored, and recorded',
		query: { prompt: 'consent' },
		violations: ['authorize-unknown-parameter'],
	},
];

describe('GET /v2/auth/authorize/', () => {
	test.each(ROWS.map((row) => [row.title, row] as const))('%s', async (_title, row) => {
		Object.assign(world().simulator.app, row.app);
		Object.assign(world().simulator.switches, row.switches);
		const answer = await settle(world().http.get(authorizeUrl(world(), row.query)));
		if (row.refuses === undefined) {
			expect(answer.status).toBe(200);
			expect(answer.text).toContain('Sim Creator');
			expect(world().violatedRules()).toEqual(row.violations ?? []);
			return;
		}
		expect(answer.status).toBe(400);
		expect(answer.text).toContain(`<code>${row.refuses}</code>`);
		expect(world().violatedRules()).toEqual(['authorize-parameter']);
	});

	test('the page offers every account and every scope asked for', async () => {
		world().simulator.addCreator({ openId: 'sim-open-id-0002', nickname: '<b>Second</b>' });
		const { text } = await settle(world().http.get(authorizeUrl(world())));
		expect(text).toContain('value="sim-open-id-0002"');
		expect(text).toContain('&lt;b&gt;Second&lt;/b&gt;');
		expect(text).toContain('value="video.publish"');
		expect(text).not.toContain('value="video.upload"');
	});
});

describe('the decision', () => {
	test('allow: code, plural scopes and the state unchanged', async () => {
		const { answer, query } = await decide(world(), { decision: 'allow' });
		expect(answer.status).toBe(302);
		expect(answer.headers.location).toMatch(/^https:\/\/n8n\.example\/rest\/.*\?code=/);
		expect(query.get('scopes')).toBe('user.info.basic,video.publish');
		expect(query.get('state')).toBe('state/+&=1');
	});

	test('the code arrives URL-encoded', async () => {
		const { answer, query } = await decide(world(), { decision: 'allow' });
		expect(answer.headers.location).toContain('%2A');
		expect(query.get('code')).toContain('*');
	});

	test('allow with fewer scopes: the basic profile stays', async () => {
		const { query } = await decide(world(), { decision: 'allow', scopes: 'user.info.basic' });
		expect(query.get('scopes')).toBe('user.info.basic');
	});

	test('deny: access_denied, no code, the state unchanged', async () => {
		const { query } = await decide(world(), { decision: 'deny' });
		expect(query.get('error')).toBe('access_denied');
		expect(query.get('error_description')).not.toBeNull();
		expect(query.get('state')).toBe('state/+&=1');
		expect(query.has('code')).toBe(false);
	});

	test('an account that does not exist: 400', async () => {
		const { answer } = await decide(world(), { decision: 'allow', open_id: 'nobody' });
		expect(answer.status).toBe(400);
	});

	test.each([
		['0', 302],
		['1', 200],
	])('disable_auto_auth=%s for someone who consented before: %d', async (value, status) => {
		const { answer } = await decide(world(), { decision: 'allow' });
		const cookie = String(answer.headers['set-cookie']).split(';', 1)[0] ?? '';
		const url = authorizeUrl(world(), { disable_auto_auth: value });
		const again = await settle(world().http.get(url, { headers: { Cookie: cookie } }));
		expect(again.status).toBe(status);
	});

	test('disable_auto_auth=0 asks again for a scope that was not granted before', async () => {
		const { answer } = await decide(world(), { decision: 'allow', scopes: 'user.info.basic' });
		const cookie = String(answer.headers['set-cookie']).split(';', 1)[0] ?? '';
		const url = authorizeUrl(world(), { disable_auto_auth: '0' });
		expect((await settle(world().http.get(url, { headers: { Cookie: cookie } }))).status).toBe(200);
	});

	test('the same page is reachable on loopback over plain http', async () => {
		const query = authorizeUrl(world()).split('?')[1];
		const url = `${world().simulator.authorizeUrl}?${query}`;
		const answer = await settle(world().http.get(url, { proxy: false }));
		expect(answer.text).toContain('Sim Creator');
	});

	test('two codes are never the same', async () => {
		expect(await obtainCode(world())).not.toBe(await obtainCode(world()));
	});
});
