import { parseUrl } from '../../support/tested/tiktok';

/** Often enough for V8 to optimise what is called. */
const MANY_TIMES = 20_000;

describe('a URL from text', () => {
	it('is found with its parts, also relative to another', () => {
		expect(parseUrl('https://media.example/a?b=c')?.pathname).toBe('/a');
		expect(parseUrl('/d', 'https://media.example/a')?.href).toBe('https://media.example/d');
	});

	it.each(['', 'media.example', 'https://', 'https://[::1', '/d'])('"%s" is none', (text) => {
		expect(parseUrl(text)).toBeUndefined();
	});

	it.each(['https://media.example/a\nhttps://media.example/b', 'https://media.example/\ta', '\r'])(
		'%j is none: line breaks and tabs are not dropped',
		(text) => {
			expect(parseUrl(text)).toBeUndefined();
			expect(parseUrl(text, 'https://media.example/')).toBeUndefined();
		},
	);

	it('may have letters beyond ASCII, however often it is asked', () => {
		const refused = Array.from({ length: MANY_TIMES }, () => parseUrl('https://münchen.example/'));
		expect(refused.filter((url) => url === undefined)).toEqual([]);
	});
});
