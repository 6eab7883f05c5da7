import {
	cutText,
	dropUnseen,
	listEntries,
	quoteText,
	toWholeText,
	trimBlanks,
} from '../../support/tested/tiktok';

describe('a text of whole characters', () => {
	it.each([
		['Morning run 🏃‍♀️ #sim\n@friend\té', 'Morning run 🏃‍♀️ #sim\n@friend\té'],
		['cut \ud83d', 'cut '],
		['\udc4d cut', ' cut'],
		['\ud83d\ud83d\udc4d', '👍'],
		['N\u0000U\u0001L\u001b\u007f\u0080', 'NUL'],
		['three\u000blines\u0085or\ffour', 'three\nlines\nor\nfour'],
		['\u200b\ufeff', '\u200b\ufeff'],
		['', ''],
	])('%j is %j', (text, whole) => {
		expect(toWholeText(text)).toBe(whole);
		expect(toWholeText(whole)).toBe(whole);
	});
});

it.each([
	['abc', 3, 'abc'],
	['abcd', 3, 'abc'],
	['ab👍', 3, 'ab'],
	['ab👍', 4, 'ab👍'],
])('%j cut to %d is %j', (text, length, cut) => {
	expect(cutText(text, length)).toBe(cut);
});

it.each([
	['a "b"', '"a "b""'],
	['a'.repeat(60), `"${'a'.repeat(60)}"`],
	['a'.repeat(61), `"${'a'.repeat(60)}…"`],
])('%j is quoted as %s', (text, quoted) => {
	expect(quoteText(text)).toBe(quoted);
});

it.each([
	[' a b\r\n', 'a b'],
	['\u200b\ufeff\u00a0a\u2060\u200d', 'a'],
	[' \u200b ', ''],
])('%j without blanks at its ends is %j', (text, trimmed) => {
	expect(trimBlanks(text)).toBe(trimmed);
});

it('a value can be rid of what nobody sees, also within', () => {
	expect(dropUnseen('\ufeffa\u200b b\u202e\u00ad')).toBe('a b');
});

it.each<[unknown, unknown[]]>([
	[
		['a', 1],
		['a', 1],
	],
	['["a",1]', ['a', 1]],
	[' [] ', []],
	['{"a":1}', [{ a: 1 }]],
	['"a"', ['a']],
	['[a]', ['[a]']],
	['a', ['a']],
	['1', ['1']],
	[0, [0]],
	[{ a: 1 }, [{ a: 1 }]],
	['', []],
	[' ', []],
	['null', ['null']],
	[null, []],
	[undefined, []],
])('%j has the entries %j', (value, entries) => {
	// Not `toEqual`, for which a list with nothing in it is an empty one.
	expect(listEntries(value)).toStrictEqual(entries);
});
