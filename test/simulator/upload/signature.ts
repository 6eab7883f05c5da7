/** How many bytes of a file the check looks at. */
export const SIGNATURE_BYTES = 64;

const EBML = Buffer.from([0x1a, 0x45, 0xdf, 0xa3]);
const BOX_TYPE_OFFSET = 4;
const BOX_TYPE_END = 8;
/** `ftyp` opens MP4 and MOV files; old MOV files may start with any of the others. */
const TOP_LEVEL_BOXES = new Set(['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot']);

/** The container that the first bytes of a file show, or undefined if it is no video TikTok takes. */
export function detectContainer(head: Buffer): 'isobmff' | 'webm' | undefined {
	const isEbml = head.subarray(0, EBML.length).equals(EBML);
	// Matroska starts alike; the document type is what makes it WebM.
	if (isEbml) return head.includes('webm') ? 'webm' : undefined;
	const box = head.toString('latin1', BOX_TYPE_OFFSET, BOX_TYPE_END);
	return TOP_LEVEL_BOXES.has(box) ? 'isobmff' : undefined;
}

const JPEG = Buffer.from([0xff, 0xd8, 0xff]);

/** The photo format that the first bytes show: JPEG or WebP; TikTok refuses PNG. */
export function detectPhoto(head: Buffer): 'jpeg' | 'webp' | undefined {
	if (head.subarray(0, JPEG.length).equals(JPEG)) return 'jpeg';
	const isRiff = head.toString('latin1', 0, 4) === 'RIFF';
	return isRiff && head.toString('latin1', 8, 12) === 'WEBP' ? 'webp' : undefined;
}
