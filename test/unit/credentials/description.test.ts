/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- tests look at files on disk */
import { existsSync } from 'fs';
import { join } from 'path';

import { nameOfScope } from '../../../credentials/oauth/scopes';
import { TikTokOAuth2Api } from '../../../credentials/TikTokOAuth2Api.credentials';

const credential = new TikTokOAuth2Api();
const FOLDER = join(__dirname, '../../../credentials');

function property(name: string) {
	const found = credential.properties.find((candidate) => candidate.name === name);
	if (!found) throw new Error(`no property ${name}`);
	return found;
}

describe('what users see in the editor', () => {
	it('are five fields, in this order', () => {
		const visible = credential.properties.filter(({ type }) => type !== 'hidden');
		expect(visible.map(({ displayName }) => displayName)).toEqual([
			'Client Key',
			'Client Secret',
			'App Platform',
			'Scopes',
			'Photo Address',
		]);
	});

	it('each with an explanation, the secret masked', () => {
		const visible = credential.properties.filter(({ type }) => type !== 'hidden');
		for (const { description } of visible) expect(description?.length).toBeGreaterThan(20);
		expect(property('clientSecret').typeOptions).toEqual({ password: true });
	});

	it('none under a name that n8n’s editor uses itself', () => {
		const names = credential.properties.map(({ name }) => name);
		expect(names).not.toContain('scopes');
		expect(names).not.toContain('homeProject');
	});

	it('and an icon for light and dark', () => {
		for (const icon of Object.values(credential.icon)) {
			expect(existsSync(join(FOLDER, icon.replace('file:', '')))).toBe(true);
		}
	});
});

it('the list of scopes calls them as the messages about missing ones do', () => {
	const offered = property('requestedScopes').options as Array<{ name: string; value: string }>;
	expect(offered.map(({ value }) => nameOfScope(value))).toEqual(offered.map(({ name }) => name));
	expect(nameOfScope('user.info.basic')).toBe('user.info.basic');
});

describe('what n8n’s OAuth2 reads', () => {
	it('is inherited, with the connect button', () => {
		expect(credential.extends).toEqual(['oAuth2Api']);
		expect(property('grantType')).toMatchObject({ type: 'hidden', default: 'authorizationCode' });
	});

	it('are TikTok’s addresses, out of users’ reach', () => {
		expect(property('authUrl')).toMatchObject({
			type: 'hidden',
			default: 'https://www.tiktok.com/v2/auth/authorize/',
		});
		expect(property('accessTokenUrl')).toMatchObject({
			type: 'hidden',
			default: 'https://open.tiktokapis.com/v2/oauth/token/',
		});
	});

	it('sends the secret in the body, never as Basic auth', () => {
		expect(property('authentication')).toMatchObject({ type: 'hidden', default: 'body' });
	});
});

describe('the hook', () => {
	it('is where n8n looks for it', async () => {
		const helpers = { httpRequest: () => Promise.reject(new Error('no request')) };
		const result = await credential.preAuthentication.call(
			{ helpers },
			{ oauthTokenData: { access_token: 'act.1' } },
		);
		expect(result).toEqual({ oauthTokenData: { access_token: 'act.1' } });
	});
});
