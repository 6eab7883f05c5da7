import { parseChoices, parseMaxWaitMs, parseNumber, parseText } from '../../support/tested/node';
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
		[{}, 'of type object'],
		[['a'], 'a list'],
		[true, 'of type boolean'],
		[Symbol('x'), 'of type symbol'],
	])('%p is refused, naming the parameter', (value, kind) => {
		expect(refusalOf(() => parseText(value, 'Caption'))).toEqual({
			message: `Caption must be text, but the expression gives ${kind}`,
			fix: 'Change the expression in Caption so that it gives text.',
		});
	});
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
		[Number.NaN, 'of type number'],
		[Number.POSITIVE_INFINITY, 'of type number'],
		[{}, 'of type object'],
		[[5], 'a list'],
	])('%p is refused, naming the parameter', (value, kind) => {
		expect(refusalOf(() => parseNumber(value, 'Cover Timestamp (Ms)'))).toEqual({
			message: `Cover Timestamp (Ms) must be a number, but it is ${kind}`,
			fix: 'Give Cover Timestamp (Ms) as a number.',
		});
	});

	it.each([true, false])('%s is no number', (value) => {
		expect(refusalOf(() => parseNumber(value, 'Max Wait (Seconds)'))).toMatchObject({
			message: 'Max Wait (Seconds) must be a number, but it is of type boolean',
		});
	});

	it('blanks are no number', () => {
		expect(refusalOf(() => parseNumber('  ', 'Max Wait (Seconds)'))).toBeDefined();
	});
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
	])('%j are read as %j', (value, choices) => {
		expect(read(value)).toEqual(choices);
	});

	it.each([['stitch'], ['Comment'], [['comment', 'stitch']], [7], [{}], [true]])(
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
