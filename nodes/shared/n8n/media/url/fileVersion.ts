import type { IDataObject } from 'n8n-workflow';

/** What tells one version of a file on a server from another. */
export interface FileVersion {
	readonly byteLength: number;
	readonly etag: string | undefined;
	readonly lastModified: string | undefined;
}

/**
 * Content codings that change the bytes. What else servers write into Content-Encoding does not: stores keep what
 * the uploader said (`aws-chunked`, `UTF-8`, `binary`, nothing at all).
 *
 * @see https://www.iana.org/assignments/http-parameters
 */
const COMPRESSIONS: readonly string[] = [
	...['gzip', 'x-gzip', 'compress', 'x-compress', 'deflate', 'br', 'zstd', 'dcb', 'dcz'],
	...['bzip2', 'x-bzip2', 'lzma', 'xz', 'lz4', 'snappy', 'exi', 'pack200-gzip', 'aes128gcm'],
];

/** What an answer says its body is packed with, if n8n has not unpacked it (then the header is gone). */
export function findCompression(headers: IDataObject): string | undefined {
	const codings = (textOf(headers['content-encoding']) ?? '').split(',');
	return codings
		.map((coding) => coding.trim().toLowerCase())
		.find((coding) => COMPRESSIONS.includes(coding));
}

/** The version that an answer with the whole file is of; `undefined` when it does not tell its exact length. */
export function readVersion(headers: IDataObject): FileVersion | undefined {
	const length = headers['content-length'];
	if (typeof length !== 'string' || !/^\d{1,15}$/.test(length)) return undefined;
	const { etag, 'last-modified': lastModified } = headers;
	return { byteLength: Number(length), etag: textOf(etag), lastModified: textOf(lastModified) };
}

/** Headers that ask for a file from a byte on, if it still is this version. */
export function makeRange({ etag, lastModified }: FileVersion, at: number): IDataObject {
	if (at === 0) return {};
	// A weak ETag does not promise the same bytes, so it can't stand for the ones before.
	const validator = etag?.startsWith('"') ? etag : lastModified;
	const range = { Range: `bytes=${at}-` };
	return validator === undefined ? range : { ...range, 'If-Range': validator };
}

/**
 * The byte that an answer begins with, if it is a part of this version of the file; else `undefined`.
 *
 * @param at the byte that was asked for; servers may send the whole file instead
 */
export function findFirstByte(
	status: number,
	headers: IDataObject,
	version: FileVersion,
	at: number,
): number | undefined {
	const { byteLength, etag, lastModified } = version;
	const isSameVersion =
		(headers.etag ?? etag) === etag && (headers['last-modified'] ?? lastModified) === lastModified;
	if (!isSameVersion) return undefined;
	if (status === 206) {
		const isWanted = headers['content-range'] === `bytes ${at}-${byteLength - 1}/${byteLength}`;
		return isWanted ? at : undefined;
	}
	return headers['content-length'] === String(byteLength) ? 0 : undefined;
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}
