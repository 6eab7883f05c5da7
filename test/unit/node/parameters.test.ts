import {
	parseBoolean,
	parseChoices,
	parseMaxWaitMs,
	parseNumber,
	parsePostText,
	parsePrivacyLevel,
	parseText,
	parseTimeMs,
} from '../../support/tested/node';
import { InputError } from '../../support/tested/tiktok';

function refusalOf(read: () => unknown): { message: string; fix: string } | undefined {
	try {
		read();
	} catch (error) {
		expect(error).toBeInstanceOf(InputError);
		const { message, fix } = error as InputError;
		return { message, fix };
	}
	return undefined;
}

describe('a text', () => {
	it.each([
		['Morning run', 'Morning run'],
		['', ''],
		[7, '7'],
		[undefined, ''],
		[null, ''],
	])('%j is read as %j', (value, text) => {
		expect(parseText(value, 'Caption')).toBe(text);
	});

	it.each([
		[{}, 'an object'],
		[['a'], 'a list'],
		[true, 'true'],
		[Symbol('x'), 'a symbol'],
	])('%p is refused, naming the parameter', (value, kind) => {
		expect(refusalOf(() => parseText(value, 'Caption'))).toEqual({
			message: `Caption must be text, but the expression gives ${kind}`,
			fix: 'Change the expression in Caption so that it gives text.',
		});
	});
});

describe('a text that everybody will read', () => {
	it.each([
		'Morning run',
		'C{o}de for $5 }} and {{',
		'{{ $open',
		'{{ braces }}',
		'$5 {{ off }}',
		'an [object]',
		'undefined',
	])('%j', (text) => {
		expect(parsePostText(text, 'Title')).toBe(text);
	});

	it('is not one that n8n should have evaluated', () => {
		expect(refusalOf(() => parsePostText('{{ New }}: {{ $json.title }}!', 'Title'))).toEqual({
			message: 'Title holds an expression that was not evaluated: "{{ $json.title }}"',
			fix: 'Everybody would read it as it stands. Set the field, or the one its text comes from, to Expression.',
		});
	});

	it('is not what JavaScript makes of an object', () => {
		expect(refusalOf(() => parsePostText('Look [object Object]', 'Title'))).toEqual({
			message: 'Title holds "[object Object]", which stands for something that is no text',
			fix: 'Change the expression so that it takes the part that is text, for example {{ $json.title.text }}.',
		});
	});
});

describe('a privacy level', () => {
	it('is not an expression that n8n should have evaluated', () => {
		expect(refusalOf(() => parsePrivacyLevel('{{ $json.level }}'))).toMatchObject({
			message: 'Privacy Level holds an expression that was not evaluated: "{{ $json.level }}"',
		});
	});
});

describe('a time', () => {
	const ZONE = 'Asia/Tokyo';

	it.each([
		['2026-12-24', '2026-12-23T15:00:00.000Z'],
		['2026-12-24 18:00', '2026-12-24T09:00:00.000Z'],
		['2026-12-24T18:00:00', '2026-12-24T09:00:00.000Z'],
		['2026-12-24T18:00:00Z', '2026-12-24T18:00:00.000Z'],
		['2026-12-24T18:00:00+01:00', '2026-12-24T17:00:00.000Z'],
		['2026-12-24T18:00:00.5-0300', '2026-12-24T21:00:00.500Z'],
		['Thu, 24 Dec 2026 18:00:00 GMT', '2026-12-24T18:00:00.000Z'],
		['Thu Dec 24 2026 18:00:00 GMT+0100 (CET)', '2026-12-24T17:00:00.000Z'],
		['20261224T180000.000+0100', '2026-12-24T17:00:00.000Z'],
		['2026-12-24 18:00:00.000 Europe/Berlin', '2026-12-24T17:00:00.000Z'],
		['2026-12-24T18:00:00[Europe/Berlin]', '2026-12-24T17:00:00.000Z'],
		['2026-12-24 18:00:00 Z', '2026-12-24T18:00:00.000Z'],
		['2026-12-24T18+01:00', '2026-12-24T17:00:00.000Z'],
		['Dec 24, 2026 18:00 EST', '2026-12-24T23:00:00.000Z'],
		['Dec 24, 2026 18:00 UTC', '2026-12-24T18:00:00.000Z'],
	])('%s is the same on every server', (text, time) => {
		expect(new Date(parseTimeMs(text, 'Posted After', ZONE) ?? 0).toISOString()).toBe(time);
	});

	it.each(['UTC+1', 'Europe/Berlin'])('without a zone is in %s', (zone) => {
		expect(parseTimeMs('2026-12-24T18:00:00', 'Posted After', zone)).toBe(
			Date.UTC(2026, 11, 24, 17),
		);
	});

	it.each(['12/24/2026', 'Dec 24, 2026 18:00', '12-24-2026', '2026/12/24', 'soon'])(
		'%s is none that every server reads alike',
		(text) => {
			expect(refusalOf(() => parseTimeMs(text, 'Posted After', ZONE))).toMatchObject({
				message: 'Posted After is no clear date and time',
			});
		},
	);
});

