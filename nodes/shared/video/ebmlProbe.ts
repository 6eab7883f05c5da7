import {
	MAX_EBML_HEADER_BYTES,
	readEbmlChildren,
	readEbmlElement,
	readEbmlFloat,
	readEbmlText,
	readEbmlUint,
	type EbmlElement,
} from './ebmlElements';
import { hasAllClusters } from './ebmlEnd';
import type { ContainerProbe } from './isoProbe';
import { plausibleDuration, plausibleFrameRate, plausibleSide } from './plausible';
import type { SparseBytes } from './sparseBytes';
import { nameMatroskaCodec } from './videoCodecs';
import type { VideoFacts } from './videoProbeTypes';

/** Element ids as in https://www.matroska.org/technical/elements.html */
const ID = {
	segment: 0x18538067,
	info: 0x1549a966,
	timestampScale: 0x2ad7b1,
	duration: 0x4489,
	tracks: 0x1654ae6b,
	trackEntry: 0xae,
	trackType: 0x83,
	codecId: 0x86,
	defaultDuration: 0x23e383,
	video: 0xe0,
	pixelWidth: 0xb0,
	pixelHeight: 0xba,
} as const;

const VIDEO_TRACK_TYPE = 1;
const DEFAULT_TIMESTAMP_SCALE_NS = 1_000_000;
const NS_PER_SECOND = 1_000_000_000;

type SizedElement = EbmlElement & { end: number };

interface SegmentHeader {
	info?: SizedElement;
	tracks?: SizedElement;
	/** Where the search ended without both, unless it saw all elements. */
	stoppedAt?: number;
}

/** Reads a WebM file. Work is bounded by the bytes at hand, not by what they claim. */
export function probeEbml(bytes: SparseBytes, fileSize: number): ContainerProbe {
	const segment = findSegment(bytes);
	if (typeof segment === 'number') {
		return {
			complete: false,
			truncated: fileSize - segment < MAX_EBML_HEADER_BYTES,
			missing: findMissingFrom(bytes, segment, fileSize),
		};
	}

	const declaredEnd = segment.end ?? fileSize;
	const header = findHeader(bytes, { ...segment, end: Math.min(declaredEnd, fileSize) });
	const { info, tracks } = header;
	const facts = {
		...(info && readInfo(bytes, info)),
		...(tracks && readTracks(bytes, tracks)),
	};
	const complete = isWhole(bytes, info) && isWhole(bytes, tracks);
	const isPlayable =
		tracks !== undefined && tracks.end <= fileSize && hasAllClusters(bytes, segment, fileSize);
	const isCut = declaredEnd > fileSize && !isPlayable;
	const isHeaderless = tracks === undefined && header.stoppedAt === undefined;
	return {
		...facts,
		...(complete && { hasVideoTrack: facts.hasVideoTrack ?? false }),
		complete,
		truncated: isCut || isHeaderless,
		...(isCut && { expectedBytes: declaredEnd }),
		missing: findMissing(bytes, header, fileSize),
	};
}

/** The segment, or where the search for it ended. */
function findSegment(bytes: SparseBytes): EbmlElement | number {
	let offset = 0;
	for (;;) {
		const element = readEbmlElement(bytes, offset);
		if (element?.id === ID.segment) return element;
		if (element?.end === undefined) return offset;
		offset = element.end;
	}
}

/** Info and Tracks mostly lead the segment; behind the pictures they are found if those say their size. */
function findHeader(bytes: SparseBytes, segment: SizedElement): SegmentHeader {
	const header: SegmentHeader = {};
	let offset = segment.bodyStart;
	while (offset < segment.end) {
		const element = readEbmlElement(bytes, offset);
		if (element?.end === undefined) return { ...header, stoppedAt: offset };
		const sized = { ...element, end: element.end };
		if (element.id === ID.info) header.info ??= sized;
		if (element.id === ID.tracks) header.tracks ??= sized;
		if (header.info && header.tracks) return header;
		offset = element.end;
	}
	return header;
}

function readInfo(bytes: SparseBytes, info: SizedElement): VideoFacts {
	let scaleNs: number | undefined = DEFAULT_TIMESTAMP_SCALE_NS;
	let duration: number | undefined;
	for (const element of readEbmlChildren(bytes, info)) {
		if (element.id === ID.timestampScale) scaleNs = readEbmlUint(bytes, element);
		if (element.id === ID.duration) duration = readEbmlFloat(bytes, element);
	}
	return {
		durationSeconds: plausibleDuration(duration, scaleNs && NS_PER_SECOND / scaleNs),
	};
}

function readTracks(bytes: SparseBytes, tracks: SizedElement): VideoFacts {
	for (const element of readEbmlChildren(bytes, tracks)) {
		const facts = element.id === ID.trackEntry ? readVideoEntry(bytes, element) : undefined;
		if (facts !== undefined) return facts;
	}
	return {};
}

/** Undefined for a track that holds no pictures. */
function readVideoEntry(bytes: SparseBytes, entry: SizedElement): VideoFacts | undefined {
	const facts: VideoFacts = {};
	for (const element of readEbmlChildren(bytes, entry)) {
		switch (element.id) {
			case ID.trackType:
				facts.hasVideoTrack = readEbmlUint(bytes, element) === VIDEO_TRACK_TYPE;
				break;
			case ID.codecId:
				facts.videoCodec = nameMatroskaCodec(readEbmlText(bytes, element));
				break;
			case ID.defaultDuration:
				facts.frameRate = plausibleFrameRate(NS_PER_SECOND, readEbmlUint(bytes, element));
				break;
			case ID.video:
				Object.assign(facts, readPictureSize(bytes, element));
				break;
		}
	}
	return facts.hasVideoTrack ? facts : undefined;
}

function readPictureSize(bytes: SparseBytes, video: SizedElement): VideoFacts {
	const facts: VideoFacts = {};
	for (const element of readEbmlChildren(bytes, video)) {
		const pixels = plausibleSide(readEbmlUint(bytes, element));
		if (element.id === ID.pixelWidth) facts.width = pixels;
		if (element.id === ID.pixelHeight) facts.height = pixels;
	}
	return facts;
}

function isWhole(bytes: SparseBytes, element: SizedElement | undefined): boolean {
	return element !== undefined && bytes.has(element.start, element.end - element.start);
}

/** The first header part that is not at hand, if a longer read could bring it. */
function findMissing(
	bytes: SparseBytes,
	{ info, tracks, stoppedAt }: SegmentHeader,
	fileSize: number,
): ContainerProbe['missing'] {
	const partial = [info, tracks].find((element) => element && !isWhole(bytes, element));
	if (partial !== undefined) {
		return partial.end > fileSize
			? undefined
			: { offset: partial.start, bytes: partial.end - partial.start };
	}
	return stoppedAt === undefined ? undefined : findMissingFrom(bytes, stoppedAt, fileSize);
}

/** The rest of the file, if the element there could not be read only because it is not at hand. */
function findMissingFrom(
	bytes: SparseBytes,
	offset: number,
	fileSize: number,
): ContainerProbe['missing'] {
	const isAtHand = bytes.has(offset, Math.min(MAX_EBML_HEADER_BYTES, fileSize - offset));
	return isAtHand ? undefined : { offset, bytes: fileSize - offset };
}
