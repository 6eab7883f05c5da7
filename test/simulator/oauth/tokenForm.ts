import { OAuthRefusal } from '../core/errors';
import type { RequestPlace, SimulatorState } from '../core/state';

/** n8n always sends these; whether TikTok minds is unknown, so they are no violation. */
const KNOWN_EXTRAS = new Set(['client_id', 'scope']);

/** What a request to an OAuth endpoint carries. */
export interface TokenRequest {
	contentType: string | undefined;
	body: unknown;
	/** Query with its question mark, or empty. */
	query: string;
	place: RequestPlace;
}

/**
 * Reads the parameters: URL-encoded form data in the body, each once (D4 for the query).
 * @see https://developers.tiktok.com/docs/en/oauth-get-a-user-access-token
 */
export function readTokenForm(state: SimulatorState, request: TokenRequest): Map<string, string> {
	const { place, query } = request;
	const type = request.contentType?.split(';', 1)[0]?.trim().toLowerCase();
	if (type !== 'application/x-www-form-urlencoded') {
		state.violate(place, 'token-content-type', `Content-Type is ${type ?? 'missing'}`);
		throw new OAuthRefusal('invalid_request', 'Only form-urlencoded bodies are accepted.');
	}
	const body = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
	const pairs = [...body];
	if (state.switches.acceptQuery) pairs.push(...new URLSearchParams(query));
	else if (query) state.violate(place, 'token-query', 'Parameters belong into the body');
	const form = new Map(pairs);
	if (form.size < pairs.length) {
		state.violate(place, 'token-duplicate-field', 'A parameter was sent more than once');
		throw new OAuthRefusal('invalid_request', 'The request parameters are malformed.');
	}
	return form;
}

/** Fields beyond TikTok's list: a violation unless n8n is known for them, refused by switch. */
export function checkExtraFields(
	state: SimulatorState,
	place: RequestPlace,
	extras: string[],
): void {
	for (const name of extras.filter((extra) => !KNOWN_EXTRAS.has(extra))) {
		state.violate(place, 'token-unknown-field', `TikTok has no field ${name} here`);
	}
	if (extras.length === 0 || state.switches.tokenExtraFields === 'ignore') return;
	throw new OAuthRefusal('invalid_request', `Unexpected parameters: ${extras.join(', ')}.`);
}
