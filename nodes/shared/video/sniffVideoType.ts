import { readEbmlChildren, readEbmlElement, readEbmlText } from './ebmlElements';
import { decodeText } from './encodedFile';
import { nameBinarySignature, nameTextKind, TEXT_SAMPLE_BYTES } from './fileSignatures';
import { readIsoBox, type IsoBox } from './isoBoxes';
import { SparseBytes } from './sparseBytes';

/** What the first bytes of a file say it is; `looksLike` is a name for a message to people. */
export type SniffedVideoType =
	| { container: 'mp4'; mimeType: 'video/mp4' }
	| { container: 'quicktime'; mimeType: 'video/quicktime' }
	| { container: 'webm'; mimeType: 'video/webm' }
	| { container: 'unknown'; looksLike?: string };

const MP4: SniffedVideoType = { container: 'mp4', mimeType: 'video/mp4' };
const QUICKTIME: SniffedVideoType = { container: 'quicktime', mimeType: 'video/quicktime' };
const WEBM: SniffedVideoType = { container: 'webm', mimeType: 'video/webm' };

const MATROSKA = 'Matroska (MKV)';
const MAX_BRANDS = 64;

/** QuickTime files from before `ftyp` existed begin with one of these. */
const BARE_QUICKTIME_BOXES: readonly string[] = ['moov', 'mdat', 'wide', 'free', 'skip', 'pnot'];
const FRAGMENT_BOXES: readonly string[] = ['styp', 'sidx', 'moof', 'emsg', 'prft'];

/** ISO files that are no video, by their major brand. */
const OTHER_BRANDS: ReadonlyMap<string, string> = new Map(
	Object.entries({
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
	}),
);
const MP4_BRANDS = /^(isom|iso[2-9a-c]|mp4[12]|avc1|M4V |MSNV|dash|cmf.)$/;
const BRANDS_3GP = /^3g[a-z][0-9a-z]$/;

const EBML_ID = 0x1a45dfa3;
const EBML_DOC_TYPE_ID = 0x4282;

/** Bytes of a file's beginning that are enough to recognise it. */
export const RECOGNITION_BYTES = 4_096;

/**
 * Tells by content whether a file is one of the three containers TikTok accepts (MP4, WebM, MOV),
 * and if not, what it looks like. Never throws; 512 bytes from the start of the file are plenty, any
 * number will do. The MIME type is the one TikTok's upload host wants.
 *
 * @see https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
 */
export function sniffVideoType(head: Uint8Array): SniffedVideoType {
	if (head.length === 0) return { container: 'unknown', looksLike: 'empty file' };
	const bytes = new SparseBytes([{ offset: 0, bytes: head }]);
	if (bytes.uint(0, 4) === EBML_ID) return sniffEbml(bytes);

	// before the boxes: a text that begins "The free …" has a box type where one would stand
	const textKind = nameTextKind(head);
	if (textKind !== undefined) return unknown(nameEncodedVideo(head) ?? textKind);

	return sniffIsoBoxes(bytes, head.length) ?? unknown(nameBinarySignature(head));
}

function unknown(looksLike: string | undefined): SniffedVideoType {
	return { container: 'unknown', looksLike };
}

/** What a text is that stands for a video; undefined for any other text. */
function nameEncodedVideo(head: Uint8Array): string | undefined {
	const decodings = decodeText(head.subarray(0, TEXT_SAMPLE_BYTES));
	const found = decodings.find(({ bytes }) => sniffVideoType(bytes).container !== 'unknown');
	return found && `${found.form} of a video`;
}

/** ISO base media files and QuickTime; undefined if the bytes are no boxes. */
function sniffIsoBoxes(bytes: SparseBytes, headBytes: number): SniffedVideoType | undefined {
	let offset = 0;
	let seen: SniffedVideoType | undefined;
	for (;;) {
		const box = readIsoBox(bytes, offset, headBytes);
		if (box?.type === 'ftyp') return typeFromBrands(readBrands(bytes, box));
		if (seen === undefined && box && FRAGMENT_BOXES.includes(box.type)) {
			return unknown('piece of a streamed MP4 (without its header)');
		}
		if (box === undefined || !BARE_QUICKTIME_BOXES.includes(box.type)) return seen;
		seen = QUICKTIME;
		offset = box.end;
	}
}

/** Major brand first, then the compatible ones, as far as they are at hand. */
function readBrands(bytes: SparseBytes, { bodyStart, end }: IsoBox): string[] {
	const brands: string[] = [];
	for (let at = bodyStart; at + 4 <= end && brands.length < MAX_BRANDS; at += 4) {
		const isMinorVersion = at === bodyStart + 4;
		brands.push((isMinorVersion ? undefined : bytes.text(at, 4)) ?? '');
	}
	return brands;
}

function typeFromBrands(brands: string[]): SniffedVideoType {
	const major = brands[0] ?? '';
	if (major === 'qt  ') return QUICKTIME;
	const other = OTHER_BRANDS.get(major);
	if (other !== undefined) return unknown(other);

	if (brands.some((brand) => MP4_BRANDS.test(brand))) return MP4;
	if (brands.includes('qt  ')) return QUICKTIME;
	// phones wrote .mp4 files with a 3GP major brand, but those list an MP4 brand as well
	return BRANDS_3GP.test(major) ? unknown('3GP') : MP4;
}

/** WebM and Matroska share one format; only the DocType in the header tells them apart. */
function sniffEbml(bytes: SparseBytes): SniffedVideoType {
	const header = readEbmlElement(bytes, 0);
	if (header?.end === undefined) return unknown(undefined);
	for (const element of readEbmlChildren(bytes, { ...header, end: header.end })) {
		if (element.id !== EBML_DOC_TYPE_ID) continue;
		const docType = readEbmlText(bytes, element)?.replace(/\0+$/, '');
		if (docType === 'webm') return WEBM;
		return unknown(docType === 'matroska' ? MATROSKA : undefined);
	}
	// the DocType that is meant when there is none
	return unknown(bytes.has(0, header.end) ? MATROSKA : undefined);
}
