import type { SniffedVideoType } from './sniffVideoType';

/** A range of the file; `bytes` may be fewer than the file has after `offset`. */
export interface ByteRange {
	offset: number;
	bytes: number;
}

/**
 * What the container says about its video track. A field that is absent was not at hand, is not in
 * the file, or was no plausible value.
 */
export interface VideoFacts {
	hasVideoTrack?: boolean;
	durationSeconds?: number;
	/** Pixels as shown, that is after the rotation a phone writes into the header. */
	width?: number;
	height?: number;
	/** Frames per second, averaged over what was at hand. */
	frameRate?: number;
	/** Whether frames last so differently that the average says little. */
	frameRateVaries?: boolean;
	/** `h264`, `h265`, `vp8`, `vp9`, `av1`, `mpeg4`, …; a codec without a name here by its own tag. */
	videoCodec?: string;
}

export interface VideoProbe extends VideoFacts {
	container: SniffedVideoType['container'];
	/** For an unknown container: a name for what the file seems to be. */
	looksLike?: string;
	fileSize: number;
	/**
	 * True when the whole header was at hand: what is absent then is not in the file. For an unknown
	 * container: enough was at hand to be sure of it.
	 */
	complete: boolean;
	/**
	 * True when the file ends before its header or its pictures do, or has no header that a player finds. What
	 * may be missing behind them does not count.
	 */
	truncated: boolean;
	/** How long the file would be at least if it were not cut off, where it says so. */
	expectedBytes?: number;
	/** The next range of the file that would tell more; absent if there is none. */
	missing?: ByteRange;
}
