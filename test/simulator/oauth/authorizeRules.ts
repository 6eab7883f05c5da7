import type { SimulatorState } from '../core/state';
import { isScope } from './scopes';
import { parseUrl } from '../http/urls';

const MAX_REDIRECT_URI_CHARACTERS = 512;
const HEX_SHA256 = /^[0-9a-f]{64}$/;
const KNOWN_PARAMETERS = new Set([
	'client_key',
	'scope',
	'response_type',
	'redirect_uri',
	'state',
	'disable_auto_auth',
	'code_challenge',
	'code_challenge_method',
	// n8n and other standard OAuth clients always add it; TikTok ignores it.
	'client_id',
]);

/** A request for consent that passed every rule. */
export interface AuthorizeRequest {
	scopes: string[];
	redirectUri: string;
	stateParameter: string;
	challenge?: string;
	/** False skips the page for someone who consented before. */
	alwaysAsk: boolean;
}

/** The bare name of the parameter TikTok's error page complains about, and why. */
export interface AuthorizeProblem {
	parameter: string;
	detail: string;
}

/**
 * Judges the query of the consent page.
 * @see https://developers.tiktok.com/doc/login-kit-web
 * @see https://developers.tiktok.com/doc/login-kit-desktop
 */
export function checkAuthorizeRequest(
	state: SimulatorState,
	query: URLSearchParams,
): AuthorizeRequest | AuthorizeProblem {
	const problem =
		checkClient(state, query) ?? checkScope(query) ?? checkBasics(query) ?? checkPkce(state, query);
	if (problem) return problem;
	return {
		scopes: (query.get('scope') ?? '').split(','),
		redirectUri: query.get('redirect_uri') ?? '',
		stateParameter: query.get('state') ?? '',
		challenge:
			state.switches.pkce === 'off' ? undefined : (query.get('code_challenge') ?? undefined),
		alwaysAsk: query.get('disable_auto_auth') === '1',
	};
}

/** Parameters that TikTok does not document. */
export function findUnknownParameters(query: URLSearchParams): string[] {
	return [...query.keys()].filter((name) => !KNOWN_PARAMETERS.has(name));
}

function checkClient(state: SimulatorState, query: URLSearchParams): AuthorizeProblem | undefined {
	if (query.get('client_key') !== state.app.clientKey) {
		return { parameter: 'client_key', detail: 'is missing or not the key of a registered app' };
	}
	const uri = query.get('redirect_uri') ?? '';
	if (!isRegisteredRedirectUri(state, uri)) {
		return { parameter: 'redirect_uri', detail: 'is missing or not registered for this app' };
	}
	return undefined;
}

/** Registered, under 512 characters, no query or fragment; https for Web, loopback with port for Desktop. */
export function isRegisteredRedirectUri(state: SimulatorState, uri: string): boolean {
	const url = parseUrl(uri);
	if (url === undefined || uri.length >= MAX_REDIRECT_URI_CHARACTERS) return false;
	if (url.search || url.hash) return false;
	const isAllowed =
		state.app.platform === 'web'
			? url.protocol === 'https:'
			: ['localhost', '127.0.0.1'].includes(url.hostname) && url.port !== '';
	return isAllowed && state.app.redirectUris.some((registered) => coversUri(registered, uri));
}

function coversUri(registered: string, uri: string): boolean {
	if (!registered.includes(':*/')) return registered === uri;
	return registered === uri.replace(/^(https?:\/\/[^/:]+):\d+\//, '$1:*/');
}

function checkScope(query: URLSearchParams): AuthorizeProblem | undefined {
	const scopes = (query.get('scope') ?? '').split(',');
	const unknown = scopes.filter((scope) => !isScope(scope));
	if (unknown.length === 0) return undefined;
	return { parameter: 'scope', detail: `has unknown entries: ${unknown.join(' | ')}` };
}

function checkBasics(query: URLSearchParams): AuthorizeProblem | undefined {
	if (query.get('response_type') !== 'code') {
		return { parameter: 'response_type', detail: 'must be code' };
	}
	if (!query.get('state')) return { parameter: 'state', detail: 'is missing' };
	const auto = query.get('disable_auto_auth');
	if (auto !== null && auto !== '0' && auto !== '1') {
		return { parameter: 'disable_auto_auth', detail: 'must be 0 or 1' };
	}
	return undefined;
}

/** D5: hex SHA-256, not RFC 7636's base64url. */
function checkPkce(state: SimulatorState, query: URLSearchParams): AuthorizeProblem | undefined {
	const { pkce } = state.switches;
	if (pkce === 'off') return undefined;
	const challenge = query.get('code_challenge');
	const isDemanded = pkce === 'required' || state.app.platform === 'desktop';
	if (challenge === null) {
		return isDemanded ? { parameter: 'code_challenge', detail: 'is missing' } : undefined;
	}
	if (!HEX_SHA256.test(challenge)) {
		return { parameter: 'code_challenge', detail: 'must be a lower-case hex SHA-256' };
	}
	if (query.get('code_challenge_method') !== 'S256') {
		return { parameter: 'code_challenge_method', detail: 'must be S256' };
	}
	return undefined;
}
