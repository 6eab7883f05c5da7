import { isTrustedUploadUrl } from '../../support/tested/tiktok';

describe('an upload URL that may receive the video', () => {
	it.each([
		'https://open-upload.tiktokapis.com/upload/?upload_id=7700000000000000001&upload_token=x',
		'https://open-upload.tiktokapis.com:443/video/?a=b',
		'https://open-upload-va.tiktokapis.com/upload?upload_id=1',
		'https://open-upload-i18n.tiktokapis.com/upload',
		'https://upload.us.tiktokapis.com/video/?upload_id=1',
		'https://open-upload.tiktokapis.us/upload?upload_id=1',
		'HTTPS://OPEN-UPLOAD.TIKTOKAPIS.COM/upload',
	])('%s', (url) => {
		expect(isTrustedUploadUrl(url)).toBe(true);
	});
});

describe('a URL that must not', () => {
	it.each([
		['http://open-upload.tiktokapis.com/upload', 'not encrypted'],
		['https://open-upload.tiktokapis.com:8443/upload', 'another port'],
		['https://user@open-upload.tiktokapis.com/upload', 'user info'],
		['https://:secret@open-upload.tiktokapis.com/upload', 'a password'],
		['https://tiktokapis.com/upload', 'the bare domain'],
		['https://eviltiktokapis.com/upload', 'a domain that only ends alike'],
		['https://open-upload.tiktokapis.com.evil.example/upload', 'a domain that only begins alike'],
		['https://evil.example/?open-upload.tiktokapis.com', 'the name in the query'],
		['https://open-upload.tiktokapis.com@evil.example/', 'the name as user info'],
		['https://open-upload.tiktokapis.com\\@evil.example/', 'a backslash', true],
		['https://open-upload.tiktokapis.com./upload', 'a trailing dot'],
		['https://$open-upload.tiktokapis.com/upload', 'a character that no host name has'],
		['https://open.up$load.tiktokapis.com/upload', 'such a character further on'],
		['https://.tiktokapis.com/upload', 'an empty name'],
		['https://127.0.0.1/upload', 'an address'],
		['ftp://open-upload.tiktokapis.com/upload', 'another scheme'],
		['//open-upload.tiktokapis.com/upload', 'no scheme'],
		['/upload', 'a path'],
		['', 'nothing'],
	])('%s (%s)', (url, _why, resolvesToTikTok = false) => {
		// A backslash is a slash to the URL standard and to Node: the host is TikTok's after all.
		expect(isTrustedUploadUrl(url)).toBe(resolvesToTikTok);
	});
});
