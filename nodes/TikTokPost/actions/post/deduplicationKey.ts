/** Reads the option Deduplication Key, and refuses keys that several assets would share by mistake. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../../../shared/tiktok/errors';
import { parseText, readOptions } from '../parameters';

const LABEL = 'Deduplication Key';
const MAX_QUOTED = 60;

/** The parts of a template that n8n evaluates, as n8n itself finds them. */
const TEMPLATE_PART = /(?<!\\)\{\{.*?(?<!\\)\}\}/gs;

/**
 * What JavaScript makes of something that isn't there, or is no text. The short ones count only where no letter
 * touches them: ids happen to contain "NaN".
 */
const LOST_VALUE = /undefined|\[object \w+\]|Invalid Date|(?<!\p{L})(?:null|NaN)(?!\p{L})/u;

/**
 * The user's Deduplication Key, or `''` where the option was not added or left blank. White space around it does not
 * count, and letters count the same however they are composed; `7` and `"7"` are one key, as ids come as both.
 *
 * @throws InputError for an expression that came out empty in whole or in part, for text that stands for a value
 * that isn't there, and for what is no text
 */
export function readDeduplicationKey(this: IExecuteFunctions, itemIndex: number): string {
	const { deduplicationKey: value } = readOptions.call(this, itemIndex);
	const raw = readRawKey.call(this, itemIndex, value);
	if (raw === undefined || raw === null || raw === '') return '';
	const key = parseText(value, LABEL).trim().normalize();
	if (typeof raw === 'string' && raw.startsWith('=')) {
		refuseEmpty(key);
		refuseLostParts.call(this, raw, itemIndex);
	}
	refuseUnevaluated(key);
	refuseLostValue(key);
	return key;
}

/** As the user has written it: an expression begins with `=`. */
function readRawKey(this: IExecuteFunctions, itemIndex: number, value: unknown): unknown {
	const asWritten = { rawExpressions: true };
	const options: unknown = this.getNodeParameter('options', itemIndex, {}, asWritten);
	// Options may come from an expression as a whole.
	if (typeof options !== 'object' || options === null) return value;
	return (options as Record<string, unknown>).deduplicationKey;
}

function refuseEmpty(key: string): void {
	if (key !== '') return;
	throw new InputError(
		`${LABEL} is empty: its expression gives nothing for this item`,
		'Without a key a second delivery would be a second post. Use a field that every item has, or remove the option.',
	);
}

/** Nothing is left of a part that is missing, and the rest would be the same for all items. */
function refuseLostParts(this: IExecuteFunctions, raw: string, itemIndex: number): void {
	for (const [part] of raw.matchAll(TEMPLATE_PART)) {
		const value: unknown = this.evaluateExpression(part, itemIndex);
		refuseInexact(value);
		if (!isNothing(value)) continue;
		throw new InputError(
			`${LABEL}: ${quote(part)} gives nothing for this item`,
			'All items without it would have the same key, and only the first would be posted. Use a field that every item has.',
		);
	}
}

function isNothing(value: unknown): boolean {
	if (value === undefined || value === null || Number.isNaN(value)) return true;
	if (Array.isArray(value)) return value.every(isNothing);
	return typeof value === 'string' && value.trim() === '';
}

/** Numbers beyond what JavaScript can tell apart: n8n has rounded different ids to the same one. */
function refuseInexact(value: unknown): void {
	if (typeof value !== 'number' || !Number.isInteger(value) || Number.isSafeInteger(value)) return;
	throw new InputError(
		`${LABEL}: the number ${value} is too large to be exact`,
		'Numbers over 9007199254740991 are rounded, so that different IDs become the same. Change the node before so that it delivers the ID as text.',
	);
}

function refuseUnevaluated(key: string): void {
	if (!/\{\{.*\}\}/s.test(key)) return;
	throw new InputError(
		`${LABEL} holds an expression that was not evaluated: ${quote(key)}`,
		'It would be the same for every item. Set the field, or the one its text comes from, to Expression.',
	);
}

function refuseLostValue(key: string): void {
	const [lost] = LOST_VALUE.exec(key) ?? [];
	if (lost === undefined) return;
	throw new InputError(
		`${LABEL} holds "${lost}": ${quote(key)}`,
		'A field that its expression uses is missing in this item, or is no text. All such items would have the same key, and only the first would be posted. Use a field that every item has.',
	);
}

function quote(text: string): string {
	return text.length > MAX_QUOTED ? `"${text.slice(0, MAX_QUOTED)}…"` : `"${text}"`;
}
