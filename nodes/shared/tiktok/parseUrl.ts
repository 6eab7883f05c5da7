/**
 * A URL, or `undefined` when the text is none. Not `URL.canParse`: once optimised, Node 20's refuses every
 * URL with a letter like "ü" in it.
 */
export function parseUrl(text: string, base?: string): URL | undefined {
	try {
		return new URL(text, base);
	} catch {
		return undefined;
	}
}
