import { crc32 } from './crc';
import { ExactReader } from './exactReader';
import { inflate } from './inflate';
import { byteAt } from './numbers';
import { makeRowPainter } from './pngColours';
import { TYPE_BYTES, wrongCrc, type PngChunk, type PngFile } from './pngFile';
import { undoFilter } from './pngFilters';
import { listPasses, type PngPass } from './pngPasses';

const BITS_PER_BYTE = 8;
/** So much is checked and unpacked before others get their turn. */
const PIECE_BYTES = 65_536;

/** A row as it is stored: in line `y` of the picture, at every `pass.stepX`th place from `pass.left` on. */
export interface PixelRow {
	/** Red, green and blue; overwritten by the next row. */
	readonly rgb: Uint8Array;
	readonly pass: PngPass;
	readonly y: number;
}

/**
 * Unpacks a PNG row by row, on white, and holds no more than two of them. Numbers stay as they are, whatever the file says
 * of their colours. Ends with the last row: what a bomb has behind it is not unpacked.
 *
 * @throws PictureError for a file that is damaged
 */
export async function* readPixelRows(file: PngFile): AsyncGenerator<PixelRow> {
	const { width, depth, samplesPerPixel } = file.header;
	const bitsPerPixel = depth * samplesPerPixel;
	const paint = makeRowPainter(file);
	const rgb = new Uint8Array(width * 3);
	const reader = new ExactReader(inflate(checkPieces(file.pixels)));
	try {
		for (const pass of listPasses(file.header)) {
			const rowBytes = Math.ceil((pass.width * bitsPerPixel) / BITS_PER_BYTE);
			let above: Uint8Array = new Uint8Array(rowBytes);
			for (let y = pass.top; y < file.header.height; y += pass.stepY) {
				const line = await reader.read(rowBytes + 1);
				const row = line.subarray(1);
				undoFilter(byteAt(line, 0), row, above, Math.ceil(bitsPerPixel / BITS_PER_BYTE));
				paint(row, pass.width, rgb);
				yield { rgb, pass, y };
				above = row;
			}
		}
	} finally {
		await reader.close();
	}
}

/** @throws PictureError instead of the last piece of a chunk that is not as it was written */
function* checkPieces(chunks: readonly PngChunk[]): Generator<Uint8Array> {
	for (const { type, typeAndData, crc } of chunks) {
		let sum = crc32(typeAndData.subarray(0, TYPE_BYTES));
		for (let start = TYPE_BYTES; start < typeAndData.length; start += PIECE_BYTES) {
			const piece = typeAndData.subarray(start, start + PIECE_BYTES);
			sum = crc32(piece, sum);
			const isLast = start + PIECE_BYTES >= typeAndData.length;
			if (isLast && sum !== crc) throw wrongCrc(type);
			yield piece;
		}
	}
}
