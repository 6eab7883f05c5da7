import { trimBlanks } from './plainText';

/**
 * The entries of what may be a list: a list's own, those of a list written as JSON text (sheets, AI agents and
 * `JSON.stringify` deliver it so), none of nothing, and anything else as the only one.
 */
export function listEntries(value: unknown): unknown[] {
	const given = typeof value === 'string' ? parseJson(trimBlanks(value)) : value;
	if (Array.isArray(given)) return given as unknown[];
	return given === undefined || given === null || given === '' ? [] : [given];
}

/** Text that is no JSON, or JSON of a single value, stays as it is. */
function parseJson(text: string): unknown {
	if (!/^[[{"]/.test(text)) return text;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}
