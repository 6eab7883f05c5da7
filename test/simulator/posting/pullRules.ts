/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code is never shipped and may use Node and any library */
import { isIP } from 'node:net';
import { ApiRefusal } from '../core/errors';
import type { SimulatorState } from '../core/state';
import { parseUrl } from '../http/urls';

/**
 * A URL TikTok may pull from: https, a domain name, on one of the app's verified properties.
 * @see https://developers.tiktok.com/docs/en/content-posting-api-media-transfer-guide
 */
export function checkPullUrl(state: SimulatorState, url: string): void {
	const parsed = parseUrl(url);
	if (
		parsed?.protocol !== 'https:' ||
		isIP(parsed.hostname) !== 0 ||
		parsed.hostname.startsWith('[')
	) {
		throw new ApiRefusal('invalid_params', 'The URL must be https and name a domain.');
	}
	if (!state.app.verifiedProperties.some((property) => covers(property, parsed))) {
		throw new ApiRefusal('url_ownership_unverified');
	}
}

/** A verified domain covers its subdomains; a verified URL prefix covers what starts with it. */
function covers(property: string, { href, hostname }: URL): boolean {
	if (property.includes('://')) return href.startsWith(property);
	return hostname === property || hostname.endsWith(`.${property}`);
}
