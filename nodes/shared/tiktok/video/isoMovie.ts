import { findIsoBox, readChildBoxes, type IsoBox } from './isoBoxes';
import { readDefaultTicks, readFragmentTiming } from './isoFragments';
import {
	isQuarterTurnMatrix,
	readIsoTimes,
	readIsoVideoTrack,
	type IsoVideoTrack,
	type SampleTiming,
} from './isoTrack';
import { plausibleDuration, plausibleFrameRate, plausibleSide } from './plausible';
import type { SparseBytes } from './sparseBytes';
import { isStillPictureCodec } from './videoCodecs';
import type { VideoFacts } from './videoProbeTypes';

/** The pieces of a fragmented MP4 that were at hand. */
export interface IsoFragments {
	boxes: readonly IsoBox[];
	/** Whether these are all the file has, so that their sum is its duration. */
	areAll: boolean;
}

/** What a `moov` box says about the video, as far as its bytes are at hand. */
export function readIsoMovie(
	bytes: SparseBytes,
	moov: IsoBox,
	fragments: IsoFragments,
): VideoFacts {
	const movieHeader = findIsoBox(bytes, moov, 'mvhd');
	const movieTimes = movieHeader ? readIsoTimes(bytes, movieHeader) : {};
	const track = findMainTrack(bytes, moov);
	if (track === undefined) {
		return {
			durationSeconds: plausibleDuration(movieTimes.durationTicks, movieTimes.ticksPerSecond),
		};
	}

	const fragmentTiming = readTrackFragments(bytes, moov, track, fragments.boxes);
	const isTurned = track.isQuarterTurn !== isMovieTurned(bytes, movieHeader);
	const timing = track.timing ?? fragmentTiming;
	return {
		hasVideoTrack: true,
		durationSeconds:
			plausibleDuration(movieTimes.durationTicks, movieTimes.ticksPerSecond) ??
			plausibleDuration(readExtendedDuration(bytes, moov), movieTimes.ticksPerSecond) ??
			plausibleDuration(track.durationTicks, track.ticksPerSecond) ??
			(fragments.areAll
				? plausibleDuration(fragmentTiming?.ticks, track.ticksPerSecond)
				: undefined),
		width: plausibleSide(isTurned ? track.height : track.width),
		height: plausibleSide(isTurned ? track.width : track.height),
		frameRate: frameRateOf(timing, track.ticksPerSecond),
		frameRateVaries: timing?.varies,
		videoCodec: track.codec,
	};
}

/** A camera's preview and a cover picture are video tracks too: take what would be played. */
function findMainTrack(bytes: SparseBytes, moov: IsoBox): IsoVideoTrack | undefined {
	const tracks: IsoVideoTrack[] = [];
	for (const box of readChildBoxes(bytes, moov)) {
		const track = box.type === 'trak' ? readIsoVideoTrack(bytes, box) : undefined;
		if (track !== undefined) tracks.push(track);
	}
	const moving = tracks.filter(({ codec }) => !isStillPictureCodec(codec));
	return moving.find(({ isEnabled }) => isEnabled) ?? moving[0] ?? tracks[0];
}

function isMovieTurned(bytes: SparseBytes, movieHeader: IsoBox | undefined): boolean {
	if (movieHeader === undefined) return false;
	const isLong = bytes.byteAt(movieHeader.bodyStart) === 1;
	return isQuarterTurnMatrix(bytes, movieHeader.bodyStart + (isLong ? 48 : 36));
}

/** A fragmented file may give its duration in `mehd`, because `mvhd` counts no fragments. */
function readExtendedDuration(bytes: SparseBytes, moov: IsoBox): number | undefined {
	const header = findIsoBox(bytes, moov, 'mvex', 'mehd');
	if (header === undefined) return undefined;
	const isLong = bytes.byteAt(header.bodyStart) === 1;
	return bytes.uint(header.bodyStart + 4, isLong ? 8 : 4);
}

function readTrackFragments(
	bytes: SparseBytes,
	moov: IsoBox,
	track: IsoVideoTrack,
	fragments: readonly IsoBox[],
): SampleTiming | undefined {
	if (track.id === undefined || fragments.length === 0) return undefined;
	const defaultTicks = readDefaultTicks(bytes, moov, track.id);
	return readFragmentTiming(bytes, fragments, track.id, defaultTicks);
}

function frameRateOf(
	timing: SampleTiming | undefined,
	ticksPerSecond: number | undefined,
): number | undefined {
	if (timing === undefined || ticksPerSecond === undefined) return undefined;
	return plausibleFrameRate(timing.frames, timing.ticks / ticksPerSecond);
}
