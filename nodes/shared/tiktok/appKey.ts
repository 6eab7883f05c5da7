/**
 * What a paste leaves around a key and TikTok never issues: blanks, line breaks, and characters that nobody
 * sees (zero width, direction marks, soft hyphen, NUL). The inside of a class of a regular expression.
 */
const PADDING =
	'\\s\\u0000\\u00ad\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufeff';

/** A regular expression (flag `g`) for all around a key that is not the key, as text for n8n's expressions. */
export const PADDING_SOURCE = `^[${PADDING}]+|[${PADDING}]+$`;

/**
 * A client key or client secret as TikTok issued it, without what a paste left around it.
 *
 * @returns empty for what is no text
 */
export function readAppKey(stored: unknown): string {
	return typeof stored === 'string' ? stored.replace(new RegExp(PADDING_SOURCE, 'g'), '') : '';
}
