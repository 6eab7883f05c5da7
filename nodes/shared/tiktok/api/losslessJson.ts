/**
 * A JSON string, or a JSON number; the string alternative keeps digits inside strings untouched. What JSON
 * does not allow (leading zeros, a number as a key) doesn't match, so that quoting it can't make it valid.
 */
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?!\s*:)/g;

/**
 * Parses JSON and keeps integers exact: an integer beyond 2^53 comes back as a decimal string, since
 * a JavaScript number would silently change its last digits (TikTok's post ids are 19 digits long).
 *
 * @returns the parsed value
 * @throws SyntaxError when the text is not JSON
 * @see https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status
 */
export function parseLosslessJson(text: string): unknown {
	return JSON.parse(text.replace(STRING_OR_NUMBER, quoteUnsafeInteger)) as unknown;
}

function quoteUnsafeInteger(token: string): string {
	const isInteger = /^-?\d+$/.test(token);
	return isInteger && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token;
}
