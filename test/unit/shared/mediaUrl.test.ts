import { toPulledUrl, describeUrl, InputError, isIpAddress } from '../../support/tested/tiktok';

function refusalOf(url: string): string | undefined {
	try {
		toPulledUrl(url, 'Video URL');
	} catch (error) {
		expect(error).toBeInstanceOf(InputError);
		expect((error as InputError).fix).toMatch(/https URL on a domain that is verified/);
		return (error as Error).message;
	}
	return undefined;
}

describe('a URL that TikTok may pull from', () => {
	it.each([
		'https://media.example.com/clips/run.mp4',
		'https://media.example.com/clips/run.mp4?signature=abc#t=1',
		'https://media.example.com:8443/run.mp4',
		'HTTPS://MEDIA.EXAMPLE.COM/run.mp4',
		'https://münchen.example/run.mp4',
		'https://1.2.3.example/run.mp4',
		'https://1.2.3.4.example/run.mp4',
	])('%s', (url) => {
		expect(refusalOf(url)).toBeUndefined();
	});
});

describe('a URL that TikTok would refuse', () => {
	it.each([
		['', 'is not a URL'],
		['run.mp4', 'is not a URL'],
		['/clips/run.mp4', 'is not a URL'],
		['http://media.example.com/run.mp4', 'does not begin with https://'],
		['ftp://media.example.com/run.mp4', 'does not begin with https://'],
		['data:video/mp4;base64,AAAA', 'does not begin with https://'],
		['https://192.168.0.10/run.mp4', 'names an IP address instead of a domain'],
		['https://192.168.0.1/run.mp4', 'names an IP address instead of a domain'],
		['https://3232235521/run.mp4', 'names an IP address instead of a domain'],
		['https://0xc0.0xa8.1/run.mp4', 'names an IP address instead of a domain'],
		['https://[::1]/run.mp4', 'names an IP address instead of a domain'],
		['https://localhost/run.mp4', 'names no public domain'],
		['https://user@media.example.com/run.mp4', 'contains a user name or password'],
		['https://:word@media.example.com/run.mp4', 'contains a user name or password'],
	])('%j: %s', (url, problem) => {
		expect(refusalOf(url)).toMatch(/^Video URL: "/);
		expect(refusalOf(url)).toContain(problem);
	});
});

describe('a URL in a message', () => {
	it.each([
		['https://a.example/run.mp4', 'https://a.example/run.mp4'],
		['https://a.example/run.mp4?key=secret', 'https://a.example/run.mp4'],
		['https://a.example/run.mp4#secret', 'https://a.example/run.mp4'],
		['https://user:secret@a.example/run.mp4', 'https://a.example/run.mp4'],
		['https://us@er:secret@a.example/run.mp4', 'https://a.example/run.mp4'],
		['https://a.example/@name/run.mp4', 'https://a.example/@name/run.mp4'],
		['not a url', 'not a url'],
		['', ''],
	])('%j shows as %j, without what gives access', (url, shown) => {
		expect(describeUrl(url)).toBe(shown);
	});

	it('is cut to 100 characters', () => {
		const url = `https://a.example/${'x'.repeat(200)}`;
		expect(describeUrl(url)).toBe(`${url.slice(0, 100)}…`);
		expect(describeUrl(url.slice(0, 100))).toBe(url.slice(0, 100));
	});
});

it.each([
	['127.0.0.1', true],
	['[::1]', true],
	['[2001:db8::1]', true],
	['media.example.com', false],
	['1.2.3.example', false],
	['media1.2.3.4', false],
	['localhost', false],
])('%s is an address: %s', (hostname, isAddress) => {
	expect(isIpAddress(hostname)).toBe(isAddress);
});
