/** Reads node parameters and refuses what only expressions produce: values of the wrong kind. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../../shared/tiktok/errors';

const DEFAULT_MAX_WAIT_SECONDS = 600;

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
 * A switch; `undefined` when nothing is set. An AI agent or a form may hand it over as text.
 *
 * @throws InputError for anything but true and false: a label is never left out by misunderstanding
 */
export function parseBoolean(value: unknown, label: string): boolean | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	if (value === true || value === 'true') return true;
	if (value === false || value === 'false') return false;
	throw new InputError(
		`${label} must be true or false, but it is ${describeKind(value)}`,
		`Give ${label} as true or false.`,
	);
}

/**
 * One choice of a list.
 *
 * @throws InputError for a choice that does not exist
 */
export function parseChoice<T extends string>(
	value: unknown,
	label: string,
	allowed: readonly T[],
): T {
	const choice = allowed.find((candidate) => candidate === value);
	if (choice !== undefined) return choice;
	throw unknownChoice(parseText(value, label), label, allowed);
}

/**
 * Several choices, as the editor's list or, from an expression, as a comma-separated text.
 *
 * @throws InputError for a choice that does not exist
 */
export function parseChoices<T extends string>(
	value: unknown,
	label: string,
	allowed: readonly T[],
): T[] {
	return listTexts(value).map((chosen) => {
		const choice = allowed.find((candidate) => candidate === chosen);
		if (choice !== undefined) return choice;
		throw unknownChoice(chosen, label, allowed);
	});
}

/**
 * Texts, one per line or separated by spaces, or, from an expression, a list. Commas separate only where
 * another URL follows: they are allowed in URLs.
 *
 * @throws InputError for entries of the wrong kind
 */
export function parseList(value: unknown, label: string): string[] {
	if (!Array.isArray(value)) {
		return parseText(value, label)
			.split(/\s*,\s*(?=https?:)|\s+/)
			.filter((entry) => entry !== '');
	}
	const entries = value.map((entry: unknown) => parseText(entry, label).trim());
	return entries.filter((entry) => entry !== '');
}

/** The Options collection; what the user did not add is missing. */
export function readOptions(this: IExecuteFunctions, itemIndex: number): Record<string, unknown> {
	return this.getNodeParameter('options', itemIndex, {}) as Record<string, unknown>;
}

/**
 * How long to wait for TikTok at most, in milliseconds.
 *
 * @throws InputError for anything but a number from 0
 */
export function parseMaxWaitMs(value: unknown): number {
	const label = 'Max Wait (Seconds)';
	const seconds = parseNumber(value, label) ?? DEFAULT_MAX_WAIT_SECONDS;
	if (seconds >= 0) return seconds * 1_000;
	throw new InputError(`${label} must not be negative, got ${seconds}`, `Give ${label} from 0.`);
}

function unknownChoice(chosen: string, label: string, allowed: readonly string[]): InputError {
	return new InputError(`${label} does not know "${chosen}"`, `Use any of: ${allowed.join(', ')}.`);
}

function listTexts(value: unknown): string[] {
	const values: unknown[] = typeof value === 'string' ? value.split(',') : asList(value);
	return values.map((entry) => String(entry).trim()).filter((entry) => entry !== '');
}

function asList(value: unknown): unknown[] {
	if (Array.isArray(value)) return value;
	return value === undefined || value === null ? [] : [value];
}

function describeKind(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'string' ? `"${value.slice(0, 40)}"` : `of type ${typeof value}`;
}
