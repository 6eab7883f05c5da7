import { hideSecrets, redactMessage } from '../../support/tested/tiktok';

const TOKEN = 'act.example12345Example12345Example!4567.e1';

describe('redactMessage', () => {
	it.each([
		['The total chunk count is invalid', 'The total chunk count is invalid'],
		['Contact the factory. Exact.', 'Contact the factory. Exact.'],
		['See contact.us or contract.pdf', 'See contact.us or contract.pdf'],
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
		['a URL without encryption', 'GET http://a.example/x failed', 'GET [hidden] failed'],
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

describe('a name or an address that is shown as TikTok sent it', () => {
	it.each([
		['contact.us.for.anything', 'contact.us.for.anything'],
		[`act.${'a'.repeat(20)}`, `act.${'a'.repeat(20)}`],
		[`act.${'a'.repeat(21)} b`, '[hidden] b'],
		[`my rft.${'a!*~.+/=-'.repeat(3)}`, 'my [hidden]'],
		['https://cdn.example/a.webp?size=1', 'https://cdn.example/a.webp?size=1'],
		['see https://open-upload.tiktokapis.com/a?b=c d', 'see [hidden] d'],
		['http://cdn.example/?upload_token=a', '[hidden]'],
		['?to=https%3A%2F%2Fopen.tiktokapis.com%2Fa', '?to=[hidden]'],
		['?upload_id%3Dabc&x=1', '?[hidden]&x=1'],
		['client_secret%3aabc', '[hidden]'],
		[String.raw`{\"access_token\":\"abc\"}`, String.raw`{\"[hidden]"}`],
		['refresh_token = abc, more', '[hidden] more'],
		['my upload_id', 'my upload_id'],
	])('%j is shown as %j', (text, shown) => {
		expect(hideSecrets(text)).toBe(shown);
	});

	it('ends after 10,000 characters, which are all that is searched', () => {
		expect(hideSecrets('x'.repeat(10_001))).toBe('x'.repeat(10_000));
	});
});
