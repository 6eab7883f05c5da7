import { JpegBits, makeCodes, type HuffmanCodes } from './jpegBits';
import { frameHeader, makeSteps } from './jpegHeaders';
import { CHROMA_AC, CHROMA_DC, CHROMA_STEPS, LUMA_AC, LUMA_DC, LUMA_STEPS } from './jpegTables';
import { BLOCK_SIDE, BLOCK_SIZE, makeDivisors, quantise } from './jpegTransform';
import { byteAt, integerAt, realAt } from './numbers';
import type { Size } from './size';

const RGB = 3;
/** Colour is stored for two by two pixels, so four blocks of brightness share one of each colour. */
const UNIT = 2 * BLOCK_SIDE;
const GREY = 128;
const END_OF_IMAGE = [0xff, 0xd9] as const;

/** Brightness or one of the two colours, over the width of the picture. */
interface Plane {
	readonly levels: Float64Array;
	readonly width: number;
	readonly divisors: Float64Array;
	readonly dc: HuffmanCodes;
	readonly ac: HuffmanCodes;
	/** First step of the block before. */
	previous: number;
}

/**
 * Writes a baseline JPEG (4:2:0, JFIF) row by row and holds sixteen of them beside what it has written.
 *
 * @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf
 */
export class JpegEncoder {
	private readonly bits = new JpegBits();
	private readonly width: number;
	private readonly luma: Plane;
	private readonly blue: Plane;
	private readonly red: Plane;
	private readonly block = new Float64Array(BLOCK_SIZE);
	private readonly steps = new Int32Array(BLOCK_SIZE);
	private last: Uint8Array = new Uint8Array(0);
	private y = 0;

	/**
	 * @param quality 1 to 100, as other encoders count it
	 * @param profile of the colours, up to 65,519 bytes
	 */
	constructor(
		private readonly size: Size,
		quality: number,
		profile?: Uint8Array,
	) {
		const lumaSteps = makeSteps(LUMA_STEPS, quality);
		const chromaSteps = makeSteps(CHROMA_STEPS, quality);
		this.width = Math.ceil(size.width / UNIT) * UNIT;
		this.luma = makePlane(this.width, UNIT, lumaSteps, LUMA_DC, LUMA_AC);
		this.blue = makePlane(this.width / 2, BLOCK_SIDE, chromaSteps, CHROMA_DC, CHROMA_AC);
		this.red = makePlane(this.width / 2, BLOCK_SIDE, chromaSteps, CHROMA_DC, CHROMA_AC);
		this.bits.writeBytes(frameHeader(size, lumaSteps, chromaSteps, profile));
	}

	/** @param rgb red, green and blue of the next row */
	takeRow(rgb: Uint8Array): void {
		this.last = rgb;
		this.addRow(rgb);
	}

	/** @returns the whole file */
	end(): Uint8Array {
		while (this.y % UNIT !== 0) this.addRow(this.last);
		this.bits.finishBits();
		this.bits.writeBytes(END_OF_IMAGE);
		return this.bits.end();
	}

	private addRow(rgb: Uint8Array): void {
		const line = this.y % UNIT;
		for (let x = 0; x < this.width; x++) {
			this.addPixel(rgb, RGB * Math.min(x, this.size.width - 1), x, line);
		}
		this.y += 1;
		if (line === UNIT - 1) this.writeBand();
	}

	/** @see https://www.itu.int/rec/T-REC-T.871 */
	private addPixel(rgb: Uint8Array, from: number, x: number, line: number): void {
		const red = byteAt(rgb, from);
		const green = byteAt(rgb, from + 1);
		const blue = byteAt(rgb, from + 2);
		const brightness = 0.299 * red + 0.587 * green + 0.114 * blue;
		this.luma.levels[line * this.width + x] = brightness - GREY;
		const at = (line >> 1) * this.blue.width + (x >> 1);
		this.blue.levels[at] = realAt(this.blue.levels, at) + (blue - brightness) / (4 * 1.772);
		this.red.levels[at] = realAt(this.red.levels, at) + (red - brightness) / (4 * 1.402);
	}

	private writeBand(): void {
		for (let x = 0; x < this.width; x += UNIT) {
			this.writeBlock(this.luma, x, 0);
			this.writeBlock(this.luma, x + BLOCK_SIDE, 0);
			this.writeBlock(this.luma, x, BLOCK_SIDE);
			this.writeBlock(this.luma, x + BLOCK_SIDE, BLOCK_SIDE);
			this.writeBlock(this.blue, x / 2, 0);
			this.writeBlock(this.red, x / 2, 0);
		}
		this.blue.levels.fill(0);
		this.red.levels.fill(0);
	}

	private writeBlock(plane: Plane, left: number, top: number): void {
		for (let row = 0; row < BLOCK_SIDE; row++) {
			const from = (top + row) * plane.width + left;
			for (let column = 0; column < BLOCK_SIDE; column++) {
				this.block[row * BLOCK_SIDE + column] = realAt(plane.levels, from + column);
			}
		}
		quantise(this.block, plane.divisors, this.steps);
		this.bits.writeBlock(this.steps, plane.previous, plane.dc, plane.ac);
		plane.previous = integerAt(this.steps, 0);
	}
}

function makePlane(
	width: number,
	height: number,
	steps: Int32Array,
	dc: Uint8Array,
	ac: Uint8Array,
): Plane {
	return {
		...{ width, levels: new Float64Array(width * height), divisors: makeDivisors(steps) },
		...{ dc: makeCodes(dc), ac: makeCodes(ac), previous: 0 },
	};
}
