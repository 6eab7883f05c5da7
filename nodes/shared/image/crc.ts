import { byteAt, integerAt } from './numbers';

const BYTE_VALUES = 256;
const BITS_PER_BYTE = 8;
/** The polynomial of PNG and ZIP, its bits in reverse order. */
const POLYNOMIAL = 0xedb88320;

const TABLE = Int32Array.from({ length: BYTE_VALUES }, (_, byte) => {
	let rest = byte;
	for (let bit = 0; bit < BITS_PER_BYTE; bit++) rest = (rest >>> 1) ^ (rest & 1 ? POLYNOMIAL : 0);
	return rest;
});

/**
 * CRC-32 as PNG takes it of each chunk.
 *
 * @param before of the bytes before these, where they come in pieces
 * @see https://www.w3.org/TR/png-3/#5CRC-algorithm
 */
export function crc32(bytes: Uint8Array, before = 0): number {
	let rest = ~before;
	for (let index = 0; index < bytes.length; index++) {
		rest = (rest >>> 8) ^ integerAt(TABLE, (rest ^ byteAt(bytes, index)) & 0xff);
	}
	return ~rest >>> 0;
}
