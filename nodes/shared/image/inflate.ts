import { damagedPng, PictureError } from './pictureError';

/**
 * Unpacks zlib data piece by piece, no faster than they are taken. Others get their turn between two pieces.
 *
 * @param pieces may throw; what they throw is thrown here
 * @throws PictureError for data that can't be unpacked
 */
export async function* inflate(pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	const { readable, writable } = new DecompressionStream('deflate');
	const reader = readable.getReader();
	const feeding = feed(writable.getWriter(), pieces);
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			yield value;
		}
	} catch {
		throw await feeding;
	} finally {
		// Also ends the feeding, which waits for room.
		await reader.cancel().catch(() => {});
	}
}

/** @returns why the data can't be unpacked, if they can't */
async function feed(
	writer: WritableStreamDefaultWriter,
	pieces: Iterable<Uint8Array>,
): Promise<PictureError> {
	const fault = damagedPng('its pixels can not be unpacked');
	try {
		for (const piece of pieces) await writer.write(piece);
		await writer.close();
		return fault;
	} catch (error) {
		await writer.abort(error).catch(() => {});
		return error instanceof PictureError ? error : fault;
	}
}
