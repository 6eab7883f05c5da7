import { makePaddedMp4 } from '../video';

const made = new Map<number, Promise<Buffer>>();

/** A valid MP4 of exactly this many bytes, the same each time; made once per test file. */
export async function makeLargeVideo(byteLength: number): Promise<Buffer> {
	const video = made.get(byteLength) ?? collect(byteLength);
	made.set(byteLength, video);
	return await video;
}

async function collect(byteLength: number): Promise<Buffer> {
	const pieces: Buffer[] = [];
	for await (const piece of makePaddedMp4(byteLength)) pieces.push(piece);
	return Buffer.concat(pieces);
}
