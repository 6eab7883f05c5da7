import { redactMessage } from '../../support/tested/tiktok';

const TOKEN = 'act.example12345Example12345Example!4567.e1';

describe('redactMessage', () => {
	it.each([
		['The total chunk count is invalid', 'The total chunk count is invalid'],
		['Contact the factory. Exact.', 'Contact the factory. Exact.'],
		['', ''],
		[
			'see https://developers.tiktok.com/doc/content-sharing-guidelines/',
			'see https://developers.tiktok.com/doc/content-sharing-guidelines/',
		],
	])('leaves %j as it is', (text, expected) => {
		expect(redactMessage(text)).toBe(expected);
	});

	it.each([
		['an access token', `token ${TOKEN} expired`, 'token [hidden] expired'],
		['a refresh token', 'rft.abc-DEF_1~2 was used', '[hidden] was used'],
		['a client token', '(clt.abc)', '([hidden])'],
		['a token without a border before it', `id_${TOKEN}`, 'id_[hidden]'],
		['a short token after an underscore', '_rft.abc was used', '_[hidden] was used'],
		['a token in URL encoding', `%20${TOKEN}`, '%20[hidden]'],
		[
			'an upload URL',
			'PUT https://open-upload.tiktokapis.com/upload/?a=b failed',
			'PUT [hidden] failed',
		],
		['a URL without a border before it', 'URLHTTPS://a.example/x', 'URL[hidden]'],
		[
			'a URL that only begins like one of TikTok’s',
			'https://developers.tiktok.com.evil.example/a',
			'[hidden]',
		],
		['a URL in quotes', '"https://a.example/x?y=1" is bad', '"[hidden]" is bad'],
		['a parameter', 'sent client_secret=abc123&x=1', 'sent [hidden]&x=1'],
		['a parameter with a border that is none', 'my_upload_token=abc', 'my_[hidden]'],
		['a JSON field', '{"access_token":"abc","x":1}', '{"[hidden]","x":1}'],
		['a JSON field with spaces', '"refresh_token" : "abc"', '"[hidden]"'],
	])('hides %s', (_what, text, expected) => {
		expect(redactMessage(text)).toBe(expected);
	});

	it('hides every one, not only the first', () => {
		expect(redactMessage(`${TOKEN} ${TOKEN}`)).toBe('[hidden] [hidden]');
	});

	it('cuts to 300 characters, after hiding', () => {
		const long = 'x'.repeat(290);
		expect(redactMessage(`${long} ${TOKEN}`)).toBe(`${long} [hidden]`);
		expect(redactMessage('x'.repeat(300))).toBe('x'.repeat(300));
		expect(redactMessage('x'.repeat(301))).toBe(`${'x'.repeat(300)}…`);
	});
});
