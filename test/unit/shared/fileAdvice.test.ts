import { adviseOnFile } from '../../support/tested/tiktok';

describe('a file that is something else than media', () => {
	it.each([
		['HTML', /address of the file itself/],
		['JSON', /answer of a service/],
		['XML', /answer of a service/],
		['GZIP', /Unpack it first/],
		['Zstandard', /Unpack it first/],
		['ZIP', /Unpack it first/],
		['RAR', /Unpack it first/],
		['7-Zip', /Unpack it first/],
		['the base64 text of a photo', /Convert to File.*Move Base64 String to File/],
		['the hexadecimal text of a photo', /Buffer\.from\(text, "hex"\).*Leave out a "\\x"/],
		['a JSON list of the bytes of a photo', /Return the file as binary data/],
		['a file that a step before handled as text', /Response Format to File/],
	])('comes with advice if it looks like %s', (looksLike, advice) => {
		expect(adviseOnFile(looksLike)).toMatch(advice);
	});

	it.each(['AVI', 'an HTML', undefined])('comes with none if it looks like %s', (looksLike) => {
		expect(adviseOnFile(looksLike)).toBeUndefined();
	});
});
