/**
 * A URL, or `undefined` when the text is none. `URL` itself drops line breaks and tabs and so makes one URL of two.
 * Not `URL.canParse`: once optimised, Node 20's refuses every URL with a letter like "ü" in it.
 */
export function parseUrl(text: string, base?: string): URL | undefined {
	if (/[\t\n\r]/.test(text)) return undefined;
	try {
		return new URL(text, base);
	} catch {
		return undefined;
	}
}
