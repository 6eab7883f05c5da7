import { InputError } from '../api/errors';
import { parseUrl } from '../values/parseUrl';
import { cutText } from '../values/plainText';

/** IPv4 as `URL` writes it, whatever notation it came in, and IPv6 in its brackets. */
const IP_ADDRESS = /^(?:\d+\.\d+\.\d+\.\d+|\[.*\])$/;
const MAX_SHOWN_LENGTH = 100;
const VERIFIED_ONLY =
	'Give an https URL on a domain that is verified for your TikTok app, for example https://media.example.com/clip.mp4: TikTok downloads from no other.';

/**
 * A URL that TikTok is to download from, as it is sent: what was checked, blanks and letters like "é" encoded. Whether
 * it lies on a property verified for the app only TikTok knows.
 *
 * @param label the parameter as the editor shows it
 * @param fix what to do instead
 * @throws InputError for anything but an https URL that names a public domain
 * @see https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
 */
export function toPulledUrl(text: string, label: string, fix = VERIFIED_ONLY): string {
	const url = parseUrl(text);
	const problem = url === undefined ? 'is not a URL' : findProblem(url);
	if (url !== undefined && problem === undefined) return url.href;
	throw new InputError(`${label}: "${describeUrl(text)}" ${problem}`, fix);
}

function findProblem(url: URL): string | undefined {
	if (url.protocol !== 'https:') return 'does not begin with https://';
	if (isIpAddress(url.hostname)) return 'names an IP address instead of a domain';
	if (!url.hostname.includes('.')) return 'names no public domain';
	if (url.username !== '' || url.password !== '') return 'contains a user name or password';
	return undefined;
}

/** Whether the host of a parsed URL is an address and not a name. */
export function isIpAddress(hostname: string): boolean {
	return IP_ADDRESS.test(hostname);
}

/**
 * A URL as messages may show it: without user name, password and query, where the keys of private links
 * stand, and not too long.
 */
export function describeUrl(text: string): string {
	const plain = text.replace(/\/\/[^/?#]*@/g, '//').replace(/[?#].*/s, '');
	return plain.length > MAX_SHOWN_LENGTH ? `${cutText(plain, MAX_SHOWN_LENGTH)}…` : plain;
}