describe('a number', () => {
	it.each([
		[1500, 1_500],
		['1500', 1_500],
		['1.5', 1.5],
		[0, 0],
		[undefined, undefined],
		[null, undefined],
		['', undefined],
	])('%j is read as %j', (value, number) => {
		expect(parseNumber(value, 'Cover Timestamp (Ms)')).toBe(number);
	});

	it.each([
		['soon', '"soon"'],
		['x'.repeat(50), `"${'x'.repeat(40)}"`],
		[Number.NaN, 'NaN'],
		[Number.POSITIVE_INFINITY, 'Infinity'],
		[{}, 'an object'],
		[[5], 'a list'],
	])('%p is refused, naming the parameter', (value, kind) => {
		expect(refusalOf(() => parseNumber(value, 'Cover Timestamp (Ms)'))).toEqual({
			message: `Cover Timestamp (Ms) must be a number, but it is ${kind}`,
			fix: 'Give Cover Timestamp (Ms) as a number.',
		});
	});

	it.each([true, false])('%s is no number', (value) => {
		expect(refusalOf(() => parseNumber(value, 'Max Wait (Seconds)'))).toMatchObject({
			message: `Max Wait (Seconds) must be a number, but it is ${value}`,
		});
	});

	it('blanks are no number', () => {
		expect(refusalOf(() => parseNumber('  ', 'Max Wait (Seconds)'))).toBeDefined();
	});
});

describe('a switch', () => {
	it.each([
		[true, true],
		['true', true],
		['TRUE', true],
		['True\n', true],
		[1, true],
		['1', true],
		['yes', true],
		['On', true],
		[false, false],
		['FALSE', false],
		['\u200bfalse ', false],
		[0, false],
		['0', false],
		['No', false],
		['off', false],
		['', undefined],
		[' ', undefined],
		[undefined, undefined],
		[null, undefined],
	])('%j is read as %j', (value, isOn) => {
		expect(parseBoolean(value, 'AI-Generated')).toBe(isOn);
	});

	it.each([
		['maybe', '"maybe"'],
		[2, '2'],
		[-1, '-1'],
		[[true], 'a list'],
		[{}, 'an object'],
	])('%j is refused: %s', (value, kind) => {
		expect(refusalOf(() => parseBoolean(value, 'AI-Generated'))).toEqual({
			message: `AI-Generated must be true or false, but it is ${kind}`,
			fix: 'Give AI-Generated as true or false.',
		});
	});
});

it('a text for a post loses half an emoji and NUL, no line break, and nothing else', () => {
	expect(parsePostText('a\u0000b\nc\td\ud83d', 'Caption')).toBe('ab\nc\td');
	expect(parsePostText(7, 'Caption')).toBe('7');
	expect(parsePostText(' 👩‍👩‍👧 é ', 'Caption')).toBe(' 👩‍👩‍👧 é ');
});

it('what is quoted in a message is cut without half an emoji', () => {
	const text = `${'x'.repeat(39)}😀`;
	expect(refusalOf(() => parseNumber(text, 'Max Wait (Seconds)'))?.message).toBe(
		`Max Wait (Seconds) must be a number, but it is "${'x'.repeat(39)}"`,
	);
});

describe('choices', () => {
	const read = (value: unknown) => parseChoices(value, 'Allow Users To', ['comment', 'duet']);

	it.each([
		[
			['comment', 'duet'],
			['comment', 'duet'],
		],
		[[], []],
		['comment, duet', ['comment', 'duet']],
		['comment', ['comment']],
		[' , ', []],
		['', []],
		[undefined, []],
		[null, []],
		['Comment', ['comment']],
		[' comment\n', ['comment']],
		['\u200bCOMMENT; Du et', ['comment', 'duet']],
		['["comment","duet"]', ['comment', 'duet']],
		['comment\nduet', ['comment', 'duet']],
	])('%j are read as %j', (value, choices) => {
		expect(read(value)).toEqual(choices);
	});

	it.each([[{}], [true], [[['comment']]]])('%j is refused as no text', (value) => {
		expect(refusalOf(() => read(value))?.message).toMatch(/^Allow Users To must be text/);
	});

	it.each([['stitch'], ['comments'], [['comment', 'stitch']], [7], ['["comment"']])(
		'%j is refused with what exists',
		(value) => {
			expect(refusalOf(() => read(value))).toMatchObject({
				message: expect.stringMatching(/^Allow Users To does not know ".+"$/),
				fix: 'Use any of: comment, duet.',
			});
		},
	);
});

describe('Max Wait (Seconds)', () => {
	it.each([
		[undefined, 600_000],
		[0, 0],
		['30', 30_000],
		[7_200, 7_200_000],
	])('%j means %d ms', (value, milliseconds) => {
		expect(parseMaxWaitMs(value)).toBe(milliseconds);
	});

	it('is refused when negative', () => {
		expect(refusalOf(() => parseMaxWaitMs(-1))).toEqual({
			message: 'Max Wait (Seconds) must not be negative, got -1',
			fix: 'Give Max Wait (Seconds) from 0.',
		});
	});
});
