const SECRETS = [
	// After a letter only what is as long as a token, so that "contact.us" stays readable.
	/(?:(?<![A-Za-z])(?:act|rft|clt)\.[\w!*~.+/=-]+|(?:act|rft|clt)\.[\w!*~.+/=-]{16,})/g,
	// TikTok points to its own documentation in refusals; nothing there gives access.
	/https?:\/\/(?!developers\.tiktok\.com\/)[^\s"'<>]+/gi,
	/(?:access_token|refresh_token|client_secret|upload_token|upload_id)["']?\s*[=:]\s*["']?[^\s&"'<>]+/gi,
];
const MAX_MESSAGE_LENGTH = 300;

/**
 * Makes text from outside fit to be shown and stored: tokens and URLs (an upload URL is a write
 * credential) are replaced, and it is cut to 300 characters.
 */
export function redactMessage(text: string): string {
	const redacted = SECRETS.reduce((result, secret) => result.replace(secret, '[hidden]'), text);
	return redacted.length > MAX_MESSAGE_LENGTH
		? `${redacted.slice(0, MAX_MESSAGE_LENGTH)}…`
		: redacted;
}
