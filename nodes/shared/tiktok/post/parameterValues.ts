/** Reads values of parameters, of any kind that an expression can give, and refuses what can't be meant. */
import { InputError } from '../api/errors';
import { listEntries } from '../values/listEntries';
import { cutText, quoteText, toWholeText, trimBlanks } from '../values/plainText';

const MAX_SHOWN_LENGTH = 40;
const YES: readonly string[] = ['true', '1', 'yes', 'on'];
const NO: readonly string[] = ['false', '0', 'no', 'off'];
const MS_PER_SECOND = 1_000;
const MADE_OF_OBJECT = '[object Object]';

/** @throws InputError when the value is neither text nor a number */
export function parseText(value: unknown, label: string): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value;
	if (typeof value === 'number') return String(value);
	throw new InputError(
		`${label} must be text, but the expression gives ${describeKind(value)}`,
		`Change the expression in ${label} so that it gives text.`,
	);
}

/**
 * A text that goes to TikTok, in whole characters: an expression that cuts may leave half an emoji.
 *
 * @throws InputError when the value is neither text nor a number, and for what an expression leaves that failed
 */
export function parsePostText(value: unknown, label: string): string {
	const text = toWholeText(parseText(value, label));
	refuseUnevaluated(text, label, 'Everybody would read it as it stands.');
	if (!text.includes(MADE_OF_OBJECT)) return text;
	throw new InputError(
		`${label} holds "${MADE_OF_OBJECT}", which stands for something that is no text`,
		'Change the expression so that it takes the part that is text, for example {{ $json.title.text }}.',
	);
}

/**
 * @param sign what stands between the braces, where braces alone may be meant
 * @throws InputError for a text with `{{ }}`, of which n8n would have left nothing
 */
export function refuseUnevaluated(
	text: string,
	label: string,
	consequence = 'It is taken as it stands.',
	sign = '$',
): void {
	const parts = text
		.split('{{')
		.slice(1)
		.filter((rest) => rest.includes('}}'))
		.map((rest) => rest.slice(0, rest.indexOf('}}')));
	const part = parts.find((inner) => inner.includes(sign));
	if (part === undefined) return;
	throw new InputError(
		`${label} holds an expression that was not evaluated: ${quoteText(`{{${part}}}`)}`,
		`${consequence} Set the field, or the one its text comes from, to Expression.`,
	);
}

/** `undefined` when nothing is set. @throws InputError when the value is no number */
export function parseNumber(value: unknown, label: string): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number === 'number' && Number.isFinite(number)) return number;
	throw new InputError(
		`${label} must be a number, but it is ${describeKind(value)}`,
		`Give ${label} as a number.`,
	);
}

/**
 * A switch; `undefined` when nothing is set. An AI agent, a form or a sheet may hand it over as text.
 *
 * @throws InputError for anything that does not say yes or no: a label is never left out by misunderstanding
 */
export function parseBoolean(value: unknown, label: string): boolean | undefined {
	if (value === undefined || value === null) return undefined;
	const word = typeof value === 'object' ? 'object' : bare(String(value));
	if (word === '') return undefined;
	if (YES.includes(word)) return true;
	if (NO.includes(word)) return false;
	throw new InputError(
		`${label} must be true or false, but it is ${describeKind(value)}`,
		`Give ${label} as true or false.`,
	);
}

/**
 * One choice of a list; blanks and capital letters make no difference.
 *
 * @throws InputError for a choice that does not exist
 */
export function parseChoice<T extends string>(
	value: unknown,
	label: string,
	allowed: readonly T[],
): T {
	const text = parseText(value, label);
	const choice = allowed.find((candidate) => bare(candidate) === bare(text));
	if (choice !== undefined) return choice;
	throw new InputError(
		`${label} does not know "${cutText(trimBlanks(text), MAX_SHOWN_LENGTH)}"`,
		`Use any of: ${allowed.join(', ')}.`,
	);
}

/**
 * Several choices, as the editor's list or, from an expression, as a text with commas.
 *
 * @throws InputError for a choice that does not exist
 */
export function parseChoices<T extends string>(
	value: unknown,
	label: string,
	allowed: readonly T[],
): T[] {
	return listEntries(value)
		.flatMap((entry) => parseText(entry, label).split(/[,;\n]/))
		.filter((entry) => bare(entry) !== '')
		.map((entry) => parseChoice(entry, label, allowed));
}

/**
 * A time in seconds, as milliseconds; `otherwise` (also in seconds) when nothing is set.
 *
 * @throws InputError for anything but a number from 0
 */
export function parseWaitMs(value: unknown, label: string, otherwise: number): number {
	const seconds = parseNumber(value, label) ?? otherwise;
	if (seconds >= 0) return seconds * MS_PER_SECOND;
	throw new InputError(`${label} must not be negative, got ${seconds}`, `Give ${label} from 0.`);
}

/** A value without what nobody means by it: blanks anywhere, and capital letters. */
function bare(text: string): string {
	return trimBlanks(text).replace(/\s/g, '').toLowerCase();
}

function describeKind(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	switch (typeof value) {
		case 'string':
			return `"${cutText(value, MAX_SHOWN_LENGTH)}"`;
		case 'boolean':
		case 'number':
			return String(value);
		default:
			return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
	}
}
