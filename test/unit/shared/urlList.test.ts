/* eslint-disable @n8n/community-nodes/no-restricted-globals -- measures work, not time */
import { InputError, readUrl, readUrls } from '../../support/tested/tiktok';

const A = 'https://media.example.com/1.jpg';
const B = 'https://media.example.com/2.webp';

function refusalOf(value: unknown): string | undefined {
	try {
		readUrls(value, 'Photo URLs');
	} catch (error) {
		expect(error).toBeInstanceOf(InputError);
		expect((error as InputError).fix).not.toBe('');
		return (error as Error).message;
	}
	return undefined;
}

describe('two URLs are read from', () => {
	it.each<[string, unknown]>([
		['lines', `${A}\n${B}`],
		['lines of Windows, with empty ones and blanks', `\r\n  ${A}\t\r\n\r\n ${B} \r\n`],
		['one line with a space', `${A} ${B}`],
		['one line with commas', `${A},${B}`],
		['commas and spaces', `${A} , ${B}`],
		['a comma at the end', `${A},${B},`],
		['commas at the ends of lines', `${A},\n${B},`],
		['semicolons', `${A}; ${B};`],
		['cells of a table', `${A}\t${B}`],
		['a row of a Markdown table', `| ${A} | ${B} |`],
		['lines in quotes', `"${A}"\n'${B}'`],
		['typographic quotes', `“${A}”, „${B}“`],
		['quotes and commas', `"${A}", "${B}"`],
		['angle brackets', `<${A}>\n<${B}>`],
		['round brackets', `(${A})\n(${B}).`],
		['dashes', `- ${A}\n- ${B}`],
		['bullets', `• ${A}\n* ${B}`],
		['numbers', `1. ${A}\n2) ${B}`],
		['bullets before quotes', `- "${A}"\n-  \`${B}\``],
		['a sentence’s full stop', `${A}\n${B}.`],
		['images in Markdown', `![One](${A})\n![Two, with [brackets]](${B})`],
		['links in Markdown on one line', `[One](${A}) and [two](${B})`],
		['a list', [A, B]],
		['a list with blanks and nothing in it', [` ${A}\n`, '', null, undefined, `${B},`]],
		['a list of lists in text', [`${A}, ${B}`]],
		['a list as JSON text', JSON.stringify([A, B])],
		['a list as JSON text, blanks around', `\n ${JSON.stringify([A, B], null, 2)} \n`],
		['a list in Python’s writing', `['${A}', '${B}']`],
		['a broken list', `["${A}", "${B}",]`],
		['attachments of Airtable', [{ id: 'att1', url: A, filename: '1.jpg' }, { url: B }]],
		['attachments of Airtable as JSON text', JSON.stringify([{ url: A }, { url: B }])],
		['images with src', [{ src: A }, { url: B, src: A }]],
		['line breaks written twice as JSON', `${A}\\n${B}\\n`],
		['those of Windows', `${A}\\r\\n- ${B}\\r\\n`],
		['those of HTML', `${A}<br>${B}<br />`],
		['other line breaks', `${A}\u000b${B}\u0085`],
		['Chinese and Japanese signs', `${A}、${B}；`],
		['a wide comma', `${A}，${B}`],
		['slashes written as in JSON', `${A}\n${B}`.replaceAll('/', '\\/')],
		['characters without width', `\ufeff${A}\u200b\n\u2060${B}\u00ad`],
	])('%s', (_shape, value) => {
		expect(readUrls(value, 'Photo URLs')).toEqual([A, B]);
	});
});

it.each([
	[
		'in a list of links in Markdown',
		'[One](http://a.example/1.jpg) and [two](http://a.example/2.jpg)',
	],
	['in capital letters', 'HTTP://a.example/1.jpg HTTP://a.example/2.jpg'],
	['behind bullets in capital letters', '- HTTP://a.example/1.jpg\n- HTTP://a.example/2.jpg'],
	['with a query behind the file, and commas', 'http://a.example/1.ts?a=1,http://a.example/2.jpg'],
])('URLs without encryption are read, too, for the rules of a post to refuse (%s)', (_, text) => {
	expect(readUrls(text, 'Photo URLs')).toStrictEqual([
		expect.stringMatching(/^http:\/\/a\.example\/1\.(jpg|ts\?a=1)$/i),
		expect.stringMatching(/^http:\/\/a\.example\/2\.jpg$/i),
	]);
});

