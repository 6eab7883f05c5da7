/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test support packs what the shipped code unpacks */
import { crc32, deflateSync } from 'node:zlib';

/** Samples of a pixel by the number that a PNG has for its colours. */
export const SAMPLES_PER_PIXEL: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Each number for colours with each number of bits that the standard allows. */
export const PNG_KINDS: ReadonlyArray<readonly [colour: number, depth: number]> = [
	...[1, 2, 4, 8, 16].map((depth) => [0, depth] as const),
	...[1, 2, 4, 8].map((depth) => [3, depth] as const),
	...[2, 4, 6].flatMap((colour) => [8, 16].map((depth) => [colour, depth] as const)),
];

export interface PngPlan {
	readonly width: number;
	readonly height: number;
	readonly colour: number;
	readonly depth: number;
	readonly isInterlaced?: boolean;
	/** Red, green and blue of each entry. */
	readonly palette?: Uint8Array;
	readonly transparency?: Uint8Array;
	/** Number of the filter of each row; default 0. */
	readonly filter?: (row: number) => number;
	/** Samples of a pixel, each below 2^depth. */
	readonly draw: (x: number, y: number) => readonly number[];
}

/** [left, top, step to the right, step down] of each pass. */
const PASSES = [
	[0, 0, 8, 8],
	[4, 0, 8, 8],
	[0, 4, 4, 8],
	[2, 0, 4, 4],
	[0, 2, 2, 4],
	[1, 0, 2, 2],
	[0, 1, 1, 2],
] as const;

export const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

export function writePng(plan: PngPlan): Buffer {
	return Buffer.concat([
		PNG_SIGNATURE,
		...listPngChunks(plan).map(([type, data]) => pngChunk(type, data)),
	]);
}

/** What `writePng` writes, for files that differ in one part. */
export function listPngChunks(plan: PngPlan): Array<[type: string, data: Uint8Array]> {
	const packed = deflateSync(packRows(plan));
	const middle = packed.length >> 1;
	return [
		['IHDR', pngHeader(plan)],
		...(plan.palette ? [['PLTE', plan.palette] as [string, Uint8Array]] : []),
		...(plan.transparency ? [['tRNS', plan.transparency] as [string, Uint8Array]] : []),
		['tEXt', Buffer.from('Comment\0two parts of pixels')],
		['IDAT', packed.subarray(0, middle)],
		['IDAT', packed.subarray(middle)],
		['IEND', Buffer.alloc(0)],
	];
}

export function pngChunk(type: string, data: Uint8Array): Buffer {
	const typeAndData = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	return Buffer.concat([uint32(data.length), typeAndData, uint32(crc32(typeAndData))]);
}

export function pngHeader(plan: Omit<PngPlan, 'draw'>): Buffer {
	const { width, height, depth, colour, isInterlaced } = plan;
	return Buffer.concat([
		...[uint32(width), uint32(height)],
		Buffer.from([depth, colour, 0, 0, isInterlaced ? 1 : 0]),
	]);
}

export function uint32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
}

function packRows(plan: PngPlan): Buffer {
	const step = Math.ceil(((SAMPLES_PER_PIXEL[plan.colour] ?? 0) * plan.depth) / 8);
	const rows: Uint8Array[] = [];
	for (const [left, top, stepX, stepY] of plan.isInterlaced ? PASSES : [[0, 0, 1, 1] as const]) {
		let above: Buffer = Buffer.alloc(0);
		for (let y = top; y < plan.height && left < plan.width; y += stepY) {
			const samples: number[] = [];
			for (let x = left; x < plan.width; x += stepX) samples.push(...plan.draw(x, y));
			const row = packSamples(samples, plan.depth);
			const filter = plan.filter?.(rows.length) ?? 0;
			rows.push(Buffer.from([filter]), applyFilter(filter, row, above, step));
			above = row;
		}
	}
	return Buffer.concat(rows);
}

function packSamples(samples: readonly number[], depth: number): Buffer {
	const bits = samples.map((sample) => sample.toString(2).padStart(depth, '0')).join('');
	const bytes = bits.match(/.{1,8}/g) ?? [];
	return Buffer.from(bytes.map((byte) => parseInt(byte.padEnd(8, '0'), 2)));
}

function applyFilter(filter: number, row: Buffer, above: Buffer, step: number): Buffer {
	return Buffer.from(
		row.map((byte, at) => {
			const [a, b, c] = [row[at - step] ?? 0, above[at] ?? 0, above[at - step] ?? 0];
			const expected = [0, a, b, (a + b) >> 1, paeth(a, b, c)][filter] ?? 0;
			return byte - expected;
		}),
	);
}

function paeth(a: number, b: number, c: number): number {
	const distances = [a, b, c].map((it) => Math.abs(a + b - c - it));
	return [a, b, c][distances.indexOf(Math.min(...distances))] ?? 0;
}
