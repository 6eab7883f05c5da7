import * as texts from '../../../credentials/oauth/credentialError';
import {
	explainCredentialFailure,
	explainStillUnauthorized,
} from '../../../credentials/oauth/credentialFailure';
import { recordHookRun } from '../../../credentials/oauth/hookActivity';
import { NodeApiError } from 'n8n-workflow';
import type { INode, JsonObject } from 'n8n-workflow';

const NODE: INode = {
	id: '1',
	name: 'TikTok',
	type: 'n8n-nodes-tiktok-post.tikTokPost',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const TOKEN_URL = 'https://open.tiktokapis.com/v2/oauth/token/';

/** As n8n wraps whatever fails around a signed request. */
function wrap(error: Error): NodeApiError {
	return new NodeApiError(NODE, error as unknown as JsonObject);
}

function authError(body: Record<string, string>): Error {
	return Object.assign(new Error('Client authentication failed'), { code: 'EAUTH', body });
}

describe('an n8n that never called the hook', () => {
	it('is named as the reason when its refresh is refused, by HTTP 400 or 200', () => {
		const refused = authError({ error: 'invalid_request' });
		expect(explainCredentialFailure(wrap(refused))?.code).toBe('n8n_too_old');
		expect(explainStillUnauthorized().code).toBe('n8n_too_old');
	});
});

describe('errors around n8n’s signed requests', () => {
	beforeAll(recordHookRun);

	it.each([
		[new texts.TikTokCredentialError(texts.describeBlockedDomain()), 'domain_not_allowed'],
		[authError({ error: 'invalid_client', error_description: 'x' }), 'wrong_app_keys'],
		[authError({ error: 'invalid_grant' }), 'reconnect_needed'],
		[authError({ error: 'server_error' }), 'temporarily_unavailable'],
		[Object.assign(new Error('HTTP status 404'), { code: 'ESTATUS' }), 'temporarily_unavailable'],
		[
			Object.assign(new Error('x'), { config: { url: TOKEN_URL }, response: { status: 503 } }),
			'temporarily_unavailable',
		],
		[Object.assign(new Error('x'), { config: { url: TOKEN_URL } }), 'unreachable'],
		[new Error('OAuth credentials not connected'), 'not_connected'],
		[new Error('Unable to sign without access token'), 'not_connected'],
		[new Error('The credential "My TikTok" needs to be reconnected.'), 'reconnect_needed'],
		[
			new Error('OAuth access token expired and no refresh token is available. Please …'),
			'reconnect_needed',
		],
		[new Error('Domain not allowed: This credential is restricted …'), 'domain_not_allowed'],
		[new Error('No allowed domains specified. Configure …'), 'domain_not_allowed'],
		[new Error('Node does not have any credentials set'), 'no_credential'],
		[new Error('Credentials not found'), 'no_credential'],
		[
			new Error('Credential with ID "7" does not exist for type "tikTokOAuth2Api".'),
			'no_credential',
		],
		[
			new Error(
				'Expected JSON response from OAuth2 token endpoint (content-type: none) but received: act.1',
			),
			'temporarily_unavailable',
		],
	])('%s → %s, bare and as n8n wraps it', (error, code) => {
		expect(explainCredentialFailure(error)?.code).toBe(code);
		expect(explainCredentialFailure(wrap(error))?.code).toBe(code);
	});

	it('are read from what n8n-workflow before 2.34 leaves of them', () => {
		const text = 'The client is not authorized';
		const left = Object.assign(new Error(text), { httpCode: 'EAUTH', cause: undefined });
		expect(explainCredentialFailure(left)).toMatchObject({
			code: 'refused',
			description: expect.stringContaining(`TikTok answered with a refusal: ${text}.`),
		});
	});

	it.each([
		undefined,
		null,
		'text',
		new Error('socket hang up'),
		authError({}),
		Object.assign(new Error('x'), { config: { url: 'https://open.tiktokapis.com/v2/post/' } }),
		Object.assign(new Error('x'), { config: {} }),
	])('leaves %p to others', (error) => {
		expect(explainCredentialFailure(error)).toBeUndefined();
	});

	it('ends on errors that are their own cause', () => {
		const error = new Error('x');
		error.cause = error;
		expect(explainCredentialFailure(error)).toBeUndefined();
	});

	it('asks to reconnect when TikTok refuses the access even after a refresh', () => {
		expect(explainStillUnauthorized().code).toBe('reconnect_needed');
	});
});

describe('texts for users', () => {
	const errors = [
		'invalid_client',
		'unauthorized_client',
		'access_denied',
		'invalid_scope',
		'invalid_request',
		'invalid_grant',
		'server_error',
		'temporarily_unavailable',
		'unsupported_grant_type',
	];
	const refusals = errors.map((error) => ({ error, description: 'TikTok’s words.', logId: 'L1' }));
	const all = [
		texts.describeNotConnected(),
		...refusals.map((refusal) => texts.describeRefusedConnect(refusal)),
		...refusals.map((refusal) => texts.describeRefusedRefresh(refusal)),
		texts.describeReconnectNeeded(),
		texts.describeTrouble(),
		texts.describeUnreachable(),
		texts.describeBlockedDomain(),
		texts.describeNoCredential(),
		texts.describeOldN8n(),
		texts.describeRefusedInEditor(),
		...refusals.map((refusal) => texts.describeRefusedInEditor(refusal)),
		texts.describeMissingScope('video.publish'),
	];

	it.each(all)('n8n shows “$message” unchanged', (failure) => {
		const shown = wrap(new texts.TikTokCredentialError(failure));
		expect(shown.message).toBe(failure.message);
		expect(shown.description).toBe(failure.description);
		expect(shown.httpCode).toBeNull();
	});

	it.each(all)('“$message” is recognised where n8n dropped the error that said so', (failure) => {
		// n8n-workflow before 2.34.
		const { message, description } = failure;
		const shown = Object.assign(new Error(message), { description, httpCode: null });
		const isShownByHook = failure.code !== 'scope_missing';
		expect(explainCredentialFailure(shown)).toEqual(isShownByHook ? failure : undefined);
	});

	it.each(all)('“$message” names a next step', ({ description }) => {
		expect(description).toMatch(
			/connect|copy|try again|update|add |select|check|run the workflow/i,
		);
	});

	it.each(refusals)('quotes TikTok’s $error with its words and log id', (refusal) => {
		for (const describe of [texts.describeRefusedConnect, texts.describeRefusedRefresh]) {
			expect(describe(refusal).description).toContain(
				`TikTok answered ${refusal.error}: TikTok’s words (log_id L1).`,
			);
		}
	});

	it.each(refusals)(
		'blames a padded secret for $error only where TikTok minds the keys',
		(refusal) => {
			for (const describe of [texts.describeRefusedConnect, texts.describeRefusedRefresh]) {
				const isAboutKeys = ['invalid_client', 'unauthorized_client'].includes(refusal.error);
				const { description } = describe(refusal, { isSecretPadded: true });
				expect(/begins or ends with a blank/.test(description)).toBe(isAboutKeys);
				expect(describe(refusal, { isSecretPadded: false })).toEqual(describe(refusal));
				expect(describe(refusal).description).not.toMatch(/begins or ends/);
			}
		},
	);

	it('quotes a bare error code', () => {
		const refusal = { error: 'invalid_grant', description: '', logId: '' };
		expect(texts.describeRefusedRefresh(refusal).description).toContain(
			'TikTok answered invalid_grant.',
		);
	});
});
