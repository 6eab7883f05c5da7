import { findIsoBox, type IsoBox } from './isoBoxes';
import type { SparseBytes } from './sparseBytes';
import { nameMp4Codec } from './videoCodecs';

/** Times count in ticks; undefined where not at hand or not told. */
export interface IsoTimes {
	ticksPerSecond?: number;
	durationTicks?: number;
}

/** A `trak` box with pictures. */
export interface IsoVideoTrack extends IsoTimes {
	id?: number;
	isEnabled: boolean;
	/** Turned by 90 or 270 degrees: width and height are swapped when shown. */
	isQuarterTurn: boolean;
	codec?: string;
	/** As coded, before the turn. */
	width?: number;
	height?: number;
	timing?: SampleTiming;
}

/** How many frames a track has and how long they last together. */
export interface SampleTiming {
	frames: number;
	ticks: number;
	varies?: boolean;
}

const MATRIX_ENTRY_BYTES = 4;
const UNKNOWN_32_BIT = 0xffff_ffff;
/** A table row stands for all consecutive frames of one length; real videos have a few thousand. */
const MAX_TIMING_ROWS = 100_000;
/** A frame this far off the average is an odd one; a video with more odd ones than this varies. */
const ODD_FRAME_DEVIATION = 0.25;
const MAX_ODD_FRAMES = 0.1;

/** Reads a `trak` box; undefined if it holds something other than pictures, or doesn't say what. */
export function readIsoVideoTrack(bytes: SparseBytes, trak: IsoBox): IsoVideoTrack | undefined {
	const handler = findIsoBox(bytes, trak, 'mdia', 'hdlr');
	if (handler === undefined) return undefined;
	if (bytes.text(handler.bodyStart + 8, 4) !== 'vide') return undefined;

	const mediaHeader = findIsoBox(bytes, trak, 'mdia', 'mdhd');
	const timeToSample = findIsoBox(bytes, trak, 'mdia', 'minf', 'stbl', 'stts');
	return {
		...readIsoTrackHeader(bytes, findIsoBox(bytes, trak, 'tkhd')),
		...readSampleDescription(bytes, findIsoBox(bytes, trak, 'mdia', 'minf', 'stbl', 'stsd')),
		...(mediaHeader && readIsoTimes(bytes, mediaHeader)),
		timing: timeToSample && readSampleTiming(bytes, timeToSample),
	};
}

/** Time scale and duration of an `mvhd` or `mdhd` box, which begin alike. */
export function readIsoTimes(bytes: SparseBytes, header: IsoBox): IsoTimes {
	const isLong = bytes.byteAt(header.bodyStart) === 1;
	const scaleAt = header.bodyStart + (isLong ? 20 : 12);
	const ticks = bytes.uint(scaleAt + 4, isLong ? 8 : 4);
	return {
		ticksPerSecond: bytes.uint(scaleAt, 4),
		durationTicks: ticks === UNKNOWN_32_BIT ? undefined : ticks,
	};
}

/** Whether the 3×3 matrix at `offset` swaps the axes, as phones held upright write it. */
export function isQuarterTurnMatrix(bytes: SparseBytes, offset: number): boolean {
	const entryAt = (index: number) => bytes.uint(offset + index * MATRIX_ENTRY_BYTES, 4);
	const [a, b, c, d] = [entryAt(0), entryAt(1), entryAt(3), entryAt(4)];
	return a === 0 && d === 0 && Boolean(b) && Boolean(c);
}

/** Number, state and turn of a track; a track without such a header is not played. */
export function readIsoTrackHeader(
	bytes: SparseBytes,
	header: IsoBox | undefined,
): Pick<IsoVideoTrack, 'id' | 'isEnabled' | 'isQuarterTurn'> {
	if (header === undefined) return { isEnabled: false, isQuarterTurn: false };
	const start = header.bodyStart;
	const isLong = bytes.byteAt(start) === 1;
	const lowestFlags = bytes.byteAt(start + 3) ?? 0;
	return {
		id: bytes.uint(start + (isLong ? 20 : 12), 4),
		isEnabled: lowestFlags % 2 === 1,
		isQuarterTurn: isQuarterTurnMatrix(bytes, start + (isLong ? 52 : 40)),
	};
}

/** Codec and picture size from the first entry of `stsd`; later ones are rare and alike. */
function readSampleDescription(
	bytes: SparseBytes,
	description: IsoBox | undefined,
): Pick<IsoVideoTrack, 'codec' | 'width' | 'height'> {
	if (description === undefined) return {};
	const entryStart = description.bodyStart + 8;
	return {
		codec: nameMp4Codec(bytes.text(entryStart + 4, 4)),
		width: bytes.uint(entryStart + 32, 2),
		height: bytes.uint(entryStart + 34, 2),
	};
}

/** Adds up the rows of `stts` that are at hand; undefined if they hold no frame. */
function readSampleTiming(bytes: SparseBytes, timeToSample: IsoBox): SampleTiming | undefined {
	const rows = readTimingRows(bytes, timeToSample);
	const frames = rows.reduce((sum, row) => sum + row.frames, 0);
	const ticks = rows.reduce((sum, row) => sum + row.frames * row.ticksEach, 0);
	if (frames === 0) return undefined;

	const average = ticks / frames;
	const oddFrames = rows
		.filter(({ ticksEach }) => Math.abs(ticksEach - average) > average * ODD_FRAME_DEVIATION)
		.reduce((sum, row) => sum + row.frames, 0);
	return { frames, ticks, varies: oddFrames > frames * MAX_ODD_FRAMES };
}

function readTimingRows(
	bytes: SparseBytes,
	timeToSample: IsoBox,
): Array<{ frames: number; ticksEach: number }> {
	const rows: Array<{ frames: number; ticksEach: number }> = [];
	const count = Math.min(bytes.uint(timeToSample.bodyStart + 4, 4) ?? 0, MAX_TIMING_ROWS);
	for (let row = 0; row < count; row++) {
		const offset = timeToSample.bodyStart + 8 + row * 8;
		if (offset + 8 > timeToSample.end || !bytes.has(offset, 8)) break;
		rows.push({
			frames: Number(bytes.uint(offset, 4)),
			ticksEach: Number(bytes.uint(offset + 4, 4)),
		});
	}
	return rows;
}
