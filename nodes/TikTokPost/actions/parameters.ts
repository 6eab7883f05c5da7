/** Reads node parameters and refuses what only an expression can produce: the wrong kind of value. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../../shared/tiktok/errors';

const DEFAULT_MAX_WAIT_SECONDS = 600;

/** @throws InputError when the value is neither text nor a number */
export function readText(
	this: IExecuteFunctions,
	name: string,
	itemIndex: number,
	label: string,
): string {
	const value: unknown = this.getNodeParameter(name, itemIndex, '');
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value;
	if (typeof value === 'number') return String(value);
	throw new InputError(
		`${label} must be text, but the expression gives ${describeKind(value)}`,
		`Change the expression in ${label} so that it gives text.`,
	);
}

/** `undefined` when the option isn't set. @throws InputError when it is set to something that isn't a number */
export function readNumber(
	this: IExecuteFunctions,
	name: string,
	itemIndex: number,
	label: string,
): number | undefined {
	const value: unknown = this.getNodeParameter(name, itemIndex, undefined);
	if (value === undefined || value === null || value === '') return undefined;
	const number = Number(value);
	if (Number.isFinite(number) && typeof value !== 'object') return number;
	throw new InputError(
		`${label} must be a number, but it is ${describeKind(value)}`,
		`Give ${label} as a number.`,
	);
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
		throw new InputError(
			`${label} does not know "${chosen}"`,
			`Use any of: ${allowed.join(', ')}.`,
		);
	});
}

/** How long to wait for TikTok at most, in milliseconds. */
export function readMaxWaitMs(this: IExecuteFunctions, itemIndex: number): number {
	const label = 'Max Wait (Seconds)';
	const seconds = readNumber.call(this, 'options.maxWaitSeconds', itemIndex, label);
	if (seconds !== undefined && seconds < 0) {
		throw new InputError(`${label} must not be negative, got ${seconds}`, `Give ${label} from 0.`);
	}
	return (seconds ?? DEFAULT_MAX_WAIT_SECONDS) * 1_000;
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
