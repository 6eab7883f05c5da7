import type { SparseBytes } from './sparseBytes';

/** A box ("atom") of an MP4 or MOV file. Offsets count from the start of the file. */
export interface IsoBox {
	type: string;
	start: number;
	bodyStart: number;
	/** May lie beyond the file if that was cut off. */
	end: number;
}

export const BOX_HEADER_BYTES = 8;
export const LARGE_BOX_HEADER_BYTES = 16;

/**
 * Reads the box header at `offset`; `end` is where whatever holds the box ends. Undefined if the
 * header is not at hand or can't be one. A box at least contains its header, so a walk always ends.
 */
export function readIsoBox(bytes: SparseBytes, offset: number, end: number): IsoBox | undefined {
	const size = bytes.uint(offset, 4);
	const type = bytes.text(offset + 4, 4);
	if (size === undefined || type === undefined) return undefined;

	if (size === 0) return { type, start: offset, bodyStart: offset + BOX_HEADER_BYTES, end };
	if (size === 1) return readLargeBox(bytes, offset, type);
	if (size < BOX_HEADER_BYTES) return undefined;
	return { type, start: offset, bodyStart: offset + BOX_HEADER_BYTES, end: offset + size };
}

/** Sizes above 2^32 stand in 64 bits behind the type. */
function readLargeBox(bytes: SparseBytes, offset: number, type: string): IsoBox | undefined {
	const end = offset + Number(bytes.uint(offset + BOX_HEADER_BYTES, 8));
	const bodyStart = offset + LARGE_BOX_HEADER_BYTES;
	return end >= bodyStart && Number.isSafeInteger(end)
		? { type, start: offset, bodyStart, end }
		: undefined;
}

/** The boxes inside a box, as far as they are at hand; none reaches beyond its parent. */
export function* readChildBoxes(bytes: SparseBytes, parent: IsoBox): Generator<IsoBox> {
	let offset = parent.bodyStart;
	while (offset + BOX_HEADER_BYTES <= parent.end) {
		const box = readIsoBox(bytes, offset, parent.end);
		if (box === undefined) return;
		yield { ...box, end: Math.min(box.end, parent.end) };
		offset = box.end;
	}
}

/** The first box at the end of a path of types below `parent`. */
export function findIsoBox(
	bytes: SparseBytes,
	parent: IsoBox,
	...path: string[]
): IsoBox | undefined {
	let found: IsoBox | undefined = parent;
	for (const type of path) {
		if (found === undefined) return undefined;
		found = findChild(bytes, found, type);
	}
	return found;
}

function findChild(bytes: SparseBytes, parent: IsoBox, type: string): IsoBox | undefined {
	for (const box of readChildBoxes(bytes, parent)) {
		if (box.type === type) return box;
	}
	return undefined;
}
