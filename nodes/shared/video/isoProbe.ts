import {
	BOX_HEADER_BYTES,
	LARGE_BOX_HEADER_BYTES,
	findIsoBox,
	readIsoBox,
	type IsoBox,
} from './isoBoxes';
import { hasFragmentSamples } from './isoFragments';
import { readIsoMovie } from './isoMovie';
import { findIsoSamplesEnd } from './isoSamples';
import type { SparseBytes } from './sparseBytes';
import type { ByteRange, VideoFacts, VideoProbe } from './videoProbeTypes';

export type ContainerProbe = VideoFacts &
	Pick<VideoProbe, 'complete' | 'truncated' | 'expectedBytes' | 'missing'>;

/** Boxes that stand at the top of a file; behind the video, other bytes are somebody's appendix. */
const TOP_LEVEL_BOXES: readonly string[] = [
	...['ftyp', 'moov', 'mdat', 'free', 'skip', 'wide', 'pnot', 'uuid', 'udta', 'meta'],
	...['styp', 'sidx', 'ssix', 'moof', 'mfra', 'emsg', 'prft', 'pdin'],
];

/** Boxes without which every frame can be shown, where the header doesn't tell where they end. */
const SIDE_BOXES: readonly string[] = [
	'free',
	'skip',
	'wide',
	'pnot',
	'uuid',
	'udta',
	'meta',
	'mfra',
];

interface TopLevel {
	moov?: IsoBox;
	fragments: IsoBox[];
	/** Whether there is a box with the pictures themselves, also behind each fragment's header. */
	hasMedia: boolean;
	/** Where the walk ended, and why. */
	end: number;
	stop: 'end of file' | 'cut off' | 'not at hand' | 'no box';
	/** The type of the last box; empty where there is none. */
	lastType: string;
}

/** Reads an MP4 or MOV file. Work is bounded by the bytes at hand, not by what they claim. */
export function probeIso(bytes: SparseBytes, fileSize: number): ContainerProbe {
	const top = walkTopLevel(bytes, fileSize);
	const { moov } = top;
	const end = judgeEnd(bytes, top, fileSize);
	if (moov === undefined) return { ...end, complete: false, missing: findMissing(top, fileSize) };

	const isAtHand = bytes.has(moov.start, moov.end - moov.start);
	// QuickTime could once compress the whole header; nothing in it can be read then
	const isCompressed = findIsoBox(bytes, moov, 'cmov') !== undefined;
	const complete = isAtHand && !isCompressed;
	const areAll = top.stop === 'end of file' && areAtHand(bytes, top.fragments);
	const facts = readIsoMovie(bytes, moov, { boxes: top.fragments, areAll });
	return {
		...end,
		...facts,
		...(complete && { hasVideoTrack: facts.hasVideoTrack ?? false }),
		complete,
		missing:
			isAtHand || moov.end > fileSize
				? undefined
				: { offset: moov.start, bytes: moov.end - moov.start },
	};
}

function walkTopLevel(bytes: SparseBytes, fileSize: number): TopLevel {
	const top: TopLevel = {
		fragments: [],
		hasMedia: false,
		end: 0,
		stop: 'end of file',
		lastType: '',
	};
	while (top.end < fileSize) {
		const box = readIsoBox(bytes, top.end, fileSize);
		if (box === undefined) {
			const headerBytes = Math.min(LARGE_BOX_HEADER_BYTES, fileSize - top.end);
			return { ...top, stop: bytes.has(top.end, headerBytes) ? 'no box' : 'not at hand' };
		}
		if (box.end > fileSize && !TOP_LEVEL_BOXES.includes(box.type))
			return { ...top, stop: 'no box' };
		if (box.type === 'moov') top.moov ??= box;
		if (box.type === 'moof') {
			top.fragments.push(box);
			top.hasMedia = !hasFragmentSamples(bytes, box);
		}
		if (box.type === 'mdat') top.hasMedia = true;
		top.lastType = box.type;
		top.end = box.end;
	}
	return top.end > fileSize ? { ...top, stop: 'cut off' } : top;
}

/** Where the header tells where each picture is, these decide; what boxes claim beyond them doesn't count. */
function judgeEnd(
	bytes: SparseBytes,
	top: TopLevel,
	fileSize: number,
): Pick<VideoProbe, 'truncated' | 'expectedBytes'> {
	const samplesEnd = top.moov && findIsoSamplesEnd(bytes, top.moov);
	const truncated = samplesEnd === undefined ? isTruncated(top, fileSize) : samplesEnd > fileSize;
	const boxesEnd = top.stop === 'cut off' ? top.end : undefined;
	return { truncated, expectedBytes: truncated ? (samplesEnd ?? boxesEnd) : undefined };
}

/** Also when all boxes were seen and the header, or all the pictures, are not among them. */
function isTruncated(top: TopLevel, fileSize: number): boolean {
	const { stop, moov, hasMedia, end, lastType } = top;
	const isWhole = moov !== undefined && hasMedia;
	if (stop === 'cut off') return !(isWhole && SIDE_BOXES.includes(lastType));
	if (stop === 'not at hand') return false;
	// Behind bytes that are no box no player looks for a header, but the pictures may be in them.
	const isEnd = fileSize - end < BOX_HEADER_BYTES;
	return moov === undefined || (isEnd && !hasMedia);
}

function findMissing(top: TopLevel, fileSize: number): ByteRange | undefined {
	if (top.stop !== 'not at hand') return undefined;
	return { offset: top.end, bytes: fileSize - top.end };
}

function areAtHand(bytes: SparseBytes, boxes: readonly IsoBox[]): boolean {
	return boxes.every(({ start, end }) => bytes.has(start, end - start));
}
