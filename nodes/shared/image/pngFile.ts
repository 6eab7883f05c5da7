import { crc32 } from './crc';
import { byteAt } from './numbers';
import { damagedPng, PictureError } from './pictureError';
import { readPngHeader, type PngHeader } from './pngHeader';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;
/** Length, type and CRC of a chunk. */
const FRAME_BYTES = 12;
export const TYPE_BYTES = 4;
const TYPE = /[A-Za-z]{4}/;
/** Chunks without which a picture can't be drawn begin with a capital letter. */
const IS_NEEDED = /^[A-Z]/;
const UNDERSTOOD = ['IHDR', 'PLTE', 'IDAT', 'IEND'];

/** A chunk where it lies in the file; its CRC is not checked yet. */
export interface PngChunk {
	readonly type: string;
	/** What the CRC is taken of: the type, then the data. */
	readonly typeAndData: Uint8Array;
	readonly crc: number;
}

/** What a PNG is made of; the pixels are still compressed. */
export interface PngFile {
	readonly header: PngHeader;
	/** Red, green and blue, one entry after the other. */
	readonly palette: Uint8Array;
	/** The chunk tRNS: opacities of the palette, or the one colour that is transparent. */
	readonly transparency: Uint8Array | undefined;
	/** The chunk iCCP, if it is whole: its name and the packed colour profile. */
	readonly profile: Uint8Array | undefined;
	readonly pixels: readonly PngChunk[];
}

export function isPng(bytes: Uint8Array): boolean {
	return SIGNATURE.every((byte, index) => bytes[index] === byte);
}

/**
 * Finds the parts of a PNG without unpacking anything.
 *
 * @throws PictureError for a file that is cut off, damaged, too large to convert, or of a private kind
 */
export function openPng(bytes: Uint8Array): PngFile {
	if (!isPng(bytes)) throw damagedPng('it does not begin like one');
	const chunks = listChunks(bytes);
	const [first] = chunks;
	const stranger = chunks.find(({ type }) => IS_NEEDED.test(type) && !UNDERSTOOD.includes(type));
	if (stranger !== undefined) throw privateKind(stranger.type);
	if (first?.type !== 'IHDR') throw damagedPng('its header is missing');
	const header = readPngHeader(readChunk(first));
	const pixels = chunks.filter(({ type }) => type === 'IDAT');
	const palette = findChunk(chunks, 'PLTE');
	if (palette === undefined && header.colour === 'palette') {
		throw damagedPng('its colours are missing');
	}
	return {
		header,
		palette: palette ?? new Uint8Array(0),
		transparency: findChunk(chunks, 'tRNS'),
		profile: chunks
			.find((chunk) => chunk.type === 'iCCP' && isWhole(chunk))
			?.typeAndData.subarray(TYPE_BYTES),
		pixels,
	};
}

/** @throws PictureError where the data are not those that were written */
export function readChunk(chunk: PngChunk): Uint8Array {
	if (!isWhole(chunk)) throw wrongCrc(chunk.type);
	return chunk.typeAndData.subarray(TYPE_BYTES);
}

function isWhole({ typeAndData, crc }: PngChunk): boolean {
	return crc32(typeAndData) === crc;
}

export function wrongCrc(type: string): PictureError {
	return damagedPng(`the checksum of its part ${type} is wrong`);
}

function findChunk(chunks: readonly PngChunk[], wanted: string): Uint8Array | undefined {
	const chunk = chunks.find(({ type }) => type === wanted);
	return chunk && readChunk(chunk);
}

function listChunks(bytes: Uint8Array): PngChunk[] {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const chunks: PngChunk[] = [];
	let start: number = SIGNATURE.length;
	while (chunks.at(-1)?.type !== 'IEND') {
		const room = bytes.length - start - FRAME_BYTES;
		const length = room < 0 ? 0 : view.getUint32(start);
		if (length > room) throw damagedPng('it ends too early');
		const dataStart = start + FRAME_BYTES - TYPE_BYTES;
		const typeAndData = bytes.subarray(dataStart - TYPE_BYTES, dataStart + length);
		const type = readType(typeAndData);
		chunks.push({ type, typeAndData, crc: view.getUint32(dataStart + length) });
		start += FRAME_BYTES + length;
	}
	return chunks;
}

function readType(typeAndData: Uint8Array): string {
	const codes = Array.from({ length: TYPE_BYTES }, (_, index) => byteAt(typeAndData, index));
	const type = String.fromCharCode(...codes);
	if (!TYPE.test(type)) throw damagedPng('its parts do not follow each other');
	return type;
}

function privateKind(type: string): PictureError {
	return new PictureError(
		`is a PNG of a private kind, with a part "${type}" that is not in the standard`,
		'Export it as JPEG, or as a usual PNG.',
	);
}
