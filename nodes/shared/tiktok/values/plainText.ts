const MAX_QUOTED_LENGTH = 60;
/** Line breaks by other names: Word's, form feed, and the one of mainframes. */
const OTHER_LINE_BREAKS = /[\v\f\u0085]/g;
/** What no text means: half an emoji, NUL and other control characters. Strict readers of JSON refuse them. */
const MEANINGLESS = /(?![\t\n\r])[\p{Cc}\p{Cs}]/gu;
/** What nobody sees: zero width, direction marks, soft hyphen, NUL. The inside of a class of a regular expression. */
const UNSEEN =
	'\\u0000\\u00ad\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufeff';
const ALL_UNSEEN = new RegExp(`[${UNSEEN}]`, 'g');

/**
 * A regular expression (flag `g`) for what a paste leaves around a value, as text for n8n's expressions. It looks at
 * blanks within only where they begin: a long run of them would take the square of its length.
 */
export const PADDING_SOURCE = `^[\\s${UNSEEN}]+|(?<![\\s${UNSEEN}])[\\s${UNSEEN}]+$`;
const PADDING = new RegExp(PADDING_SOURCE, 'g');

/**
 * A text of whole characters: what is left of a cut emoji, and control characters but line breaks and tabs, are
 * dropped. Line breaks by other names become `\n`.
 */
export function toWholeText(text: string): string {
	return text.replace(OTHER_LINE_BREAKS, '\n').replace(MEANINGLESS, '');
}

/** The first `maxLength` UTF-16 units of a text, without half a character at the end. */
export function cutText(text: string, maxLength: number): string {
	return toWholeText(text.slice(0, maxLength));
}

/** A text as messages quote it: not all of a long one. */
export function quoteText(text: string): string {
	const isLong = text.length > MAX_QUOTED_LENGTH;
	return `"${isLong ? `${cutText(text, MAX_QUOTED_LENGTH)}…` : text}"`;
}

/** A text without blanks at its ends, also those that nobody sees. For values, not for what people read. */
export function trimBlanks(text: string): string {
	return text.replace(PADDING, '');
}

/** A text without characters that nobody sees; only for values that have none, for some emoji are made with them. */
export function dropUnseen(text: string): string {
	return text.replace(ALL_UNSEEN, '');
}
