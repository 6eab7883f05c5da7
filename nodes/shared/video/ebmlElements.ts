import type { SparseBytes } from './sparseBytes';

/** An element of a WebM file. Offsets count from the start of the file. */
export interface EbmlElement {
	id: number;
	start: number;
	bodyStart: number;
	/** Undefined when the writer did not know (live recordings); may lie beyond a cut-off file. */
	end: number | undefined;
}

const MAX_ID_BYTES = 4;
const MAX_SIZE_BYTES = 8;
export const MAX_EBML_HEADER_BYTES = MAX_ID_BYTES + MAX_SIZE_BYTES;
/** Longest text this reader is asked for (codec names); longer is no such text. */
const MAX_TEXT_BYTES = 64;

/** Reads the element header at `offset`; undefined if it is not at hand or can't be one. */
export function readEbmlElement(bytes: SparseBytes, offset: number): EbmlElement | undefined {
	const idLead = readLead(bytes, offset);
	if (idLead === undefined || idLead.byteCount > MAX_ID_BYTES) return undefined;
	const id = bytes.uint(offset, idLead.byteCount);

	const sizeAt = offset + idLead.byteCount;
	const sizeLead = readLead(bytes, sizeAt);
	if (id === undefined || sizeLead === undefined) return undefined;

	const bodyStart = sizeAt + sizeLead.byteCount;
	if (isUnknownSize(bytes, sizeAt, sizeLead)) {
		return { id, start: offset, bodyStart, end: undefined };
	}
	const end = bodyStart + readVint(bytes, sizeAt, sizeLead);
	return Number.isSafeInteger(end) ? { id, start: offset, bodyStart, end } : undefined;
}

/** The elements inside `parent`, as far as they are at hand; none reaches beyond its parent. */
export function* readEbmlChildren(
	bytes: SparseBytes,
	parent: { bodyStart: number; end: number },
): Generator<EbmlElement & { end: number }> {
	let offset = parent.bodyStart;
	while (offset < parent.end) {
		const child = readEbmlElement(bytes, offset);
		if (child === undefined) return;
		const end = Math.min(child.end ?? parent.end, parent.end);
		yield { ...child, end };
		offset = end;
	}
}

/** An element's unsigned number; undefined if not at hand or not exact in a double. */
export function readEbmlUint(
	bytes: SparseBytes,
	{ bodyStart, end }: { bodyStart: number; end: number },
): number | undefined {
	return end - bodyStart <= MAX_SIZE_BYTES ? bytes.uint(bodyStart, end - bodyStart) : undefined;
}

/** An element's floating-point number of 4 or 8 bytes. */
export function readEbmlFloat(
	bytes: SparseBytes,
	{ bodyStart, end }: { bodyStart: number; end: number },
): number | undefined {
	return bytes.float(bodyStart, end - bodyStart);
}

/** An element's short ASCII text. */
export function readEbmlText(
	bytes: SparseBytes,
	{ bodyStart, end }: { bodyStart: number; end: number },
): string | undefined {
	return end - bodyStart <= MAX_TEXT_BYTES ? bytes.text(bodyStart, end - bodyStart) : undefined;
}

/** What the first byte of a variable-length number tells. */
interface VintLead {
	byteCount: number;
	/** The byte without the bit that marks the length. */
	value: number;
}

/** The number of leading zero bits of the first byte says how many bytes follow it. */
function readLead(bytes: SparseBytes, offset: number): VintLead | undefined {
	const byte = bytes.byteAt(offset);
	if (!byte) return undefined;
	const byteCount = Math.clz32(byte) - 23;
	return { byteCount, value: byte - 2 ** (MAX_SIZE_BYTES - byteCount) };
}

/** All value bits set. */
function isUnknownSize(
	bytes: SparseBytes,
	offset: number,
	{ byteCount, value }: VintLead,
): boolean {
	if (value !== 2 ** (MAX_SIZE_BYTES - byteCount) - 1) return false;
	for (let index = 1; index < byteCount; index++) {
		if (bytes.byteAt(offset + index) !== 0xff) return false;
	}
	return true;
}

/** The value without the marker bit; not exact above 2^53 - 1, and NaN if not at hand. */
function readVint(bytes: SparseBytes, offset: number, lead: VintLead): number {
	const restBytes = lead.byteCount - 1;
	return lead.value * 256 ** restBytes + Number(bytes.uint(offset + 1, restBytes));
}
