import { findIsoBox, readChildBoxes, type IsoBox } from './isoBoxes';
import { readIsoTrackHeader } from './isoTrack';
import type { SparseBytes } from './sparseBytes';

/** The tables that say where a track's samples (its pictures, or pieces of its sound) are. */
interface SampleTables {
	chunkOffsets: number[];
	/** For runs of chunks: the number of the first one, counted from 1, and the samples in each. */
	chunkRuns: DataView;
	sampleCount: number;
	sizeOf: (firstSample: number, endSample: number) => number;
}

const CHUNK_RUN_BYTES = 12;

/**
 * Where the last sample of the tracks that are played ends, by the header's own tables. Undefined
 * where these don't decide it: not all at hand, without samples, continued in fragments, or wrong.
 */
export function findIsoSamplesEnd(bytes: SparseBytes, moov: IsoBox): number | undefined {
	const boxes = [...readChildBoxes(bytes, moov)];
	if (boxes.some(({ type }) => type === 'mvex')) return undefined;
	const tracks = boxes.filter(({ type }) => type === 'trak');
	if (!tracks.every(({ start, end }) => bytes.has(start, end - start))) return undefined;
	if (!bytes.has(moov.start, moov.end - moov.start) && !areAllTracks(bytes, moov, tracks)) {
		return undefined;
	}

	let lastEnd = 0;
	for (const track of tracks.filter((box) => isPlayed(bytes, box))) {
		const tables = readSampleTables(bytes, track);
		if (tables === undefined) return undefined;
		lastEnd = Math.max(lastEnd, findTrackEnd(tables));
	}
	return lastEnd > 0 && Number.isSafeInteger(lastEnd) ? lastEnd : undefined;
}

/** Where a header is cut behind its tracks: it tells which number would be the next track's. */
function areAllTracks(bytes: SparseBytes, moov: IsoBox, tracks: readonly IsoBox[]): boolean {
	const header = findIsoBox(bytes, moov, 'mvhd');
	if (header === undefined) return false;
	const isLong = bytes.byteAt(header.bodyStart) === 1;
	const nextId = bytes.uint(header.bodyStart + (isLong ? 108 : 96), 4);
	return tracks.some((track) => {
		const { id } = readIsoTrackHeader(bytes, findIsoBox(bytes, track, 'tkhd'));
		return Number(id) + 1 === nextId;
	});
}

function isPlayed(bytes: SparseBytes, track: IsoBox): boolean {
	const handler = findIsoBox(bytes, track, 'mdia', 'hdlr');
	const kind = handler && bytes.text(handler.bodyStart + 8, 4);
	const { isEnabled } = readIsoTrackHeader(bytes, findIsoBox(bytes, track, 'tkhd'));
	return isEnabled && (kind === 'vide' || kind === 'soun');
}

function readSampleTables(bytes: SparseBytes, track: IsoBox): SampleTables | undefined {
	const table = (type: string) => findIsoBox(bytes, track, 'mdia', 'minf', 'stbl', type);
	const offsets = readRows(bytes, table('stco'), 4, 4);
	const longOffsets = readRows(bytes, table('co64'), 4, 8);
	const chunkRuns = readRows(bytes, table('stsc'), 4, CHUNK_RUN_BYTES);
	const sizes = readSampleSizes(bytes, table('stsz'));
	const chunkOffsets =
		(offsets && listNumbers(offsets, 4, (at) => offsets.getUint32(at))) ??
		(longOffsets && listNumbers(longOffsets, 8, (at) => Number(longOffsets.getBigUint64(at))));
	if (!chunkOffsets || !chunkRuns || !sizes) return undefined;
	return { chunkOffsets, chunkRuns, ...sizes };
}

function readSampleSizes(
	bytes: SparseBytes,
	table: IsoBox | undefined,
): Pick<SampleTables, 'sampleCount' | 'sizeOf'> | undefined {
	const each = Number(table && bytes.uint(table.bodyStart + 4, 4));
	const sampleCount = Number(table && bytes.uint(table.bodyStart + 8, 4));
	const rows = readRows(bytes, table, 8, each === 0 ? 4 : 0);
	// QuickTime writes 1 for compressed sound of which a table can't tell the length
	if (each === 1 || rows === undefined) return undefined;
	if (each > 0) return { sampleCount, sizeOf: (first, end) => (end - first) * each };
	const sizeOf = (first: number, end: number) => {
		let sum = 0;
		for (let sample = first; sample < end; sample++) sum += rows.getUint32(sample * 4);
		return sum;
	};
	return { sampleCount, sizeOf };
}

/** The rows behind the count at `countAt`; undefined unless the table has as many as it counts. */
function readRows(
	bytes: SparseBytes,
	table: IsoBox | undefined,
	countAt: number,
	rowBytes: number,
): DataView | undefined {
	if (table === undefined) return undefined;
	const start = table.bodyStart + countAt + 4;
	const length = Number(bytes.uint(start - 4, 4)) * rowBytes;
	return start + length <= table.end ? new DataView(bytes.copy(start, length).buffer) : undefined;
}

function listNumbers(rows: DataView, bytesEach: number, read: (at: number) => number): number[] {
	return Array.from({ length: rows.byteLength / bytesEach }, (_, row) => read(row * bytesEach));
}

/** Each sample is looked at once: a sample belongs to one chunk, and chunks need not be in order. */
function findTrackEnd({ chunkOffsets, chunkRuns, sampleCount, sizeOf }: SampleTables): number {
	let lastEnd = 0;
	let sample = 0;
	let run = 0;
	let samplesEach = 0;
	chunkOffsets.forEach((offset, index) => {
		while (run < chunkRuns.byteLength && chunkRuns.getUint32(run) <= index + 1) {
			samplesEach = chunkRuns.getUint32(run + 4);
			run += CHUNK_RUN_BYTES;
		}
		const end = Math.min(sample + samplesEach, sampleCount);
		const size = sizeOf(sample, end);
		if (size > 0) lastEnd = Math.max(lastEnd, offset + size);
		sample = end;
	});
	return lastEnd;
}
