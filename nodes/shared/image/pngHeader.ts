import { damagedPng, PictureError } from './pictureError';
import type { Size } from './size';

/** What one pixel is made of. */
export type PngColour = 'grey' | 'rgb' | 'palette' | 'greyAlpha' | 'rgba';

export interface PngHeader extends Size {
	readonly colour: PngColour;
	/** Bits of a sample. */
	readonly depth: number;
	readonly samplesPerPixel: number;
	readonly isInterlaced: boolean;
}

const HEADER_BYTES = 13;
/** 40 million pixels take up to 320 MB as they lie in the file, of which never more than a row is held. */
export const MAX_PNG_PIXELS = 40_000_000;
/** A row of 16,384 pixels takes up to 131 kB. */
export const MAX_PNG_SIDE = 16_384;

/** By the number that a PNG has for it. @see https://www.w3.org/TR/png-3/#table111 */
const COLOURS = new Map<number, { colour: PngColour; samplesPerPixel: number; depths: number[] }>([
	[0, { colour: 'grey', samplesPerPixel: 1, depths: [1, 2, 4, 8, 16] }],
	[2, { colour: 'rgb', samplesPerPixel: 3, depths: [8, 16] }],
	[3, { colour: 'palette', samplesPerPixel: 1, depths: [1, 2, 4, 8] }],
	[4, { colour: 'greyAlpha', samplesPerPixel: 2, depths: [8, 16] }],
	[6, { colour: 'rgba', samplesPerPixel: 4, depths: [8, 16] }],
]);

/**
 * Reads the chunk IHDR.
 *
 * @throws PictureError for one that no standard allows, and for a picture that is too large to convert
 */
export function readPngHeader(data: Uint8Array): PngHeader {
	if (data.length !== HEADER_BYTES) throw damagedPng('its header has the wrong length');
	const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
	const [width, height] = [view.getUint32(0), view.getUint32(4)];
	const depth = view.getUint8(8);
	const kind = COLOURS.get(view.getUint8(9));
	const [compression, filter, interlace] = [
		view.getUint8(10),
		view.getUint8(11),
		view.getUint8(12),
	];
	const isKnown = compression === 0 && filter === 0 && interlace <= 1;
	if (!isKnown || !kind?.depths.includes(depth) || width === 0 || height === 0) {
		throw damagedPng('its header says what no PNG may say');
	}
	checkSize({ width, height });
	const { colour, samplesPerPixel } = kind;
	return { width, height, colour, depth, samplesPerPixel, isInterlaced: interlace === 1 };
}

function checkSize({ width, height }: Size): void {
	if (width * height <= MAX_PNG_PIXELS && Math.max(width, height) <= MAX_PNG_SIDE) return;
	throw new PictureError(
		`is a PNG of ${width} × ${height} pixels, and up to ${MAX_PNG_PIXELS / 1_000_000} million and ${MAX_PNG_SIDE} a side can be converted`,
		'Make it smaller first, or export it as JPEG.',
	);
}
