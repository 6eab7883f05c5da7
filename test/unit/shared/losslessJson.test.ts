import { parseLosslessJson } from '../../support/tested/tiktok';

describe('parseLosslessJson', () => {
	it.each([
		// A real post id, which JSON.parse turns into …074000.
		['[7678907398077074696]', ['7678907398077074696']],
		['{"id":7700000000000000123}', { id: '7700000000000000123' }],
		['-7678907398077074696', '-7678907398077074696'],
		['[1,7678907398077074696,2]', [1, '7678907398077074696', 2]],
		[
			'[ 7678907398077074696 ,\n7678907398077074697\t]',
			['7678907398077074696', '7678907398077074697'],
		],
		['9007199254740991', 9_007_199_254_740_991],
		['9007199254740992', '9007199254740992'],
		['-9007199254740991', -9_007_199_254_740_991],
		['0', 0],
	])('keeps %s exact', (text, expected) => {
		expect(parseLosslessJson(text)).toEqual(expected);
	});

	it.each([
		['"7678907398077074696"', '7678907398077074696'],
		[String.raw`"a \" 7678907398077074696 \\"`, 'a " 7678907398077074696 \\'],
		['"id: 7678907398077074696, ok"', 'id: 7678907398077074696, ok'],
		['{"7678907398077074696":true}', { '7678907398077074696': true }],
	])('leaves digits inside the text %s alone', (text, expected) => {
		expect(parseLosslessJson(text)).toEqual(expected);
	});

	it.each([
		['1.5', 1.5],
		['7678907398077074696.5', Number('7678907398077074696.5')],
		['1e3', 1_000],
		['1E+300', 1e300],
		['-0', -0],
		['null', null],
		['[true,false]', [true, false]],
		['"\\u00e9"', 'é'],
	])('reads %s as JSON.parse does', (text, expected) => {
		expect(parseLosslessJson(text)).toStrictEqual(expected);
	});

	it.each([
		'',
		'<html></html>',
		'{"data":{"status":"PUBL',
		'[7678907398077074696',
		'07678907398077074696',
		'{7678907398077074696:1}',
		'{7678907398077074696 : 1}',
		'7678907398077074696 7678907398077074696',
		'+7678907398077074696',
		'7678907398077074696.',
		'7678907398077074696e',
	])('refuses %s', (text) => {
		expect(() => parseLosslessJson(text)).toThrow(SyntaxError);
	});
});
