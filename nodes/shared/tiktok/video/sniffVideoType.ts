import { nameBinarySignature, nameTextKind } from './fileSignatures';

/** What the first bytes of a file say it is; `looksLike` is a name for a message to people. */
export type SniffedVideoType =
	| { container: 'mp4'; mimeType: 'video/mp4' }
	| { container: 'quicktime'; mimeType: 'video/quicktime' }
	| { container: 'webm'; mimeType: 'video/webm' }
	| { container: 'unknown'; looksLike?: string };

const MP4: SniffedVideoType = { container: 'mp4', mimeType: 'video/mp4' };
const QUICKTIME: SniffedVideoType = { container: 'quicktime', mimeType: 'video/quicktime' };
const WEBM: SniffedVideoType = { container: 'webm', mimeType: 'video/webm' };

const BOX_HEADER_BYTES = 8;
const MAX_BRANDS = 64;
const MAX_LEADING_BOXES = 16;

/** QuickTime files from before `ftyp` existed begin with one of these. */
const BARE_QUICKTIME_BOXES: readonly string[] = ['moov', 'mdat', 'wide', 'free', 'skip', 'pnot'];
const FRAGMENT_BOXES: readonly string[] = ['styp', 'sidx', 'moof', 'emsg', 'prft'];

/** ISO files that are no video, by their major brand. */
const OTHER_BRANDS: Readonly<Record<string, string>> = {
	'M4A ': 'M4A audio',
	'M4B ': 'M4B audio book',
	'M4P ': 'M4P audio',
	'F4A ': 'F4A audio',
	heic: 'HEIC photo',
	heix: 'HEIC photo',
	heim: 'HEIC photo',
	heis: 'HEIC photo',
	hevc: 'HEIC photo sequence',
	hevx: 'HEIC photo sequence',
	mif1: 'HEIF photo',
	msf1: 'HEIF photo sequence',
	avif: 'AVIF picture',
	avis: 'AVIF picture sequence',
	'crx ': 'Canon RAW photo',
	'jp2 ': 'JPEG 2000',
};
const MP4_BRANDS = /^(isom|iso[2-9a-c]|mp4[12]|avc1|M4V |MSNV|dash|cmf.)$/;
const BRANDS_3GP = /^3g[a-z][0-9a-z]$/;

const EBML_MAGIC = [0x1a, 0x45, 0xdf, 0xa3] as const;
const EBML_DOC_TYPE_ID = [0x42, 0x82] as const;
/** The EBML header is a few dozen bytes; DocType beyond this is not a file a player would take. */
const EBML_HEADER_SEARCH_BYTES = 256;

/**
 * Tells by content whether a file is one of the three containers TikTok accepts (MP4, WebM, MOV),
 * and if not, what it looks like. Never throws; 512 bytes from the start of the file are plenty, any
 * number will do. The MIME type is the one TikTok's upload host wants.
 *
 * @see https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
 */
export function sniffVideoType(head: Uint8Array): SniffedVideoType {
	if (head.length === 0) return { container: 'unknown', looksLike: 'empty file' };
	if (EBML_MAGIC.every((byte, index) => head[index] === byte)) return sniffEbml(head);

	// before the boxes: a text that begins "The free …" has a box type where one would stand
	const textKind = nameTextKind(head);
	if (textKind !== undefined) return { container: 'unknown', looksLike: textKind };

	return sniffIsoBoxes(head) ?? unknown(nameBinarySignature(head));
}

function unknown(looksLike: string | undefined): SniffedVideoType {
	return looksLike === undefined ? { container: 'unknown' } : { container: 'unknown', looksLike };
}

/** ISO base media files and QuickTime; undefined if the bytes are no boxes. */
function sniffIsoBoxes(head: Uint8Array): SniffedVideoType | undefined {
	const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
	let offset = 0;
	let seen: SniffedVideoType | undefined;
	for (let box = 0; box < MAX_LEADING_BOXES; box++) {
		if (offset + BOX_HEADER_BYTES > head.length) return seen;
		const size = view.getUint32(offset);
		const type = readAscii(head, offset + 4, 4);
		const isReservedSize = size > 1 && size < BOX_HEADER_BYTES;
		if (isReservedSize) return seen;
		if (type === 'ftyp') return typeFromBrands(readBrands(head, offset, size));
		if (box === 0 && FRAGMENT_BOXES.includes(type)) {
			return unknown('piece of a streamed MP4 (without its header)');
		}
		if (!BARE_QUICKTIME_BOXES.includes(type)) return seen;
		seen = QUICKTIME;
		const isLastOrHuge = size < BOX_HEADER_BYTES;
		if (isLastOrHuge) return seen;
		offset += size;
	}
	return seen;
}

/** Major brand first, then the compatible ones, as far as they are at hand. */
function readBrands(head: Uint8Array, boxOffset: number, boxSize: number): string[] {
	const end = Math.min(head.length, boxSize === 0 ? head.length : boxOffset + boxSize);
	const brands: string[] = [];
	for (let at = boxOffset + BOX_HEADER_BYTES; at + 4 <= end; at += 4) {
		const isMinorVersion = at === boxOffset + 12;
		if (!isMinorVersion) brands.push(readAscii(head, at, 4));
		if (brands.length === MAX_BRANDS) break;
	}
	return brands;
}

function typeFromBrands(brands: string[]): SniffedVideoType {
	const major = brands[0] ?? '';
	if (major === 'qt  ') return QUICKTIME;
	const other = OTHER_BRANDS[major];
	if (other !== undefined) return unknown(other);

	if (brands.some((brand) => MP4_BRANDS.test(brand))) return MP4;
	if (brands.includes('qt  ')) return QUICKTIME;
	// phones wrote .mp4 files with a 3GP major brand, but those list an MP4 brand as well
	return BRANDS_3GP.test(major) ? unknown('3GP') : MP4;
}

/** WebM and Matroska share one format; only the DocType in the header tells them apart. */
function sniffEbml(head: Uint8Array): SniffedVideoType {
	const end = Math.min(head.length, EBML_HEADER_SEARCH_BYTES);
	for (let at = EBML_MAGIC.length; at + 3 <= end; at++) {
		if (EBML_DOC_TYPE_ID.some((byte, index) => head[at + index] !== byte)) continue;
		// lengths under 127 take one byte with the top bit set
		const length = (head[at + 2] ?? 0) & 0x7f;
		const docType = readAscii(head, at + 3, length).replace(/\0+$/, '');
		if (docType === 'webm') return WEBM;
		return unknown(docType === 'matroska' ? 'Matroska (MKV)' : undefined);
	}
	return unknown('Matroska (MKV)');
}

function readAscii(bytes: Uint8Array, offset: number, length: number): string {
	return String.fromCharCode(...bytes.subarray(offset, offset + length));
}
