import type { Size } from './size';

/** What the beginning of a photo tells. */
export interface PhotoHeader extends Size {
	readonly format: 'JPEG' | 'WebP';
}

const START_OF_IMAGE = 0xffd8;
const MARKER = 0xff;
/** Markers of a frame's header lie between these, but for three that stand for something else. */
const [FIRST_FRAME, LAST_FRAME] = [0xc0, 0xcf];
const NO_FRAMES = [0xc4, 0xc8, 0xcc];
const WEBP_SIDE_MASK = 0x3fff;

/**
 * Reads format and size of a JPEG or WebP from its first bytes. A JPEG has its size behind the camera's notes, which may
 * be some ten thousand bytes, and seldom some hundred thousand.
 *
 * @returns `undefined` for any other file, and where the size lies behind these bytes; never throws
 * @see https://developers.google.com/speed/webp/docs/riff_container
 */
export function readPhotoHeader(bytes: Uint8Array): PhotoHeader | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	try {
		const isJpeg = view.getUint16(0) === START_OF_IMAGE;
		return isJpeg ? readJpegHeader(view) : readWebpHeader(view);
	} catch {
		// Reading beyond the end.
		return undefined;
	}
}

function readJpegHeader(view: DataView): PhotoHeader | undefined {
	for (let at = 2; view.getUint8(at) === MARKER; ) {
		const marker = view.getUint8(at + 1);
		if (marker === MARKER) {
			at += 1;
			continue;
		}
		if (marker >= FIRST_FRAME && marker <= LAST_FRAME && !NO_FRAMES.includes(marker)) {
			return { format: 'JPEG', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
		}
		at += 2 + view.getUint16(at + 2);
	}
	return undefined;
}

function readWebpHeader(view: DataView): PhotoHeader | undefined {
	if (readText(view, 0) !== 'RIFF' || readText(view, 8) !== 'WEBP') return undefined;
	switch (readText(view, 12)) {
		case 'VP8 ':
			return webp(
				view.getUint16(26, true) & WEBP_SIDE_MASK,
				view.getUint16(28, true) & WEBP_SIDE_MASK,
			);
		case 'VP8L': {
			const sides = view.getUint32(21, true);
			return webp((sides & WEBP_SIDE_MASK) + 1, ((sides >> 14) & WEBP_SIDE_MASK) + 1);
		}
		case 'VP8X':
			return webp(readUint24(view, 24) + 1, readUint24(view, 27) + 1);
		default:
			return undefined;
	}
}

function webp(width: number, height: number): PhotoHeader {
	return { format: 'WebP', width, height };
}

function readText(view: DataView, at: number): string {
	return String.fromCharCode(...[0, 1, 2, 3].map((index) => view.getUint8(at + index)));
}

function readUint24(view: DataView, at: number): number {
	return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}
