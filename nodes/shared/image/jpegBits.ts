import { byteAt, integerAt } from './numbers';

const LENGTHS = 16;
const LENGTH_BITS = 5;
const BITS_PER_BYTE = 8;
const FIRST_ROOM = 65_536;
const MARKER = 0xff;
/** "No more in this block", and "sixteen zeros". */
const END_OF_BLOCK = 0x00;
const ZERO_RUN = 0xf0;
const LONGEST_RUN = 15;

/** For each symbol its code and, in the lowest five bits, how long that is. */
export type HuffmanCodes = Int32Array;

/** @param table as a JPEG states it: how many codes there are of 1 to 16 bits, then their symbols */
export function makeCodes(table: Uint8Array): HuffmanCodes {
	const codes = new Int32Array(256);
	let [code, next] = [0, LENGTHS];
	for (let length = 1; length <= LENGTHS; length++) {
		for (let left = byteAt(table, length - 1); left > 0; left--) {
			codes[byteAt(table, next)] = (code << LENGTH_BITS) | length;
			code += 1;
			next += 1;
		}
		code <<= 1;
	}
	return codes;
}

/** What is written, grows as it needs to. */
export class JpegBits {
	private bytes = new Uint8Array(FIRST_ROOM);
	private length = 0;
	private held = 0;
	private heldBits = 0;

	/** Bytes that are no bits of the picture; only at a whole byte. */
	writeBytes(bytes: Iterable<number>): void {
		for (const byte of bytes) this.push(byte);
	}

	/**
	 * A block's steps: the first as the difference from the block before, the rest as zeros and what ends them.
	 *
	 * @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf, F.1.2
	 */
	writeBlock(steps: Int32Array, previous: number, dc: HuffmanCodes, ac: HuffmanCodes): void {
		this.writeNumber(integerAt(steps, 0) - previous, 0, dc);
		let zeros = 0;
		for (let at = 1; at < steps.length; at++) {
			const value = integerAt(steps, at);
			if (value === 0) {
				zeros += 1;
				continue;
			}
			for (; zeros > LONGEST_RUN; zeros -= LONGEST_RUN + 1) this.writeSymbol(ZERO_RUN, ac);
			this.writeNumber(value, zeros, ac);
			zeros = 0;
		}
		if (zeros > 0) this.writeSymbol(END_OF_BLOCK, ac);
	}

	/** Fills the last byte with ones. */
	finishBits(): void {
		if (this.heldBits > 0) this.writeBits(0xff >> this.heldBits, BITS_PER_BYTE - this.heldBits);
	}

	/** A view of all that was written. */
	end(): Uint8Array {
		return this.bytes.subarray(0, this.length);
	}

	/** A number as how many bits it has, with the zeros before it, and those bits. */
	private writeNumber(value: number, zeros: number, codes: HuffmanCodes): void {
		const bits = 32 - Math.clz32(Math.abs(value));
		this.writeSymbol((zeros << 4) | bits, codes);
		this.writeBits(value < 0 ? value + (1 << bits) - 1 : value, bits);
	}

	private writeSymbol(symbol: number, codes: HuffmanCodes): void {
		const code = integerAt(codes, symbol);
		this.writeBits(code >> LENGTH_BITS, code & 31);
	}

	private writeBits(value: number, count: number): void {
		this.held = (this.held << count) | value;
		this.heldBits += count;
		while (this.heldBits >= BITS_PER_BYTE) {
			this.heldBits -= BITS_PER_BYTE;
			const byte = (this.held >> this.heldBits) & 0xff;
			this.push(byte);
			// So that nothing in the picture looks like a marker.
			if (byte === MARKER) this.push(0);
		}
		this.held &= 0xff >> (BITS_PER_BYTE - this.heldBits);
	}

	private push(byte: number): void {
		if (this.length === this.bytes.length) this.grow();
		this.bytes[this.length] = byte;
		this.length += 1;
	}

	private grow(): void {
		const larger = new Uint8Array(2 * this.bytes.length);
		larger.set(this.bytes);
		this.bytes = larger;
	}
}
