/** A URL, or undefined. Not `URL.canParse`, which Node 20 gets wrong for letters like "ü" once optimised. */
export function parseUrl(text: string): URL | undefined {
	try {
		return new URL(text);
	} catch {
		return undefined;
	}
}
