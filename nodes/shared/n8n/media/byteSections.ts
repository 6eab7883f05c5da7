/** Pieces are passed on in slices of at most this, so that progress shows also when a source delivers all at once. */
export const MAX_PIECE_BYTES = 1_048_576;

/**
 * Cuts a stream of pieces of any size into consecutive sections of exact length, without ever
 * collecting a section in memory: pieces are passed on as views of what the source delivered.
 *
 * One section is read at a time, in order: finish or abandon an iterator from `take` before the next call.
 */
export class ByteSections {
	private readonly pieces: AsyncIterator<Uint8Array>;
	private rest: Uint8Array = new Uint8Array(0);
	private ended = false;

	constructor(source: AsyncIterable<Uint8Array>) {
		this.pieces = source[Symbol.asyncIterator]();
	}

	/**
	 * Yields the next `byteLength` bytes in pieces. Ends early when the source does; the caller compares
	 * what it received with what it asked for.
	 */
	async *take(byteLength: number): AsyncGenerator<Uint8Array, void, undefined> {
		let missing = byteLength;
		while (missing > 0) {
			const piece = await this.nextPiece();
			if (piece === undefined) return;
			const used = piece.subarray(0, Math.min(missing, MAX_PIECE_BYTES));
			this.rest = piece.subarray(used.length);
			missing -= used.length;
			yield used;
		}
	}

	/** The first `byteLength` bytes ahead, or all there are; they stay to be taken. */
	async peek(byteLength: number): Promise<Uint8Array> {
		while (this.rest.length < byteLength) {
			const ahead = this.rest;
			this.rest = new Uint8Array(0);
			const piece = await this.nextPiece();
			this.rest = piece === undefined ? ahead : joinBytes(ahead, piece);
			if (piece === undefined) break;
		}
		return this.rest.subarray(0, byteLength);
	}

	/** Drops the next `byteLength` bytes; returns how many there were. */
	async skip(byteLength: number): Promise<number> {
		let skipped = 0;
		for await (const piece of this.take(byteLength)) skipped += piece.length;
		return skipped;
	}

	/** Whether the source holds no further byte. Reads on by one piece to find out. */
	async isAtEnd(): Promise<boolean> {
		this.rest = (await this.nextPiece()) ?? this.rest;
		return this.rest.length === 0;
	}

	private async nextPiece(): Promise<Uint8Array | undefined> {
		while (this.rest.length === 0 && !this.ended) {
			const next = await this.pieces.next();
			this.ended = next.done === true;
			if (!next.done) this.rest = next.value;
		}
		const piece = this.rest;
		this.rest = new Uint8Array(0);
		return piece.length > 0 ? piece : undefined;
	}
}

function joinBytes(head: Uint8Array, tail: Uint8Array): Uint8Array {
	if (head.length === 0) return tail;
	const joined = new Uint8Array(head.length + tail.length);
	joined.set(head, 0);
	joined.set(tail, head.length);
	return joined;
}
