/** Reads URLs in the shapes in which people, tables and AI agents have them. */
import { InputError } from '../api/errors';
import { listEntries } from '../values/listEntries';
import { describeUrl } from './mediaUrl';
import { dropUnseen, toWholeText, trimBlanks } from '../values/plainText';

/** Where a URL begins, with the quotes and brackets in front of it. */
const URL_BEGINS = '(?=["\'“”„‘’«<([{`]*https?://)';
/** What may stand between URLs on one line. */
const BETWEEN_URLS = new RegExp(`[\\s,;|]+${URL_BEGINS}`, 'i');
/** A dash, a bullet or a number. */
const BULLET = new RegExp(`^(?:[-*+•·–—]|\\d{1,2}[.)])\\s*${URL_BEGINS}`, 'i');
/** With the blanks in it, without a title behind it: a text in quotes, or the last one in brackets. */
const MARKDOWN_LINK =
	/(?<=\]\(\s*<?)https?:\/\/(?:[^\s()]|\([^()]*\)|\s+(?![\s"')]|\([^()]*\)\s*\)))+/gi;
/** What may divide two URLs, or belong to the first: services that resize pictures have both in one address. */
const UNCLEAR_BETWEEN_URLS =
	/https?:\/\/[^\s,;|"'<>]+(?:[,;](?!https?:)[^\s,;|"'<>]+)*[,;](?=https?:\/\/)/gi;
const ENDS_AS_FILE = /^[^/]*\/\/[^/?#]*\/[^?#]*\.[a-z]\w{1,4}(?:[?#]|$)/i;
const OPENING = /^["'“”„‘’«<([{`]+/;
/** Characters that no URL ends with. */
const CLOSING = /[\s,;.|\\^"'“”„‘’»<>`]+$/;
/** Neither with these, unless the URL has what they close. */
const CLOSED_BY: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** Words behind the name of a file: a second thing on the line, or a name with a space in it. */
const WORDS_BEHIND_A_FILE = /\.(?:jpe?g|png|webp|gif|heic|avif|mp4|mov|webm)(?:[?#]\S*)?\s+\S/i;

/**
 * The URLs of a parameter: a text with one URL per line (also separated by commas, semicolons or spaces, with
 * quotes, bullets, or as Markdown), a list of such texts, a list of objects with a `url` (as Airtable's attachments
 * have it) or `src`, or any of these as JSON text. Blanks inside a URL stay for `URL` to encode.
 *
 * @param label the parameter as the editor shows it
 * @throws InputError for what is neither text nor has a URL, and for a line that can be read in two ways
 */
export function readUrls(value: unknown, label: string): string[] {
	return listEntries(value)
		.flatMap((entry) => textOf(entry, label).split(/[\r\n]/))
		.flatMap((line) => splitLine(line, label))
		.map((url) => refuseWordsBehind(cleanUrl(url), label))
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
	if (typeof entry === 'string') return dropUnseen(toWholeText(entry));
	const { url, src } = Object(entry) as { url?: unknown; src?: unknown };
	const text = url ?? src;
	if (typeof text === 'string') return textOf(text, label);
	throw new InputError(
		`${label} holds something that is no URL and has no field "url"`,
		'Give texts: one URL per line, or an expression such as {{ $json.photos.map(photo => photo.url) }} that takes the URLs out.',
	);
}

function splitLine(line: string, label: string): string[] {
	const links = line.match(MARKDOWN_LINK);
	if (links !== null) return links;
	for (const [text] of line.matchAll(UNCLEAR_BETWEEN_URLS)) {
		const url = text.slice(0, -1);
		if (!ENDS_AS_FILE.test(url)) throw unclearSign(url, text.slice(-1), label);
	}
	return trimBlanks(line).replace(BULLET, '').split(BETWEEN_URLS);
}

function unclearSign(url: string, sign: string, label: string): InputError {
	return new InputError(
		`${label}: the "${sign}" behind "${describeUrl(url)}" can belong to this URL or divide it from the next`,
		`Give each URL on a line of its own. Write ${encodeURIComponent(sign)} for a "${sign}" that belongs to the URL.`,
	);
}

function cleanUrl(text: string): string {
	let url = trimBlanks(text).replace(OPENING, '').replace(CLOSING, '');
	while (endsWithSurplusBracket(url)) url = url.slice(0, -1).replace(CLOSING, '');
	return url;
}

function endsWithSurplusBracket(url: string): boolean {
	const closing = url.slice(-1);
	const opening = CLOSED_BY[closing];
	return opening !== undefined && url.split(closing).length > url.split(opening).length;
}

function refuseWordsBehind(url: string, label: string): string {
	if (!WORDS_BEHIND_A_FILE.test(url)) return url;
	throw new InputError(
		`${label}: "${describeUrl(url)}" has a space in it or behind it`,
		'Give each URL on a line of its own, with nothing else. Write %20 for a space that belongs to the URL.',
	);
}