describe('what belongs to a URL stays', () => {
	it.each([
		'https://media.example.com/a,b/1.jpg?size=1,2',
		'https://media.example.com/p.jpg?X-Amz-Signature=a%2Fb%2Bc%3D&e=%7E;x=(1)',
		'https://media.example.com/Foo_(bar)',
		'https://media.example.com/fetch/https://other.example.com/1.jpg',
		'https://media.example.com/filters:watermark(https://other.example.com/1.png,0)/1.jpg',
		'https://media.example.com/@https://other.example.com/1.jpg?of=https://x.example.com',
		'https://media.example.com/1.jpg?sig=abc==',
		'https://media.example.com/1.jpg?a=-',
		'https://media.example.com/folder/',
		'https://media.example.com/my photo.jpg',
		'HTTPS://Media.Example.com/1.JPG',
		'https://media.example.com/-*-.jpg',
	])('%s', (url) => {
		expect(readUrls(url, 'Photo URLs')).toEqual([url]);
		expect(readUrls(`- "${url}",\n${url};`, 'Photo URLs')).toEqual([url, url]);
	});

	it.each(['a[1]', '{a}', 'a[1].jpg', 'a(1)', '?ids[]=1&list=[2]'])(
		'brackets that it opens: %s',
		(end) => {
			const url = `https://media.example.com/${end}`;
			expect(readUrls(`["${url}"]`, 'Photo URLs')).toEqual([url]);
			expect(readUrls(`(${url})\n{${url}}\n[${url}].`, 'Photo URLs')).toEqual([url, url, url]);
		},
	);

	it.each(['a b.jpg', 'a  b.jpg', 'a (1).jpg', 'a (1)', 'my (new  one) x.jpg'])(
		'blanks in Markdown: %s',
		(name) => {
			const url = `https://media.example.com/${name}`;
			const next = name === 'a (1)' ? '.jpg' : '';
			expect(readUrls(`![x](${url}${next}) and [y]( <${url}${next}> )`, 'Photo URLs')).toEqual([
				url + next,
				url + next,
			]);
		},
	);

	it.each(['"Title (one)"', "'Title'", '(Title)'])('no title of Markdown: %s', (title) => {
		expect(readUrls(`![x](${A} ${title})`, 'Photo URLs')).toEqual([A]);
	});

	it('in Markdown as well', () => {
		const url = 'https://media.example.com/Foo_(bar).jpg';
		expect(readUrls(`[x](${url})`, 'Photo URLs')).toEqual([url]);
	});
});

it.each([
	'https://media.example.com/photos/one.jpg',
	'https://media.example.com/1.jpg?width=300',
	'https://media.example.com/1.jpg#top',
])('behind a file a comma divides: %s', (url) => {
	expect(readUrls(`${url},${B}`, 'Photo URLs')).toEqual([url, B]);
});

it.each([[''], [' \n '], [undefined], [null], [[]], ['[]'], [','], ['""']])(
	'%j is no URL at all',
	(value) => {
		expect(readUrls(value, 'Photo URLs')).toEqual([]);
		expect(readUrl(value, 'Video URL')).toBe('');
	},
);

it.each([['1.jpg'], ['- a dash'], ['2. the second'], ['{"broken'], ['media.example.com/1.jpg']])(
	'%j is left for the check of URLs to refuse',
	(text) => {
		expect(readUrls(text, 'Photo URLs')).toHaveLength(1);
	},
);

it.each<[unknown]>([
	[[{ id: 'att1' }]],
	[{ url: { href: A } }],
	[[7]],
	[true],
	[[[A]]],
	['[{"name":"1.jpg"}]'],
])('%j has no URL', (value) => {
	expect(refusalOf(value)).toBe('Photo URLs holds something that is no URL and has no field "url"');
});

it.each([
	[`${A} Sunset at the beach`, `${A} Sunset at the beach`],
	[`${A}?key=secret (cover)`, A],
	['https://user:password@media.example.com/1.jpg b', `${A} b`],
	[`${A}?sig=AAA b?sig=BBB`, A],
	[`${A} ${'b'.repeat(200)}`, `${A} ${'b'.repeat(99 - A.length)}…`],
	[`[x](${A} b.jpg)`, `${A} b.jpg`],
	['https://media.example.com/run.MP4  b', 'https://media.example.com/run.MP4  b'],
])('%j can be read in two ways', (line, shown) => {
	expect(refusalOf(line)).toBe(`Photo URLs: "${shown}" has a space in it or behind it`);
});

it.each([
	['a space', `https://h.example.com/w ${A},${B}`, ['https://h.example.com/w', A, B]],
	['several signs', `https://h.example.com/w,,${A}`, ['https://h.example.com/w', A]],
	['words in front', `x:${A}${B}`, [`x:${A}${B}`]],
])('where %s divide, nothing is unclear', (_what, line, urls) => {
	expect(readUrls(line, 'Photo URLs')).toEqual(urls);
});

it.each(['', '&', '#', '\\', '.', '-', ')', ')('])('%j divides no URLs', (sign) => {
	expect(refusalOf(`${A}${sign}${B}`)).toMatch(
		/^Photo URLs: in "https:.*" another URL begins, and nothing says where the first one ends$/,
	);
	const plain = [A, B].map((url) => url.replace('https', 'http'));
	expect(refusalOf(plain.join(sign))).toContain('in "http:');
});

