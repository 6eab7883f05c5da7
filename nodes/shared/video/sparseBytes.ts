/** A run of a file's bytes and where in the file it starts. */
export interface BytePiece {
	offset: number;
	bytes: Uint8Array;
}

/**
 * Read access to a file of which only some pieces are at hand. Every read answers undefined where a
 * byte is missing, so that parsers need no length checks of their own. Pieces may touch or overlap;
 * pieces with an impossible offset are ignored. Offsets count from the start of the file.
 */
export class SparseBytes {
	private readonly pieces: readonly BytePiece[];
	private lastUsed: BytePiece | undefined;

	constructor(pieces: readonly BytePiece[]) {
		this.pieces = pieces
			.filter(({ offset }) => Number.isSafeInteger(offset) && offset >= 0)
			.sort((a, b) => a.offset - b.offset);
	}

	byteAt(offset: number): number | undefined {
		const piece = this.findPiece(offset);
		return piece?.bytes[offset - piece.offset];
	}

	/** Big-endian unsigned; undefined also above 2^53 - 1, where a number would no longer be exact. */
	uint(offset: number, byteCount: number): number | undefined {
		let value = 0;
		for (let index = 0; index < byteCount; index++) {
			// a byte that is missing makes it NaN
			value = value * 256 + Number(this.byteAt(offset + index));
		}
		return Number.isSafeInteger(value) ? value : undefined;
	}

	/** Big-endian IEEE 754 of 4 or 8 bytes; other lengths are undefined. */
	float(offset: number, byteCount: number): number | undefined {
		const bytes = this.copy(offset, byteCount);
		if (bytes.length !== byteCount) return undefined;
		const view = new DataView(bytes.buffer);
		if (byteCount === 4) return view.getFloat32(0);
		return byteCount === 8 ? view.getFloat64(0) : undefined;
	}

	/** One character per byte; undefined unless all of them are at hand. */
	text(offset: number, byteCount: number): string | undefined {
		const bytes = this.copy(offset, byteCount);
		return bytes.length === byteCount ? String.fromCharCode(...bytes) : undefined;
	}

	/** What is at hand from `offset` on without a gap, at most `maxBytes`. */
	copy(offset: number, maxBytes: number): Uint8Array {
		const end = offset + Math.max(0, Math.min(maxBytes, this.countContiguous(offset)));
		const copied = new Uint8Array(end - offset);
		for (const { offset: start, bytes } of this.pieces) {
			const from = Math.max(offset, start);
			const to = Math.min(end, start + bytes.length);
			if (from < to) copied.set(bytes.subarray(from - start, to - start), from - offset);
		}
		return copied;
	}

	/** Whether all bytes of the range are at hand. */
	has(offset: number, byteCount: number): boolean {
		return this.countContiguous(offset) >= byteCount;
	}

	private countContiguous(offset: number): number {
		let end = offset;
		for (const piece of this.pieces) {
			if (piece.offset > end) break;
			end = Math.max(end, piece.offset + piece.bytes.length);
		}
		return end - offset;
	}

	private findPiece(offset: number): BytePiece | undefined {
		const contains = ({ offset: start, bytes }: BytePiece) =>
			offset >= start && offset < start + bytes.length;
		if (this.lastUsed === undefined || !contains(this.lastUsed)) {
			this.lastUsed = this.pieces.find(contains);
		}
		return this.lastUsed;
	}
}
