/** What no text means: half an emoji, NUL and other control characters. Strict readers of JSON refuse them. */
const MEANINGLESS = /(?![\t\n\r])[\p{Cc}\p{Cs}]/gu;
/** White space and characters without width, which get copied along unseen. */
const OUTER_BLANKS = /^[\s\u200b-\u200d\u2060]+|[\s\u200b-\u200d\u2060]+$/g;

/** A text of whole characters: what is left of a cut emoji, and control characters but line breaks and tabs, are dropped. */
export function toWholeText(text: string): string {
	return text.replace(MEANINGLESS, '');
}

/** The first `maxLength` UTF-16 units of a text, without half a character at the end. */
export function cutText(text: string, maxLength: number): string {
	return toWholeText(text.slice(0, maxLength));
}

/** A text without blanks at its ends, also those that nobody sees. For values, not for what people read. */
export function trimBlanks(text: string): string {
	return text.replace(OUTER_BLANKS, '');
}
