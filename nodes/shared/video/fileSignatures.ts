/**
 * How files that are not TikTok videos begin, so that a refusal can say what the file really is
 * ("looks like a PNG") instead of only what it isn't. Matching is by content; names and MIME types
 * that a workflow carries along are often wrong.
 */

interface FileSignature {
	name: string;
	/** Pairs of offset and bytes; all must match. A string stands for its ASCII bytes. */
	parts: ReadonlyArray<readonly [offset: number, bytes: string | readonly number[]]>;
}

const BINARY_SIGNATURES: readonly FileSignature[] = [
	{
		name: 'AVI',
		parts: [
			[0, 'RIFF'],
			[8, 'AVI '],
		],
	},
	{
		name: 'WAV',
		parts: [
			[0, 'RIFF'],
			[8, 'WAVE'],
		],
	},
	{
		name: 'WebP',
		parts: [
			[0, 'RIFF'],
			[8, 'WEBP'],
		],
	},
	{ name: 'JPEG', parts: [[0, [0xff, 0xd8, 0xff]]] },
	{ name: 'PNG', parts: [[0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]]] },
	{ name: 'GIF', parts: [[0, 'GIF8']] },
	{ name: 'TIFF', parts: [[0, [0x49, 0x49, 0x2a, 0x00]]] },
	{ name: 'TIFF', parts: [[0, [0x4d, 0x4d, 0x00, 0x2a]]] },
	{ name: 'FLV', parts: [[0, [0x46, 0x4c, 0x56, 0x01]]] },
	{ name: 'WMV', parts: [[0, [0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11]]] },
	{ name: 'RealMedia', parts: [[0, '.RMF']] },
	{ name: 'MXF', parts: [[0, [0x06, 0x0e, 0x2b, 0x34]]] },
	{ name: 'MPEG program stream (MPG)', parts: [[0, [0x00, 0x00, 0x01, 0xba]]] },
	{ name: 'MPEG video (MPG)', parts: [[0, [0x00, 0x00, 0x01, 0xb3]]] },
	{
		name: 'MPEG-TS',
		parts: [
			[0, [0x47]],
			[188, [0x47]],
		],
	},
	{
		name: 'MPEG-TS',
		parts: [
			[4, [0x47]],
			[196, [0x47]],
		],
	},
	{ name: 'IVF', parts: [[0, 'DKIF']] },
	{ name: 'raw H.264 or H.265 stream', parts: [[0, [0x00, 0x00, 0x00, 0x01]]] },
	{ name: 'Ogg', parts: [[0, 'OggS']] },
	{ name: 'FLAC', parts: [[0, 'fLaC']] },
	{ name: 'MP3', parts: [[0, 'ID3']] },
	{ name: 'MP3', parts: [[0, [0xff, 0xfb]]] },
	{ name: 'MP3', parts: [[0, [0xff, 0xf3]]] },
	{ name: 'AAC', parts: [[0, [0xff, 0xf1]]] },
	{ name: 'AAC', parts: [[0, [0xff, 0xf9]]] },
	{ name: 'PDF', parts: [[0, '%PDF-']] },
	{ name: 'ZIP', parts: [[0, [0x50, 0x4b, 0x03, 0x04]]] },
	{ name: 'RAR', parts: [[0, [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]]] },
	{ name: '7-Zip', parts: [[0, [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]]] },
	{ name: 'GZIP', parts: [[0, [0x1f, 0x8b]]] },
	{ name: 'Zstandard', parts: [[0, [0x28, 0xb5, 0x2f, 0xfd]]] },
];

/** Checked without regard to case, after leading white space. */
const TEXT_BEGINNINGS: ReadonlyArray<readonly [beginning: string, name: string]> = [
	['<!doctype html', 'HTML'],
	['<html', 'HTML'],
	['<?xml', 'XML'],
	['<svg', 'SVG'],
	['#extm3u', 'HLS playlist (M3U8)'],
	['{', 'JSON'],
	['[', 'JSON'],
];

const TEXT_CONTROL_BYTES: readonly number[] = [0x09, 0x0a, 0x0c, 0x0d, 0x1b];
const FIRST_PRINTABLE_BYTE = 0x20;
const DELETE_BYTE = 0x7f;
/** Enough of a file to see that it is text; more would only cost time. */
export const TEXT_SAMPLE_BYTES = 4096;

/**
 * Names the well-known format a file begins with, for use in a message; undefined if none matches.
 * Knows formats TikTok does not take; MP4, MOV and WebM are not its business.
 */
export function nameBinarySignature(head: Uint8Array): string | undefined {
	return BINARY_SIGNATURES.find(({ parts }) =>
		parts.every(([offset, bytes]) => hasBytesAt(head, offset, bytes)),
	)?.name;
}

/**
 * Names the kind of text a file holds ("HTML", "JSON", else "text"), or undefined if it is not text.
 * Text is UTF-8 without control characters, or anything that starts with a UTF-16 byte order mark.
 */
export function nameTextKind(head: Uint8Array): string | undefined {
	if (hasBytesAt(head, 0, [0xff, 0xfe]) || hasBytesAt(head, 0, [0xfe, 0xff])) return 'text';

	const sample = head.subarray(0, TEXT_SAMPLE_BYTES);
	if (!sample.every(isTextByte)) return undefined;

	const text = decodeUtf8(sample);
	if (text === undefined) return undefined;

	const beginning = text.trimStart().toLowerCase();
	return TEXT_BEGINNINGS.find(([start]) => beginning.startsWith(start))?.[1] ?? 'text';
}

function hasBytesAt(head: Uint8Array, offset: number, bytes: string | readonly number[]): boolean {
	const expected = typeof bytes === 'string' ? Array.from(bytes, (c) => c.charCodeAt(0)) : bytes;
	return expected.every((byte, index) => head[offset + index] === byte);
}

function isTextByte(byte: number): boolean {
	if (byte === DELETE_BYTE) return false;
	return byte >= FIRST_PRINTABLE_BYTE || TEXT_CONTROL_BYTES.includes(byte);
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
	try {
		// stream: the sample may end in the middle of a character
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
	} catch {
		return undefined;
	}
}
