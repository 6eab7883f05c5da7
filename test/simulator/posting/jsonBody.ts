import { ApiRefusal } from '../core/errors';
import type { RequestPlace, SimulatorState } from '../core/state';

const DOCUMENTED_TYPE = /^application\/json;\s*charset=utf-8$/i;

/**
 * Reads a JSON body: `Content-Type: application/json; charset=UTF-8`, and an object inside.
 * Another JSON type is read but recorded; anything else is refused.
 * @see https://developers.tiktok.com/docs/en/content-posting-api-reference-direct-post
 */
export function readJsonBody(
	state: SimulatorState,
	place: RequestPlace,
	demand: 'required' | 'optional' | 'none',
	request: { contentType: string | undefined; text: string },
): Record<string, unknown> {
	const { text } = request;
	if (text === '' && demand !== 'required') return {};
	checkContentType(state, place, request.contentType);
	if (demand === 'none' && text !== '{}') {
		state.violate(place, 'api-body', 'This endpoint takes no body');
	}
	const body = parseObject(text);
	if (!body) {
		state.violate(place, 'api-body', 'The body is not a JSON object');
		throw new ApiRefusal('invalid_params', 'The request body is not valid JSON.');
	}
	if (hasBrokenText(body)) {
		state.violate(place, 'api-text', 'A text has half a character or NUL');
		throw new ApiRefusal('invalid_params', 'The request body has a text that is not valid.');
	}
	return body;
}

/** Half an emoji (a lone surrogate) is no Unicode, and NUL no text: strict readers of JSON refuse both. */
function hasBrokenText(value: unknown): boolean {
	if (typeof value === 'string') return /[\0\p{Cs}]/u.test(value);
	if (typeof value !== 'object' || value === null) return false;
	return Object.values(value).some(hasBrokenText);
}

function checkContentType(
	state: SimulatorState,
	place: RequestPlace,
	contentType: string | undefined,
): void {
	if (DOCUMENTED_TYPE.test(contentType ?? '')) return;
	const detail = `Content-Type is ${contentType ?? 'missing'}, not application/json; charset=UTF-8`;
	state.violate(place, 'api-content-type', detail);
	if (/^application\/json\b/i.test(contentType ?? '')) return;
	throw new ApiRefusal('invalid_params', 'The Content-Type must be application/json.');
}

function parseObject(text: string): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(text);
		const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
		return isObject ? (value as Record<string, unknown>) : undefined;
	} catch {
		return undefined;
	}
}
