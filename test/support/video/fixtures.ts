/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test support reads files beside itself */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const VIDEOS_FOLDER = join(__dirname, '..', '..', 'fixtures', 'videos');

/** The bytes of a small real file of `test/fixtures/videos`; its README says how each was made. */
export function readVideoFixture(name: string): Uint8Array {
	return readFileSync(join(VIDEOS_FOLDER, name));
}

/** Names of all files of `test/fixtures/videos`. */
export function listVideoFixtures(): string[] {
	return readdirSync(VIDEOS_FOLDER).sort();
}

/**
 * How many bytes of a real file a player needs: in WebM all but the Cues at the end, in MP4 with its header at the
 * end all but what stands behind the tracks.
 */
export function findPicturesEnd(file: Uint8Array): number {
	const bytes = Buffer.from(file);
	const cues = bytes.lastIndexOf(Buffer.from([0x1c, 0x53, 0xbb, 0x6b]));
	if (cues >= 0) return cues;
	const track = bytes.lastIndexOf('trak') - 4;
	return track > bytes.lastIndexOf('mdat') ? track + bytes.readUInt32BE(track) : file.length;
}
