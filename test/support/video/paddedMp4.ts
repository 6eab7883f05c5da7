/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test support reads and writes files beside itself */
import { createCipheriv, createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { sha256Through } from './sha256';

/** A real, playable 3-second portrait MP4 (H.264 + AAC). */
export const SAMPLE_MP4_PATH = join(__dirname, '..', '..', 'fixtures', 'sample.mp4');
/** What the demo posts: a clip worth looking at. */
export const DEMO_MP4_PATH = join(__dirname, '..', '..', 'fixtures', 'sunset.mp4');

/** TikTok's largest video. */
export const MAX_PADDED_BYTES = 4_000_000_000;

const PIECE_BYTES = 1_048_576;
const BOX_HEADER_BYTES = 8;
const LARGE_BOX_HEADER_BYTES = 16;
const MAX_32_BIT_SIZE = 0xffff_ffff;

export interface PaddedMp4Options {
	/** Same seed and size, same bytes. */
	seed?: string;
	/** Writes the padding's length as 64 bits even where 32 would do. */
	largeBox?: boolean;
}

export interface WrittenVideo {
	path: string;
	bytes: number;
	/** Lowercase hex. */
	sha256: string;
}

/**
 * The sample video followed by a `free` box that players skip: a valid MP4 of exactly `targetBytes`,
 * streamed in pieces of at most 1 MiB. The padding is pseudo-random, so that a swapped, repeated or
 * lost piece changes the hash. Refuses sizes between the sample's own and the smallest box after it.
 */
export async function* makePaddedMp4(
	targetBytes: number,
	{ seed = 'padding', largeBox = false }: PaddedMp4Options = {},
): AsyncGenerator<Buffer> {
	const sample = await readFile(SAMPLE_MP4_PATH);
	const header = makeFreeBoxHeader(targetBytes, targetBytes - sample.length, largeBox);
	yield Buffer.concat([sample, header]);
	yield* makePseudoRandomBytes(targetBytes - sample.length - header.length, seed);
}

/** Writes {@link makePaddedMp4} to a file; memory stays constant. */
export async function writePaddedMp4(
	path: string,
	targetBytes: number,
	options?: PaddedMp4Options,
): Promise<WrittenVideo> {
	const hashing = sha256Through();
	await pipeline(
		Readable.from(makePaddedMp4(targetBytes, options), { objectMode: false }),
		hashing.transform,
		createWriteStream(path),
	);
	return { path, bytes: targetBytes, sha256: hashing.digest() };
}

function makeFreeBoxHeader(targetBytes: number, boxBytes: number, largeBox: boolean): Buffer {
	if (boxBytes === 0) return Buffer.alloc(0);

	const isLarge = largeBox || boxBytes > MAX_32_BIT_SIZE;
	const headerBytes = isLarge ? LARGE_BOX_HEADER_BYTES : BOX_HEADER_BYTES;
	if (!Number.isSafeInteger(targetBytes) || boxBytes < headerBytes) {
		throw new RangeError(
			`A padded MP4 cannot have ${targetBytes} bytes: the sample has ${targetBytes - boxBytes}, the padding at least ${headerBytes}`,
		);
	}
	if (targetBytes > MAX_PADDED_BYTES) {
		throw new RangeError(`A padded MP4 has at most ${MAX_PADDED_BYTES} bytes, not ${targetBytes}`);
	}

	const header = Buffer.alloc(headerBytes);
	header.writeUInt32BE(isLarge ? 1 : boxBytes, 0);
	header.write('free', 4, 'latin1');
	if (isLarge) header.writeBigUInt64BE(BigInt(boxBytes), BOX_HEADER_BYTES);
	return header;
}

/** AES-CTR over zeros: reproducible, and faster than the disk the bytes go to. */
function* makePseudoRandomBytes(totalBytes: number, seed: string): Generator<Buffer> {
	const digest = createHash('sha256').update(seed).digest();
	const cipher = createCipheriv('aes-128-ctr', digest.subarray(0, 16), digest.subarray(16, 32));
	const zeros = Buffer.alloc(PIECE_BYTES);
	for (let done = 0; done < totalBytes; done += PIECE_BYTES) {
		yield cipher.update(zeros.subarray(0, Math.min(PIECE_BYTES, totalBytes - done)));
	}
}