it.each([
	'https://media.example.com/{{ $json.file }}.jpg',
	'{{ $json.url }}',
	`${A}\n{{$json.url}}`,
])('%j was not evaluated', (text) => {
	expect(refusalOf(text)).toMatch(/^Photo URLs holds an expression that was not evaluated: "\{\{/);
});

it.each([
	['undefined', 'https://media.example.com/undefined'],
	['undefined', 'https://media.example.com/a/undefined.jpg?key=1'],
	['null', 'https://media.example.com/null/1.jpg'],
	['NaN', 'https://media.example.com/1/NaN#top'],
	['[object Object]', 'https://media.example.com/[object Object].jpg'],
])('a missing field has left "%s" in %j', (lost, url) => {
	const [shown] = url.split(/[?#]/);
	expect(refusalOf(url)).toBe(`Photo URLs: "${shown}" holds "${lost}"`);
});

it('an address that is right all the same has a way to say so', () => {
	const url = 'https://media.example.com/null/1.jpg';
	expect(() => readUrls(url, 'Photo URLs')).toThrow(
		expect.objectContaining({
			fix: expect.stringMatching(/ If the address is right, write %6eull\.$/),
		}),
	);
	const written = url.replace('null', '%6eull');
	expect(readUrls(written, 'Photo URLs')).toEqual([written]);
});

it.each([
	'https://media.example.com/undefined-behaviour.jpg',
	'https://media.example.com/a.null',
	'https://null.example.com/1.jpg',
	'https://undefined/1.jpg',
	'https://media.example.com/1.jpg?next=/undefined',
])('nothing is missing in %j', (url) => {
	expect(readUrls(url, 'Photo URLs')).toEqual([url]);
});

it('a text that is too long is no URL', () => {
	const long = `https://media.example.com/${'a'.repeat(8_167)}`;
	expect(refusalOf(long)).toBe('Photo URLs holds a text of 8193 characters, which is no URL');
	expect(refusalOf(long.slice(1))).toBeUndefined();
});

it('an "&" of HTML is one', () => {
	expect(readUrl(`${A}?a=1&amp;b=2`, 'Video URL')).toBe(`${A}?a=1&b=2`);
});

it.each([
	['blanks', `${A}${' '.repeat(200_000)}x`],
	['blanks behind a written line break', `${A}\\n${' '.repeat(200_000)}x`],
	['commas', `${A}${','.repeat(200_000)}x`],
	['blanks in a link', `](${A} ${' '.repeat(200_000)}"`],
	['beginnings of a URL', '=https://'.repeat(20_000)],
	['brackets', `${A}${')]}'.repeat(2_000)}\n`.repeat(30)],
])('%s without an end are answered within a moment', (_what, text) => {
	const begun = process.cpuUsage();
	refusalOf(text);
	// What takes the square of the length needs minutes.
	expect(process.cpuUsage(begun).user / 1_000).toBeLessThan(5_000);
});

it.each([
	[
		'https://u:pw@h.example.com/w_300,https://b.example.com/x.jpg',
		'https://h.example.com/w_300',
		',',
	],
	[`${A},https://h.example.com/a,b?x=1.jpg,${B}`, 'https://h.example.com/a,b', ','],
	[
		'http://h.example.com/w,http://b.example.com/x,http://c.example.com/y',
		'http://h.example.com/w',
		',',
	],
	[`https://h.example.com/w?of=//b.example.com/x.jpg,${A}`, 'https://h.example.com/w', ','],
	[`https://h.example.com/v1.2/w;${A}`, 'https://h.example.com/v1.2/w', ';'],
	[`https://h.example.com,${A}`, 'https://h.example.com', ','],
	[`a https://h.example.com/w,${A}`, 'https://h.example.com/w', ','],
	[`"https://h.example.com/w,${A}"`, 'https://h.example.com/w', ','],
	[`(https://h.example.com/w,${A})`, 'https://h.example.com/w', ','],
	['http://h.example.com/w?of=https://b.example.com/x.jpg,' + A, 'http://h.example.com/w', ','],
])('%j can be one URL or two', (line, shown, sign) => {
	expect(refusalOf(line)).toBe(
		`Photo URLs: the "${sign}" behind "${shown}" can belong to this URL or divide it from the next`,
	);
	expect(readUrls(line.split(sign).join(`${sign} `), 'Photo URLs').length).toBeGreaterThan(1);
});

describe('where one URL is wanted', () => {
	it.each<[unknown]>([[A], [` "${A}", \n`], [[A]], [{ url: A }], [JSON.stringify([A])]])(
		'%j is one',
		(value) => {
			expect(readUrl(value, 'Video URL')).toBe(A);
		},
	);

	it.each([`${A}\n${B}`, `${A} ${B}`, 'https://media.example.com/\nrun.mp4'])(
		'%j is refused',
		(value) => {
			expect(() => readUrl(value, 'Video URL')).toThrow(
				'Video URL holds 2 lines or URLs, and a post has one video',
			);
		},
	);
});
