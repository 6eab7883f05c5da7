import { createHash } from 'node:crypto';
import { OAuthRefusal } from '../core/errors';
import { makeSecret } from '../core/ids';
import type { SimulatorState } from '../core/state';
import type { TokenPair } from '../types';
import type { GrantStore, IssuedCode, RefreshToken } from './grants';

const VERIFIER = /^[A-Za-z0-9\-._~]{43,128}$/;

/** TikTok's answer to a client-credentials request: a token that can't post. */
export interface ClientToken {
	access_token: string;
	expires_in: number;
	token_type: 'Bearer';
}

/** What a granted token request leaves behind, beside its answer. */
export interface Granted {
	answer: TokenPair | ClientToken;
	openId?: string;
	/** The refresh token that was rotated away. */
	rotated?: RefreshToken;
}

/** Fields TikTok lists for each grant. */
export const GRANT_FIELDS: Record<string, readonly string[]> = {
	authorization_code: [
		'client_key',
		'client_secret',
		'grant_type',
		'code',
		'redirect_uri',
		'code_verifier',
	],
	refresh_token: ['client_key', 'client_secret', 'grant_type', 'refresh_token'],
	client_credentials: ['client_key', 'client_secret', 'grant_type'],
};

/**
 * Judges a token request and issues the tokens.
 * @see https://developers.tiktok.com/docs/en/oauth-get-a-user-access-token
 * @see https://developers.tiktok.com/docs/en/oauth-refresh-a-user-access-token
 */
export function grantTokens(
	state: SimulatorState,
	grants: GrantStore,
	form: ReadonlyMap<string, string>,
): Granted {
	checkClient(state, form);
	switch (form.get('grant_type')) {
		case 'authorization_code':
			return exchangeCode(state, grants, form);
		case 'refresh_token':
			return refresh(state, grants, form);
		case 'client_credentials':
			return { answer: makeClientToken(state) };
		default:
			throw new OAuthRefusal('unsupported_grant_type', 'The grant type is not supported.');
	}
}

/** Client key and secret, as every OAuth endpoint wants them. */
export function checkClient(state: SimulatorState, form: ReadonlyMap<string, string>): void {
	for (const name of ['client_key', 'client_secret']) {
		if (!form.get(name)) {
			throw new OAuthRefusal('invalid_request', `The request parameters are malformed: ${name}.`);
		}
	}
	const { clientKey, clientSecret } = state.app;
	if (form.get('client_key') !== clientKey || form.get('client_secret') !== clientSecret) {
		throw new OAuthRefusal('invalid_client', 'Client key or secret is incorrect.');
	}
}

function exchangeCode(
	state: SimulatorState,
	grants: GrantStore,
	form: ReadonlyMap<string, string>,
): Granted {
	const code = grants.findCode(form.get('code') ?? '');
	if (!code || code.used || state.clock.now() >= code.expiresAt) {
		throw new OAuthRefusal('invalid_grant', 'Authorization code is expired.');
	}
	if (form.get('redirect_uri') !== code.redirectUri) {
		throw new OAuthRefusal(
			'invalid_request',
			'Redirect_uri is not matched with the uri when requesting code.',
		);
	}
	checkVerifier(state, code, form.get('code_verifier'));
	code.used = true;
	return { answer: grants.issue(code.openId, code.scopes), openId: code.openId };
}

/** D5: lower-case hex SHA-256 of the verifier. */
function checkVerifier(
	state: SimulatorState,
	code: IssuedCode,
	verifier: string | undefined,
): void {
	if (state.switches.pkce === 'off') return;
	if (code.challenge === undefined && verifier === undefined) return;
	const digest = createHash('sha256')
		.update(verifier ?? '')
		.digest('hex');
	if (VERIFIER.test(verifier ?? '') && digest === code.challenge) return;
	throw new OAuthRefusal('invalid_request', 'Code verifier or code challenge is invalid.');
}

function refresh(
	state: SimulatorState,
	grants: GrantStore,
	form: ReadonlyMap<string, string>,
): Granted {
	const token = grants.findRefresh(form.get('refresh_token') ?? '');
	const isRefused = state.switches.refreshMode === 'refuse';
	if (!token || isRefused || !grants.isUsable(token)) {
		throw new OAuthRefusal('invalid_grant', 'Refresh token is invalid or expired.');
	}
	const { openId } = token;
	return { answer: grants.issue(openId, token.scopes, token), openId, rotated: token };
}

function makeClientToken(state: SimulatorState): ClientToken {
	if (state.switches.clientCredentials === 'refuse') {
		throw new OAuthRefusal('unauthorized_client', 'The client may not use this grant type.');
	}
	return {
		access_token: makeSecret('clt.'),
		expires_in: state.switches.accessTtl,
		token_type: 'Bearer',
	};
}
