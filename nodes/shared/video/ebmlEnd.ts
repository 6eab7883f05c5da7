import { readEbmlChildren, readEbmlElement, readEbmlUint, type EbmlElement } from './ebmlElements';
import type { SparseBytes } from './sparseBytes';

/** Element ids as in https://www.matroska.org/technical/elements.html */
const ID = {
	cluster: 0x1f43b675,
	seekHead: 0x114d9b74,
	seekId: 0x53ab,
	seekPosition: 0x53ac,
} as const;

/** Elements without which every frame can be shown: Cues, Tags, Chapters, Attachments, Void. */
const SIDE_IDS: readonly number[] = [0x1c53bb6b, 0x1254c367, 0x1043a770, 0x1941a469, 0xec];

type Segment = Pick<EbmlElement, 'bodyStart'>;

/**
 * Whether a segment that is longer than the file lacks only what stands behind its pictures: the end of the
 * file lies in or behind a side element, by the elements at hand or by the segment's own list of them.
 */
export function hasAllClusters(bytes: SparseBytes, segment: Segment, fileSize: number): boolean {
	const listed: number[] = [];
	let picturesStart = Infinity;
	let offset = segment.bodyStart;
	for (;;) {
		const element = readEbmlElement(bytes, offset);
		if (element?.end === undefined) break;
		const { end } = element;
		if (element.id === ID.seekHead) {
			listed.push(...listSideElements(bytes, segment, { ...element, end }));
		}
		if (element.id === ID.cluster) picturesStart = element.start;
		if (end > fileSize) {
			if (SIDE_IDS.includes(element.id)) listed.push(element.start);
			break;
		}
		offset = end;
	}
	return listed.some((start) => start > picturesStart && start <= fileSize);
}

/** Where the list of a segment says that side elements stand; NaN for one of which it does not say where. */
function listSideElements(
	bytes: SparseBytes,
	segment: Segment,
	list: EbmlElement & { end: number },
): number[] {
	const starts: number[] = [];
	for (const entry of readEbmlChildren(bytes, list)) {
		let id = NaN;
		let position = NaN;
		for (const element of readEbmlChildren(bytes, entry)) {
			if (element.id === ID.seekId) id = Number(readEbmlUint(bytes, element));
			if (element.id === ID.seekPosition) position = Number(readEbmlUint(bytes, element));
		}
		if (SIDE_IDS.includes(id)) starts.push(segment.bodyStart + position);
	}
	return starts;
}
