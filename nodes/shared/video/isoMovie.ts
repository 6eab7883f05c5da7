import { findIsoBox, readChildBoxes, type IsoBox } from './isoBoxes';
import { readDefaultTicks, readFragmentTiming } from './isoFragments';
import {
	isQuarterTurnMatrix,
	readIsoTimes,
	readIsoVideoTrack,
	type IsoTimes,
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
	if (track === undefined) return { durationSeconds: plausibleTimes(movieTimes) };

	const fragmentTiming = readTrackFragments(bytes, moov, track, fragments.boxes);
	const timing = addTimings(track.timing, fragmentTiming);
	const isTurned = track.isQuarterTurn !== isMovieTurned(bytes, movieHeader);
	const total = fragments.areAll ? timing?.ticks : undefined;
	return {
		hasVideoTrack: true,
		durationSeconds:
			readExtendedDuration(bytes, moov, movieTimes.ticksPerSecond) ??
			readPlainDuration(bytes, moov, movieTimes, track) ??
			plausibleDuration(total, track.ticksPerSecond),
		width: plausibleSide(isTurned ? track.height : track.width),
		height: plausibleSide(isTurned ? track.width : track.height),
		frameRate: frameRateOf(timing, track.ticksPerSecond),
		frameRateVaries: timing?.varies,
		videoCodec: track.codec,
	};
}

function plausibleTimes({ durationTicks, ticksPerSecond }: IsoTimes): number | undefined {
	return plausibleDuration(durationTicks, ticksPerSecond);
}

/** The headers count no fragments: with frames of their own they tell the first part's length only. */
function readPlainDuration(
	bytes: SparseBytes,
	moov: IsoBox,
	movieTimes: IsoTimes,
	track: IsoVideoTrack,
): number | undefined {
	const isFragmented = findIsoBox(bytes, moov, 'mvex') !== undefined;
	if (isFragmented && track.timing !== undefined) return undefined;
	return plausibleTimes(movieTimes) ?? plausibleTimes(track);
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

/** A fragmented file may give its whole duration in `mehd`. */
function readExtendedDuration(
	bytes: SparseBytes,
	moov: IsoBox,
	ticksPerSecond: number | undefined,
): number | undefined {
	const header = findIsoBox(bytes, moov, 'mvex', 'mehd');
	if (header === undefined) return undefined;
	const isLong = bytes.byteAt(header.bodyStart) === 1;
	return plausibleDuration(bytes.uint(header.bodyStart + 4, isLong ? 8 : 4), ticksPerSecond);
}

function readTrackFragments(
	bytes: SparseBytes,
	moov: IsoBox,
	track: IsoVideoTrack,
	fragments: readonly IsoBox[],
): SampleTiming | undefined {
	// no fragment is of a track whose number is not at hand
	const id = Number(track.id);
	return readFragmentTiming(bytes, fragments, id, readDefaultTicks(bytes, moov, id));
}

/** A recorder may have put the first frames into the header and the rest into fragments. */
function addTimings(
	header: SampleTiming | undefined,
	fragments: SampleTiming | undefined,
): SampleTiming | undefined {
	if (header === undefined || fragments === undefined) return header ?? fragments;
	return { frames: header.frames + fragments.frames, ticks: header.ticks + fragments.ticks };
}

function frameRateOf(
	timing: SampleTiming | undefined,
	ticksPerSecond: number | undefined,
): number | undefined {
	return timing && plausibleFrameRate(timing.frames, timing.ticks / Number(ticksPerSecond));
}
