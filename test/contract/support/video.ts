/** First box of an MP4 file; what follows may be anything. */
const FTYP = Buffer.from('0000001c667479706d703432', 'hex');

const LARGEST_BYTES = 32_000_000;
const filler = Buffer.alloc(LARGEST_BYTES, 'simulated video ');
FTYP.copy(filler);

/** `size` bytes that pass for an MP4 file; views of one buffer, so they cost nothing. */
export function makeVideo(size: number): Buffer {
	return filler.subarray(0, size);
}

/** The three sizes of an upload in one chunk. */
export function wholeSource(size: number): Record<string, unknown> {
	return { source: 'FILE_UPLOAD', video_size: size, chunk_size: size, total_chunk_count: 1 };
}

/** The three sizes of an upload in several chunks. */
export function chunkedSource(size: number, chunk: number): Record<string, unknown> {
	const count = Math.floor(size / chunk);
	return { source: 'FILE_UPLOAD', video_size: size, chunk_size: chunk, total_chunk_count: count };
}
