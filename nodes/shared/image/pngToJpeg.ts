import { unpackProfile } from './colourProfile';
import { JpegEncoder } from './jpegEncoder';
import { openPng, type PngFile } from './pngFile';
import { readPixelRows } from './pngPixels';
import { shrinkRows } from './shrink';
import { fitSize, type SideLimits, type Size } from './size';

const RGB = 3;
/** Nothing is seen of what it loses, and a picture for a phone stays well below a megabyte. */
const QUALITY = 92;
/** So many take some ten milliseconds. */
const PIXELS_PER_TURN = 131_072;

export interface ConvertedPicture extends Size {
	readonly jpeg: Uint8Array;
	/** Size of the PNG. */
	readonly original: Size;
}

/**
 * Makes a JPEG of a PNG of any kind, on white where it is transparent, with its colour profile, and shrinks it where it is
 * too large. Beside the two files it holds a few rows, or all pixels of a picture that is interlaced: up to 120 MB.
 *
 * @param giveWay called every some ten milliseconds of work, so that others get their turn; what it throws ends the work
 * @throws PictureError for a file that is damaged, too large to convert, or of a private kind
 */
export async function convertPng(
	png: Uint8Array,
	limits: SideLimits,
	giveWay: () => Promise<void>,
): Promise<ConvertedPicture> {
	const file = openPng(png);
	const { width, height } = file.header;
	const size = fitSize(file.header, limits);
	const profile = file.profile && (await unpackProfile(file.profile));
	const encoder = new JpegEncoder(size, QUALITY, profile);
	const takeRow = shrinkRows(file.header, size, (rgb) => encoder.takeRow(rgb));
	let pixels = 0;
	for await (const rgb of file.header.isInterlaced ? readAllRows(file) : readRows(file)) {
		takeRow(rgb);
		pixels += width;
		if (pixels < PIXELS_PER_TURN) continue;
		pixels = 0;
		await giveWay();
	}
	return { ...size, jpeg: encoder.end(), original: { width, height } };
}

async function* readRows(file: PngFile): AsyncGenerator<Uint8Array> {
	for await (const { rgb } of readPixelRows(file)) yield rgb;
}

/** The rows of an interlaced picture, none of which is there before the last pass. */
async function* readAllRows(file: PngFile): AsyncGenerator<Uint8Array> {
	const { width, height } = file.header;
	const picture = new Uint8Array(width * height * RGB);
	for await (const { rgb, pass, y } of readPixelRows(file)) {
		for (let index = 0; index < pass.width; index++) {
			const x = pass.left + index * pass.stepX;
			picture.set(rgb.subarray(index * RGB, (index + 1) * RGB), (y * width + x) * RGB);
		}
	}
	for (let y = 0; y < height; y++) yield picture.subarray(y * width * RGB, (y + 1) * width * RGB);
}
