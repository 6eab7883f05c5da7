export {
	DEMO_MP4_PATH,
	MAX_PADDED_BYTES,
	SAMPLE_MP4_PATH,
	makePaddedMp4,
	writePaddedMp4,
	type PaddedMp4Options,
	type WrittenVideo,
} from './paddedMp4';
export { findPicturesEnd, listVideoFixtures, readVideoFixture } from './fixtures';
export { sha256Of, sha256OfFile, sha256Through } from './sha256';
