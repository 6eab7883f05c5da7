/** Reads URLs in the shapes in which people, tables and AI agents have them. */
import { InputError } from '../api/errors';
import { listEntries } from '../values/listEntries';
import { describeUrl } from './mediaUrl';
import { refuseUnevaluated } from './parameterValues';
import { dropUnseen, toWholeText, trimBlanks } from '../values/plainText';

/** Where a URL begins, with the quotes and brackets in front of it. */
const URL_BEGINS = '(?=["\'“”„‘’«<([{`]*https?://)';
/** What may stand between URLs on one line; also in Chinese and Japanese. */
const BETWEEN = '[\\s,;|、，；]';
const BETWEEN_URLS = new RegExp(`(?<!${BETWEEN})${BETWEEN}+${URL_BEGINS}`, 'i');
/** Line breaks that came out as what stands for them: written twice as JSON, or in HTML. */
const WRITTEN_LINE_BREAKS = new RegExp(
	`(?<!\\\\[nrt])(?:\\\\[nrt]|<br\\s*/?>)+(?=\\s*(?:$|["']|(?:[-*•]\\s*)?${URL_BEGINS}))`,
	'gim',
);
/** A dash, a bullet or a number. */
const BULLET = new RegExp(`^(?:[-*+•·–—]|\\d{1,2}[.)])\\s*${URL_BEGINS}`, 'i');
/** With the blanks in it, without a title behind it: a text in quotes, or the last one in brackets. */
const MARKDOWN_LINK =
	/(?=https?:)(?<=\]\(\s*<?)https?:\/\/(?:[^\s()]|\([^()]*\)|\s+(?![\s"')]|\([^()]*\)\s*\)))+/gi;
/** What may divide two URLs, or belong to the first: services that resize pictures have both in one address. */
const UNCLEAR_SIGN = /([,;])(?=https?:\/\/)/i;
/** The URL at the end of a text; not behind several signs, which clearly divide. */
const LAST_URL = /(?<![^\s|"'<>])(?:(?!https?:\/\/)[^\s|"'<>])*(https?:\/\/[^\s|"'<>]*(?<![,;]))$/i;
/** Two URLs that nothing divides. One that is part of another stands behind a sign, as in `?url=https://`. */
const GLUED_URLS = /^https?:\/\/.*(?:[\w.)\]}&#\\-]|[)\]}][([{])https?:\/\//i;
const ENDS_AS_FILE = /^[^/]*\/\/[^/?#]*\/[^?#]*\.[a-z]\w{1,4}(?:[?#]|$)/i;
const OPENING = /^["'“”„‘’«<([{`]+/;
/** A character that no URL ends with. */
const CLOSING = /[\s,;.|\\^"'“”„‘’»<>`、，；]/;
/** Neither with these, unless the URL has what they close. */
const CLOSED_BY: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** More than servers take. */
const MAX_URL_LENGTH = 8_192;
/** What JavaScript makes of a field that isn't there, or is no text: as a part of the path, or its name without ending. */
const LOST_VALUE =
	/^\w+:\/\/[^/?#]*\/(?:[^?#]*\/)?(undefined|null|NaN)(?=[/.?#]|$)|(\[object \w+\])/;
/** Words behind the name of a file: a second thing on the line, or a name with a space in it. */
const WORDS_BEHIND_A_FILE = /\.(?:jpe?g|png|webp|gif|heic|avif|mp4|mov|webm)(?:[?#]\S*)?\s+\S/i;

/**
 * The URLs of a parameter: a text with one URL per line (also separated by commas, semicolons or spaces, with
 * quotes, bullets, as Markdown, or escaped as in JSON or HTML), a list of such texts, a list of objects with a `url`
 * (as Airtable's attachments have it) or `src`, or any of these as JSON text. Blanks inside a URL stay for `URL` to
 * encode.
 *
 * @param label the parameter as the editor shows it
 * @throws InputError for what is neither text nor has a URL, for what is too long to be one, and for a line that can be
 * read in two ways
 */
export function readUrls(value: unknown, label: string): string[] {
	return listEntries(value)
		.flatMap((entry) => textOf(entry, label).split(/[\r\n]/))
		.flatMap((line) => splitLine(line, label))
		.map((text) => refuseUnclear(cleanUrl(refuseLong(text, label)), label))
		.filter((url) => url !== '');
}

/**
 * The URL of a parameter that takes one, in the same shapes; `''` when nothing is given.
 *
 * @throws InputError for several, and what `readUrls` refuses
 */
export function readUrl(value: unknown, label: string): string {
	const urls = readUrls(value, label);
	const [url = ''] = urls;
	if (urls.length <= 1) return url;
	throw new InputError(
		`${label} holds ${urls.length} lines or URLs, and a post has one video`,
		'Give one URL only. For several posts, use one item for each.',
	);
}

function textOf(entry: unknown, label: string): string {
	if (entry === null || entry === undefined) return '';
	if (typeof entry === 'string') {
		refuseUnevaluated(entry, label);
		return takeBackEscapes(dropUnseen(toWholeText(entry)));
	}
	const { url, src } = Object(entry) as { url?: unknown; src?: unknown };
	const text = url ?? src;
	if (typeof text === 'string') return textOf(text, label);
	throw new InputError(
		`${label} holds something that is no URL and has no field "url"`,
		'Give texts: one URL per line, or an expression such as {{ $json.photos.map(photo => photo.url) }} that takes the URLs out.',
	);
}

/** Takes back what JSON and HTML make of a text, where it was done once too often. */
function takeBackEscapes(text: string): string {
	return text.replaceAll('\\/', '/').replace(/&amp;/gi, '&').replace(WRITTEN_LINE_BREAKS, '\n');
}

function splitLine(line: string, label: string): string[] {
	const links = line.match(MARKDOWN_LINK);
	if (links !== null) return links;
	line.split(UNCLEAR_SIGN).reduce((before, next) => {
		const url = LAST_URL.exec(before)?.[1];
		if (url !== undefined && !ENDS_AS_FILE.test(url)) throw unclearSign(url, next, label);
		return next;
	});
	return trimBlanks(line).replace(BULLET, '').split(BETWEEN_URLS);
}

function unclearSign(url: string, sign: string, label: string): InputError {
	return new InputError(
		`${label}: the "${sign}" behind "${describeUrl(url)}" can belong to this URL or divide it from the next`,
		`Give each URL on a line of its own. Write ${encodeURIComponent(sign)} for a "${sign}" that belongs to the URL.`,
	);
}

function refuseLong(text: string, label: string): string {
	if (text.length <= MAX_URL_LENGTH) return text;
	throw new InputError(
		`${label} holds a text of ${text.length} characters, which is no URL`,
		'Give the URL of the file. For a file itself set Video Source to Binary File, or Photo Source to Binary Files.',
	);
}

function cleanUrl(text: string): string {
	const url = trimBlanks(text).replace(OPENING, '');
	const surplus = new Map(
		Object.entries(CLOSED_BY).map(([closing, opening]) => [
			closing,
			url.split(closing).length - url.split(opening).length,
		]),
	);
	for (let end = url.length; ; end--) {
		const last = url.charAt(end - 1);
		const count = surplus.get(last) ?? 0;
		if (count <= 0 && !CLOSING.test(last)) return url.slice(0, end);
		surplus.set(last, count - 1);
	}
}

function refuseUnclear(url: string, label: string): string {
	if (GLUED_URLS.test(url)) {
		throw new InputError(
			`${label}: in "${describeUrl(url)}" another URL begins, and nothing says where the first one ends`,
			'Give each URL on a line of its own. Write https%3A// for an address that belongs to the URL.',
		);
	}
	const [, word = '', object] = LOST_VALUE.exec(url) ?? [];
	if (word !== '' || object !== undefined) {
		const code = word.charCodeAt(0).toString(16);
		const wayOut = word === '' ? '' : ` If the address is right, write %${code}${word.slice(1)}.`;
		throw new InputError(
			`${label}: "${describeUrl(url)}" holds "${object ?? word}"`,
			`A field that its expression uses is missing in this item, or is no text. Check the names of the fields.${wayOut}`,
		);
	}
	if (!WORDS_BEHIND_A_FILE.test(url)) return url;
	throw new InputError(
		`${label}: "${describeUrl(url)}" has a space in it or behind it`,
		'Give each URL on a line of its own, with nothing else. Write %20 for a space that belongs to the URL.',
	);
}
