/** Reads the option Deduplication Key, and refuses keys that several assets would share by mistake. */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Item } from '../../../shared/n8n/api/item';
import { InputError } from '../../../shared/tiktok/api/errors';
import { quoteText, trimBlanks } from '../../../shared/tiktok/values/plainText';
import { parseText, readOptions, refuseUnevaluated } from '../parameters';

const LABEL = 'Deduplication Key';

/** The parts of a template that n8n evaluates, as n8n itself finds them. */
const TEMPLATE_PART = /(?<!\\)\{\{.*?(?<!\\)\}\}/gs;

/** A value as it lies in the data: a name that begins with `$`, then fields, entries and calls with a name at most. */
const REFERENCE =
	/\$(?:[\p{L}\w$]+|(?=\())(?:\(\s*(?:"[^"]*"|'[^']*')?\s*\)|(?:\?\.)?\[\s*(?:\d+|"[^"]*"|'[^']*')\s*\]|\s*\??\.\s*[\p{L}\w$]+)*/gu;
/** At the end of a reference: the name of what is called. */
const METHOD = /\s*\??\.\s*[\p{L}\w$]+$/u;
const PLAIN_PART = new RegExp(`^\\{\\{\\s*${REFERENCE.source}\\s*\\}\\}$`, 'u');

/**
 * What JavaScript makes of something that isn't there, or is no text. The short ones count only where no letter
 * touches them: ids happen to contain "NaN".
 */
const LOST_VALUE = /undefined|\[object \w+\]|Invalid Date|(?<!\p{L})(?:null|NaN)(?!\p{L})/u;
const LOST_VALUES = new RegExp(LOST_VALUE, 'gu');

/**
 * The user's Deduplication Key, or `''` where the option was not added or left blank. White space around it, and what
 * nobody sees there, does not count, and letters count the same however they are composed; `7` and `"7"` are one key, as
 * ids come as both.
 *
 * @throws InputError for an expression that came out empty in whole or in part, for text that stands for a value
 * that isn't there, and for what is no text
 */
export function readDeduplicationKey(item: Item): string {
	const { deduplicationKey: value } = readOptions(item);
	const raw = readRawKey(item, value);
	if (raw === undefined || raw === null || raw === '') return '';
	const key = toKey(parseText(value, LABEL));
	if (typeof raw === 'string' && raw.startsWith('=')) {
		refuseEmpty(key);
		refuseLostParts(item.n8n, raw, key, item.index);
	} else {
		refuseLostValue(key, key);
	}
	refuseUnevaluated(key, LABEL, 'It would be the same for every item.', '');
	return key;
}

/** Sheets, pages and forms deliver the white space of one key in different ways. */
function toKey(text: string): string {
	return trimBlanks(text).replaceAll('\r\n', '\n').replaceAll('\u00a0', ' ').normalize();
}

/** As the user has written it: an expression begins with `=`. */
function readRawKey(item: Item, value: unknown): unknown {
	const asWritten = { rawExpressions: true };
	const options: unknown = item.n8n.getNodeParameter('options', item.index, {}, asWritten);
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

/** Nothing is left of a part that is missing, and the rest may be the same for all items. */
function refuseLostParts(
	n8n: IExecuteFunctions,
	raw: string,
	key: string,
	itemIndex: number,
): void {
	refuseLostValue(raw.replace(TEMPLATE_PART, ''), key);
	const parts = [...raw.matchAll(TEMPLATE_PART)].map(([part]) => ({
		part,
		value: n8n.evaluateExpression(part, itemIndex) as unknown,
	}));
	const isTold = parts.some(({ value }) => !isNothing(value) && typeof value !== 'boolean');
	for (const { part, value } of parts) {
		refuseInexact(value);
		// What is no plain reference may be empty on purpose, such as a version that only some items have.
		if (isNothing(value) && (!isTold || PLAIN_PART.test(part))) throw uselessPart(part, 'nothing');
		if (typeof value === 'boolean' && !isTold) throw uselessPart(part, 'only true or false');
		if (isNothing(value)) continue;
		refuseLostValue(withoutData(n8n, part, String(value), itemIndex), key);
	}
}

function uselessPart(part: string, what: string): InputError {
	return new InputError(
		`${LABEL}: ${quoteText(part)} gives ${what} for this item`,
		'All such items would have the same key, and only the first would be posted. Use a field that every item has.',
	);
}

/** What a part gives, without the texts of the data that only contain a word such as "null". */
function withoutData(
	n8n: IExecuteFunctions,
	part: string,
	value: string,
	itemIndex: number,
): string {
	if (!LOST_VALUE.test(value)) return value;
	return [...part.matchAll(REFERENCE)].reduce((rest, { 0: reference, index }) => {
		const isCalled = part.startsWith('(', index + reference.length);
		const source = isCalled ? reference.replace(METHOD, '') : reference;
		const text: unknown = n8n.evaluateExpression(`{{ ${source} }}`, itemIndex);
		if (typeof text !== 'string' || isLostWhole(text)) return rest;
		const words = [...text.matchAll(LOST_VALUES)].map(([word]) => word);
		if (rest.includes(text)) return words.length === 0 ? rest : rest.replaceAll(text, ' ');
		// What a method has made of the text holds each of its words once at most.
		return words.reduce((left, word) => left.replace(word, ' '), rest);
	}, value);
}

function isLostWhole(text: string): boolean {
	return LOST_VALUE.exec(text)?.[0] === text.trim();
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

function refuseLostValue(text: string, key: string): void {
	const [lost] = LOST_VALUE.exec(text) ?? [];
	if (lost === undefined) return;
	throw new InputError(
		`${LABEL} holds "${lost}": ${quoteText(key)}`,
		'A field that its expression uses is missing in this item, or is no text. All such items would have the same key, and only the first would be posted. Use a field that every item has.',
	);
}
