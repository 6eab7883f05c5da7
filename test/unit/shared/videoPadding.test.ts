/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests read and write files */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { probeVideo, sniffVideoType } from '../../support/tested/video';
import {
	MAX_PADDED_BYTES,
	SAMPLE_MP4_PATH,
	makePaddedMp4,
	sha256Of,
	sha256OfFile,
	writePaddedMp4,
	type PaddedMp4Options,
} from '../../support/video';

async function collect(targetBytes: number, options?: PaddedMp4Options): Promise<Buffer> {
	const pieces: Buffer[] = [];
	for await (const piece of makePaddedMp4(targetBytes, options)) pieces.push(piece);
	return Buffer.concat(pieces);
}

async function readFirstPiece(targetBytes: number): Promise<Buffer> {
	for await (const piece of makePaddedMp4(targetBytes)) return piece;
	throw new Error('no piece');
}

describe('a padded MP4', () => {
	let sampleBytes: number;

	beforeAll(async () => {
		sampleBytes = (await stat(SAMPLE_MP4_PATH)).size;
	});

	it.each([0, 8, 9, 65_536, 3_000_001])(
		'has exactly the size asked for, %d bytes above the sample',
		async (extra) => {
			expect(await collect(sampleBytes + extra)).toHaveLength(sampleBytes + extra);
		},
	);

	it('is still a complete video of the same picture and duration', async () => {
		const video = await collect(2_000_000);
		expect(sniffVideoType(video).container).toBe('mp4');
		expect(probeVideo(video, video.length)).toMatchObject({
			complete: true,
			truncated: false,
			width: 720,
			height: 1280,
			durationSeconds: 3,
		});
	});

	it('is still one when the padding has a 64-bit length', async () => {
		const video = await collect(2_000_000, { largeBox: true });
		expect(video.readUInt32BE(sampleBytes)).toBe(1);
		expect(probeVideo(video, video.length)).toMatchObject({ complete: true, truncated: false });
	});

	it('declares a length that ends at the last byte for the largest file', async () => {
		const start = await readFirstPiece(MAX_PADDED_BYTES);
		expect(start.readUInt32BE(sampleBytes)).toBe(MAX_PADDED_BYTES - sampleBytes);
		expect(probeVideo(start, MAX_PADDED_BYTES)).toMatchObject({ complete: true, truncated: false });
	});

	it('has the same bytes for the same seed and others for another', async () => {
		const first = await sha256Of(await collect(100_000, { seed: 'a' }));
		expect(await sha256Of(await collect(100_000, { seed: 'a' }))).toBe(first);
		expect(await sha256Of(await collect(100_000, { seed: 'b' }))).not.toBe(first);
	});

	it.each([-1, 1, 7])('is refused %d bytes above the sample: no box fits', async (extra) => {
		await expect(collect(sampleBytes + extra)).rejects.toThrow(RangeError);
	});

	it.each([MAX_PADDED_BYTES + 1, 100_000.5, Number.NaN])('is refused at %d bytes', async (size) => {
		await expect(collect(size)).rejects.toThrow(RangeError);
	});

	it('is written to disk with the hash of what was written', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'padded-'));
		try {
			const written = await writePaddedMp4(join(folder, 'video.mp4'), 1_234_567);
			expect((await stat(written.path)).size).toBe(1_234_567);
			expect(written.sha256).toBe(await sha256OfFile(written.path));
			expect(written.sha256).toBe(await sha256Of(await readFile(written.path)));
		} finally {
			await rm(folder, { recursive: true });
		}
	});

	it('hashes as SHA-256 in lowercase hex', async () => {
		expect(await sha256Of(['ab', Buffer.from('c')])).toBe(
			'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
		);
	});
});
