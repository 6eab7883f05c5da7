import { damagedPng } from './pictureError';

/** Hands out as many bytes at a time as are asked for. */
export class ExactReader {
	private rest: Uint8Array = new Uint8Array(0);

	constructor(private readonly pieces: AsyncGenerator<Uint8Array>) {}

	/**
	 * @returns a copy
	 * @throws PictureError where there are fewer
	 */
	async read(length: number): Promise<Uint8Array> {
		const bytes = new Uint8Array(length);
		for (let filled = 0; filled < length; ) {
			if (this.rest.length === 0) this.rest = await this.readPiece();
			const part = this.rest.subarray(0, length - filled);
			bytes.set(part, filled);
			filled += part.length;
			this.rest = this.rest.subarray(part.length);
		}
		return bytes;
	}

	async close(): Promise<void> {
		await this.pieces.return(undefined);
	}

	private async readPiece(): Promise<Uint8Array> {
		const piece = await this.pieces.next();
		if (piece.done) throw damagedPng('it has fewer rows of pixels than it says');
		return piece.value;
	}
}
