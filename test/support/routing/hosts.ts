/** TikTok's own hosts that the simulator stands in for. */
export const WEB_HOST = 'www.tiktok.com';
export const API_HOST = 'open.tiktokapis.com';

/**
 * Upload hosts: the two of TikTok's examples and three that were seen in real answers.
 * @see https://developers.tiktok.com/docs/en/content-posting-api-media-transfer-guide
 */
export const UPLOAD_HOSTS = [
	'open-upload.tiktokapis.com',
	'upload.us.tiktokapis.com',
	'open-upload-va.tiktokapis.com',
	'open-upload-i18n.tiktokapis.com',
	'open-upload.tiktokapis.us',
] as const;

/**
 * Hosts under the reserved names of RFC 2606, where tests keep their media: `cdn.example`, `media.example.com`; Google's,
 * for tests that stand in for Google Drive and Google Sheets; and npm's, from which n8n installs the package.
 */
export const MEDIA_HOST_PATTERN =
	/^(?:(?:[a-z0-9-]+\.)+example(?:\.(?:com|net|org))?|(?:www|oauth2|sheets)\.googleapis\.com|registry\.npmjs\.org)$/;

/** True for every host name that the routing sends to the simulator; all others are refused. */
export function isSimulatedHost(host: string): boolean {
	const name = host.toLowerCase();
	if (name === WEB_HOST || name === API_HOST) return true;
	if ((UPLOAD_HOSTS as readonly string[]).includes(name)) return true;
	return MEDIA_HOST_PATTERN.test(name);
}
