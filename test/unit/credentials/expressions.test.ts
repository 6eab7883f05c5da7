import { createHash } from 'crypto';
import type { ICredentialDataDecryptedObject, INode, INodeType, INodeTypes } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

import { TikTokOAuth2Api } from '../../../credentials/TikTokOAuth2Api.credentials';

const NODE: INode = {
	id: '1',
	name: 'x',
	type: 'x',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
const IN_EXECUTION = '4711';
const OUTSIDE = '__UNKNOWN__';

/** Resolves the credential's hidden fields with n8n's own expression engine. */
function resolve(
	data: Record<string, unknown>,
	executionId: string,
): Record<'scope' | 'authQueryParameters' | 'additionalBodyProperties', string> {
	const defaults = Object.fromEntries(
		new TikTokOAuth2Api().properties.map(({ name, default: value }) => [name, value]),
	);
	const decrypted = { ...defaults, ...data } as ICredentialDataDecryptedObject;
	const nodeTypes = {
		getByName: () => ({}) as INodeType,
		getByNameAndVersion: () => ({ description: { properties: [] } }) as unknown as INodeType,
		getKnownTypes: () => ({}),
	} as INodeTypes;
	const workflow = new Workflow({ nodes: [NODE], connections: {}, active: false, nodeTypes });
	return workflow.expression.getComplexParameterValue(
		NODE,
		decrypted as never,
		'internal',
		{ $execution: { id: executionId } } as never,
		undefined,
		undefined,
		decrypted as never,
	) as never;
}

const APP = { clientId: 'aw&key=1', clientSecret: 's3cret', appPlatform: 'web' };
const CONNECTED = { ...APP, oauthTokenData: { access_token: 'act.1', refresh_token: 'rft.1' } };

function readBody(data: Record<string, unknown>, executionId: string): Record<string, string> {
	return JSON.parse(resolve(data, executionId).additionalBodyProperties) as Record<string, string>;
}

describe('the consent page’s address', () => {
	it('names the app as TikTok wants it, safely encoded, and always shows the page', () => {
		const query = new URLSearchParams(resolve(APP, OUTSIDE).authQueryParameters);
		expect(Object.fromEntries(query)).toEqual({ client_key: 'aw&key=1', disable_auto_auth: '1' });
	});

	it.each([' ', '\n', '\u200b', '\ufeff\t'])(
		'names the app without %j around its key',
		(padding) => {
			const app = { ...APP, clientId: `${padding}${APP.clientId}${padding}` };
			const query = new URLSearchParams(resolve(app, OUTSIDE).authQueryParameters);
			expect(query.get('client_key')).toBe(APP.clientId);
			const connected = { ...app, oauthTokenData: CONNECTED.oauthTokenData };
			for (const body of [
				readBody(app, OUTSIDE),
				readBody(connected, IN_EXECUTION),
				readBody({ ...app, appPlatform: 'desktop' }, OUTSIDE),
			]) {
				expect(body.client_key).toBe(APP.clientId);
			}
		},
	);

	it('asks for the basic scope and the selected ones, separated by commas', () => {
		const requestedScopes = ['video.publish', 'video.list'];
		expect(resolve({ ...APP, requestedScopes }, OUTSIDE).scope).toBe(
			'user.info.basic,video.publish,video.list',
		);
	});

	it.each([undefined, [], null, ''])(
		'asks for posting when nothing is selected (%j)',
		(requestedScopes) => {
			expect(resolve({ ...APP, requestedScopes }, OUTSIDE).scope).toBe(
				'user.info.basic,video.publish,video.upload',
			);
		},
	);
});

describe('the code exchange', () => {
	it('adds the client key', () => {
		expect(readBody(APP, OUTSIDE)).toEqual({ client_key: 'aw&key=1' });
	});

	it('never sends the old account’s refresh token when an account is connected again', () => {
		expect(readBody(CONNECTED, OUTSIDE)).toEqual({ client_key: 'aw&key=1' });
	});
});

describe('the refresh in an execution', () => {
	it('is TikTok’s documented one', () => {
		expect(readBody(CONNECTED, IN_EXECUTION)).toEqual({
			client_key: 'aw&key=1',
			grant_type: 'refresh_token',
			refresh_token: 'rft.1',
		});
	});

	it('carries no PKCE for desktop apps, which TikTok wants at the exchange only', () => {
		const desktop = { ...CONNECTED, appPlatform: 'desktop' };
		expect(readBody(desktop, IN_EXECUTION)).not.toHaveProperty('code_verifier');
	});

	it('carries no scope', () => {
		expect(resolve(CONNECTED, IN_EXECUTION).scope).toBe('');
	});

	it.each([undefined, {}, { access_token: 'act.1' }])(
		'is not made up without a refresh token (%j)',
		(oauthTokenData) => {
			expect(readBody({ ...APP, oauthTokenData }, IN_EXECUTION)).toEqual({
				client_key: 'aw&key=1',
			});
		},
	);
});

describe('PKCE of desktop apps', () => {
	const desktop = { ...APP, appPlatform: 'desktop' };

	it('sends a challenge that is the hex SHA-256 of the verifier', () => {
		const query = new URLSearchParams(resolve(desktop, OUTSIDE).authQueryParameters);
		const verifier = readBody(desktop, OUTSIDE).code_verifier ?? '';
		expect(verifier).toMatch(/^[A-Za-z0-9\-._~]{43,128}$/);
		expect(query.get('code_challenge')).toBe(createHash('sha256').update(verifier).digest('hex'));
		expect(query.get('code_challenge_method')).toBe('S256');
	});

	it('hashes as in TikTok’s rule: lowercase hex, not base64url', () => {
		const workflowHash = resolve(
			{
				authQueryParameters:
					'={{ "simulator-verifier-0123456789-ABCDEFGHIJKLMNOP".hash("sha256") }}',
			},
			OUTSIDE,
		).authQueryParameters;
		expect(workflowHash).toBe('0c5cda41757d2d4f1b3e09912b671453ea9ae02f159bf34355685875a676863e');
	});

	it('differs for every client secret and tells nothing of it', () => {
		const one = readBody(desktop, OUTSIDE).code_verifier;
		const two = readBody({ ...desktop, clientSecret: 'other' }, OUTSIDE).code_verifier;
		expect(one).not.toBe(two);
		expect(one).not.toContain('s3cret');
	});

	it('stays out of web apps, where TikTok refuses it', () => {
		expect(resolve(APP, OUTSIDE).authQueryParameters).not.toContain('code_challenge');
		expect(readBody(APP, OUTSIDE)).not.toHaveProperty('code_verifier');
	});
});

describe('fields in expression mode', () => {
	it('are resolved before they are used', () => {
		const data = { ...APP, clientId: '={{ "aw" + "key" }}' };
		expect(readBody(data, OUTSIDE)).toEqual({ client_key: 'awkey' });
	});
});
