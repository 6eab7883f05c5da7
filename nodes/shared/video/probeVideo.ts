import { probeEbml } from './ebmlProbe';
import { probeIso, type ContainerProbe } from './isoProbe';
import { RECOGNITION_BYTES, sniffVideoType } from './sniffVideoType';
import { SparseBytes, type BytePiece } from './sparseBytes';
import type { VideoProbe } from './videoProbeTypes';

/** With this much of its beginning at hand, a file that was not recognised is no video. */
const CERTAIN_BYTES = 512;

/**
 * Reads what an MP4, MOV or WebM file's header says about its video, from whatever bytes are at hand:
 * the beginning alone, or several pieces of the file (its beginning and its end, say). Never throws
 * and never guesses: a fact that is not at hand is absent, and `missing` names the range to read next,
 * as for an MP4 whose header stands at the end. Work grows with the bytes at hand only.
 *
 * `fileSize` is the whole file's exact length in bytes; with a number that can't be one (0, NaN)
 * nothing is called truncated or missing.
 */
export function probeVideo(
	source: Uint8Array | readonly BytePiece[],
	fileSize: number,
): VideoProbe {
	const bytes = new SparseBytes(
		ArrayBuffer.isView(source) ? [{ offset: 0, bytes: source }] : source,
	);
	const sniffed = sniffVideoType(bytes.copy(0, RECOGNITION_BYTES));
	if (sniffed.container === 'unknown') {
		return {
			container: 'unknown',
			looksLike: fileSize > 0 && !bytes.has(0, 1) ? undefined : sniffed.looksLike,
			fileSize,
			complete: bytes.has(0, Math.min(CERTAIN_BYTES, fileSize)),
			truncated: false,
		};
	}

	const isSizeKnown = Number.isSafeInteger(fileSize) && fileSize > 0;
	const end = isSizeKnown ? fileSize : Number.MAX_SAFE_INTEGER;
	const probe: ContainerProbe =
		sniffed.container === 'webm' ? probeEbml(bytes, end) : probeIso(bytes, end);
	const unknowns = isSizeKnown
		? {}
		: { truncated: false, expectedBytes: undefined, missing: undefined };
	return { container: sniffed.container, fileSize, ...probe, ...unknowns };
}
