/** Bytes that a text may stand for, and what to call such a text in a message: this form "of a video". */
export interface DecodedText {
	readonly form: string;
	readonly bytes: Uint8Array;
}

export const BASE64_TEXT = 'the base64 text';
export const HEX_TEXT = 'the hexadecimal text';
export const BYTES_AS_JSON = 'a JSON list of the bytes';

/** Long enough to recognise a video by; also in lines, in quotes, in a data URL or in JSON. */
const BASE64_RUN = /[A-Za-z0-9+/_-]{32,}/g;
const HEX_RUN = /^(?:0?x)?([0-9a-f]{32,})/i;
/** A list, or an object whose names were taken out. */
const BYTE_LIST = /[[{]\s*\d{1,3}(?:\s*,\s*\d{1,3}){15,}/g;
const INDEX_NAME = /"\d+"\s*:/g;

/** What the beginning of a text decodes to, in each way in which steps write files as text. */
export function decodeText(sample: Uint8Array): DecodedText[] {
	const text = Buffer.from(sample).toString('latin1');
	return [
		...Array.from(text.replace(INDEX_NAME, '').matchAll(BYTE_LIST), ([list]) =>
			decodeList(list.slice(1)),
		),
		...Array.from(text.matchAll(BASE64_RUN), ([run]) => decodeRun(run)),
	];
}

function decodeList(list: string): DecodedText {
	return { form: BYTES_AS_JSON, bytes: Uint8Array.from(list.split(','), Number) };
}

function decodeRun(run: string): DecodedText {
	const hex = HEX_RUN.exec(run)?.[1];
	return hex === undefined
		? { form: BASE64_TEXT, bytes: Buffer.from(run, 'base64') }
		: { form: HEX_TEXT, bytes: Buffer.from(hex, 'hex') };
}
