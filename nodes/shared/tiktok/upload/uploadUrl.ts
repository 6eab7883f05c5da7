import { UPLOAD_HOST_SUFFIXES } from '../limits';
import { parseUrl } from '../values/parseUrl';

/** Names of computers; the URL standard would let more pass, such as `$`. */
const HOST_NAME = /^(?:[a-z\d-]+\.)+[a-z]+$/;

/**
 * Whether a URL from TikTok may receive the video: https, no user info, the standard port, a TikTok host.
 * Path and query are TikTok's business. The URL is a write credential: never show or store it.
 */
export function isTrustedUploadUrl(text: string): boolean {
	const url = parseUrl(text);
	if (url === undefined) return false;
	const isPlain = url.username === '' && url.password === '' && url.port === '';
	const isTikTok = UPLOAD_HOST_SUFFIXES.some((suffix) => url.hostname.endsWith(suffix));
	return url.protocol === 'https:' && isPlain && HOST_NAME.test(url.hostname) && isTikTok;
}
