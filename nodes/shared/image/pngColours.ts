import { byteAt, sampleAt } from './numbers';
import type { PngFile } from './pngFile';
import type { PngHeader } from './pngHeader';

const BYTES_PER_RGB = 3;
const OPAQUE = 255;
const WHITE = 255;
const PALETTE_SIZE = 256;

/** Draws one pixel: its samples lie at `from`, its red, green and blue go to `to`. */
type DrawPixel = (samples: Uint16Array, from: number, rgb: Uint8Array, to: number) => void;

/**
 * @returns makes a row of red, green and blue on white out of a row as it lies in the file; `rgb` may be longer
 */
export function makeRowPainter(
	file: PngFile,
): (row: Uint8Array, width: number, rgb: Uint8Array) => void {
	const { header } = file;
	const drawPixel = chooseDrawing(file);
	const samples = new Uint16Array(header.width * header.samplesPerPixel);
	return (row, width, rgb) => {
		const step = header.samplesPerPixel;
		readSamples(row, header.depth, samples.subarray(0, width * step));
		for (let x = 0; x < width; x++) drawPixel(samples, x * step, rgb, x * BYTES_PER_RGB);
	};
}

/** Numbers of 1 to 16 bits, the first in the highest bits. */
function readSamples(row: Uint8Array, depth: number, samples: Uint16Array): void {
	if (depth === 8) return samples.set(row.subarray(0, samples.length));
	if (depth === 16) {
		for (let at = 0; at < samples.length; at++) {
			samples[at] = (byteAt(row, 2 * at) << 8) | byteAt(row, 2 * at + 1);
		}
		return;
	}
	const mask = (1 << depth) - 1;
	for (let at = 0; at < samples.length; at++) {
		const bit = at * depth;
		samples[at] = (byteAt(row, bit >> 3) >> (8 - depth - (bit & 7))) & mask;
	}
}

function chooseDrawing(file: PngFile): DrawPixel {
	const { header, transparency } = file;
	const scale = WHITE / (2 ** header.depth - 1);
	const level = (sample: number) => Math.round(sample * scale);
	const clear = readClearColour(header, transparency);
	switch (header.colour) {
		case 'palette':
			return drawFromPalette(file);
		case 'grey':
			return (samples, from, rgb, to) => {
				const grey = sampleAt(samples, from);
				rgb.fill(grey === clear[0] ? WHITE : level(grey), to, to + BYTES_PER_RGB);
			};
		case 'greyAlpha':
			return (samples, from, rgb, to) => {
				const opacity = level(sampleAt(samples, from + 1));
				rgb.fill(onWhite(level(sampleAt(samples, from)), opacity), to, to + BYTES_PER_RGB);
			};
		case 'rgb':
			return (samples, from, rgb, to) => {
				const isClear = clear.length > 0 && clear.every((it, i) => it === samples[from + i]);
				for (let part = 0; part < BYTES_PER_RGB; part++) {
					rgb[to + part] = isClear ? WHITE : level(sampleAt(samples, from + part));
				}
			};
		case 'rgba':
			return (samples, from, rgb, to) => {
				const opacity = level(sampleAt(samples, from + BYTES_PER_RGB));
				for (let part = 0; part < BYTES_PER_RGB; part++) {
					rgb[to + part] = onWhite(level(sampleAt(samples, from + part)), opacity);
				}
			};
	}
}

/** The one colour that is transparent, as it lies in the file: a sample, or three; none in a chunk of another length. */
function readClearColour(
	{ samplesPerPixel }: PngHeader,
	chunk: Uint8Array = new Uint8Array(0),
): Uint16Array {
	const clear = new Uint16Array(chunk.length === 2 * samplesPerPixel ? samplesPerPixel : 0);
	readSamples(chunk, 16, clear);
	return clear;
}

/** A number without colour is black. */
function drawFromPalette({ palette, transparency = new Uint8Array(0) }: PngFile): DrawPixel {
	const colours = new Uint8Array(PALETTE_SIZE * BYTES_PER_RGB);
	for (let at = 0; at < Math.min(palette.length, colours.length); at++) {
		const opacity = transparency[Math.floor(at / BYTES_PER_RGB)] ?? OPAQUE;
		colours[at] = onWhite(byteAt(palette, at), opacity);
	}
	return (samples, from, rgb, to) => {
		const colour = sampleAt(samples, from) * BYTES_PER_RGB;
		for (let part = 0; part < BYTES_PER_RGB; part++)
			rgb[to + part] = byteAt(colours, colour + part);
	};
}

function onWhite(level: number, opacity: number): number {
	return Math.round((level * opacity + WHITE * (OPAQUE - opacity)) / OPAQUE);
}
