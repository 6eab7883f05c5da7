import { cutText } from '../values/plainText';

/** Secrets as they can stand in a name or a code, written so that no user name is taken for one. */
const UNMISTAKABLE_SECRETS = [
	// Longer than the 24 characters of the longest user name, such as "contact.us.for.anything".
	/(?:act|rft|clt)\.[\w!*~.+/=-]{21,}/g,
	// Also percent-encoded, as part of another URL.
	/https?(?::|%3A)[^\s"'<>]*(?:upload_token|tiktokapis\.)[^\s"'<>]*/gi,
	/(?:access_token|refresh_token|client_secret|upload_token|upload_id)["'\\]*\s*(?:[=:]|%3[AD])\s*["'\\]*[^\s&"'<>]+/gi,
];
const SECRETS = [
	...UNMISTAKABLE_SECRETS,
	// After a letter only what is as long as a token, so that "contact.us" stays readable.
	/(?:(?<![A-Za-z])(?:act|rft|clt)\.[\w!*~.+/=-]+|(?:act|rft|clt)\.[\w!*~.+/=-]{16,})/g,
	// TikTok points to its own documentation in refusals; nothing there gives access.
	/https?(?::\/\/|%3A)(?!developers\.tiktok\.com\/)[^\s"'<>]+/gi,
];
const MAX_MESSAGE_LENGTH = 300;
/** Text is not searched, and not shown, beyond this. */
const MAX_SEARCHED_LENGTH = 10_000;

/**
 * Replaces tokens and upload URLs (write credentials) in text that goes into the output as TikTok sent it,
 * for example a creator's name or the address of a picture.
 */
export function hideSecrets(text: string): string {
	return replaceAll(text, UNMISTAKABLE_SECRETS);
}

/**
 * Makes text from outside fit to be shown and stored: tokens and URLs (an upload URL is a write
 * credential) are replaced, and it is cut to 300 characters.
 */
export function redactMessage(text: string): string {
	const redacted = replaceAll(text, SECRETS);
	return redacted.length > MAX_MESSAGE_LENGTH
		? `${cutText(redacted, MAX_MESSAGE_LENGTH)}…`
		: redacted;
}

function replaceAll(text: string, secrets: readonly RegExp[]): string {
	const searched = text.slice(0, MAX_SEARCHED_LENGTH);
	return secrets.reduce((result, secret) => result.replace(secret, '[hidden]'), searched);
}
