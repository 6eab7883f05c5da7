import { findIsoBox, readChildBoxes, type IsoBox } from './isoBoxes';
import type { SampleTiming } from './isoTrack';
import type { SparseBytes } from './sparseBytes';

const DATA_OFFSET_FLAG = 0x1;
const FIRST_SAMPLE_FLAGS_FLAG = 0x4;
const SAMPLE_DURATION_FLAG = 0x100;
/** Duration, size, flags and composition offset: each present field of a sample takes 4 bytes. */
const SAMPLE_FIELD_FLAGS: readonly number[] = [0x100, 0x200, 0x400, 0x800];

const BASE_DATA_OFFSET_FLAG = 0x1;
const SAMPLE_DESCRIPTION_FLAG = 0x2;
const DEFAULT_DURATION_FLAG = 0x8;

/** How long a frame of the track lasts where a fragment doesn't say (`trex` in the header). */
export function readDefaultTicks(
	bytes: SparseBytes,
	moov: IsoBox,
	trackId: number,
): number | undefined {
	const extends_ = findIsoBox(bytes, moov, 'mvex');
	if (extends_ === undefined) return undefined;
	for (const { type, bodyStart } of readChildBoxes(bytes, extends_)) {
		if (type !== 'trex' || bytes.uint(bodyStart + 4, 4) !== trackId) continue;
		return bytes.uint(bodyStart + 12, 4);
	}
	return undefined;
}

/** Adds up one track's frames over the fragments (`moof`) at hand; undefined if there are none. */
export function readFragmentTiming(
	bytes: SparseBytes,
	fragments: readonly IsoBox[],
	trackId: number,
	defaultTicks: number | undefined,
): SampleTiming | undefined {
	const total: SampleTiming = { frames: 0, ticks: 0 };
	for (const moof of fragments) {
		for (const traf of readChildBoxes(bytes, moof)) {
			if (traf.type === 'traf') addTrackFragment(bytes, traf, trackId, defaultTicks, total);
		}
	}
	return total.frames === 0 ? undefined : total;
}

/** Whether a fragment's header counts samples, which then stand in a box of their own. */
export function hasFragmentSamples(bytes: SparseBytes, moof: IsoBox): boolean {
	for (const traf of readChildBoxes(bytes, moof)) {
		for (const { type, bodyStart } of readChildBoxes(bytes, traf)) {
			if (type === 'trun' && Boolean(bytes.uint(bodyStart + 4, 4))) return true;
		}
	}
	return false;
}

function addTrackFragment(
	bytes: SparseBytes,
	traf: IsoBox,
	trackId: number,
	defaultTicks: number | undefined,
	total: SampleTiming,
): void {
	const header = findIsoBox(bytes, traf, 'tfhd');
	if (header === undefined || bytes.uint(header.bodyStart + 4, 4) !== trackId) return;

	const ticksEach = readFragmentDefaultTicks(bytes, header) ?? defaultTicks ?? 0;
	for (const run of readChildBoxes(bytes, traf)) {
		if (run.type === 'trun') addRun(bytes, run, ticksEach, total);
	}
}

function readFragmentDefaultTicks(bytes: SparseBytes, header: IsoBox): number | undefined {
	const flags = bytes.uint(header.bodyStart + 1, 3) ?? 0;
	if ((flags & DEFAULT_DURATION_FLAG) === 0) return undefined;
	let offset = header.bodyStart + 8;
	if (flags & BASE_DATA_OFFSET_FLAG) offset += 8;
	if (flags & SAMPLE_DESCRIPTION_FLAG) offset += 4;
	return bytes.uint(offset, 4);
}

function addRun(bytes: SparseBytes, run: IsoBox, ticksEach: number, total: SampleTiming): void {
	const flags = bytes.uint(run.bodyStart + 1, 3) ?? 0;
	const count = bytes.uint(run.bodyStart + 4, 4) ?? 0;
	if ((flags & SAMPLE_DURATION_FLAG) === 0) {
		total.frames += count;
		total.ticks += count * ticksEach;
		return;
	}

	let offset = run.bodyStart + 8;
	if (flags & DATA_OFFSET_FLAG) offset += 4;
	if (flags & FIRST_SAMPLE_FLAGS_FLAG) offset += 4;
	const sampleBytes = 4 * SAMPLE_FIELD_FLAGS.filter((flag) => flags & flag).length;
	for (let sample = 0; sample < count && offset + sampleBytes <= run.end; sample++) {
		const ticks = bytes.uint(offset, 4);
		if (ticks === undefined) return;
		total.frames += 1;
		total.ticks += ticks;
		offset += sampleBytes;
	}
}
