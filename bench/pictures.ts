/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @typescript-eslint/no-require-imports
   -- benchmarks run in plain Node */
/**
 * What PNG → JPEG costs, and how like the JPEG is to the picture, beside libjpeg's at the same quality (which sharp
 * runs in native code). In a process of its own. Sends the results to its parent.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import sharp, { type Sharp } from 'sharp';
import ts from 'typescript';
import type * as pngToJpeg from '../nodes/shared/image/pngToJpeg';
import { compareStructure, noise, readWithSharp, type Pixels } from '../test/support/image';
import { median } from './median';

const LIMITS = { shorter: 1_080, longer: 4_096 };
/** That of the node. */
const QUALITY = 92;
const ROUNDS = 5;
const NS_PER_MS = 1_000_000;

/** One picture as one encoder makes it. */
export interface PictureResult {
	readonly picture: string;
	readonly pngBytes: number;
	readonly encoder: 'node' | 'libjpeg';
	/** From the bytes of the PNG to those of the JPEG; median over the rounds. */
	readonly milliseconds: number;
	/** Longest time that nothing else in the process had its turn. */
	readonly longestStallMs: number;
	readonly jpegBytes: number;
	/** Structural similarity with the picture, which libvips shrank where it is too large. */
	readonly likeness: number;
}

type Draw = (x: number, y: number, part: number) => number;

const wave: Draw = (x, y, part) =>
	128 + 60 * Math.sin(x / 90 + part) + 60 * Math.cos(y / 70 - part);
const shapes: Draw = (x, y, part) => {
	const isInCircle =
		Math.hypot((x % 200) - 100, (y % 200) - 100) < 30 + 50 * noise((x / 200) | 0, (y / 200) | 0);
	return isInCircle ? 255 * noise((x / 200) | 0, (y / 200) | 0, part) : 240;
};

const PICTURES: ReadonlyArray<{ name: string; width: number; height: number; draw: Draw }> = [
	{ name: 'smooth', width: 1_024, height: 1_536, draw: wave },
	{ name: 'shapes', width: 1_024, height: 1_536, draw: shapes },
	{
		name: 'smooth with grain',
		width: 1_024,
		height: 1_536,
		draw: (x, y, part) => wave(x, y, part) + 24 * (noise(x, y) - 0.5),
	},
	{ name: 'noise', width: 1_024, height: 1_536, draw: (x, y, part) => 255 * noise(x, y, part) },
	{ name: 'shapes, shrunk', width: 2_048, height: 2_048, draw: shapes },
	{ name: 'smooth, shrunk', width: 4_096, height: 4_096, draw: wave },
];

const { convertPng } = loadAsShipped();

const ENCODERS = {
	node: async (png: Uint8Array) =>
		(await convertPng(png, LIMITS, async () => await new Promise(setImmediate))).jpeg,
	libjpeg: async (png: Uint8Array) =>
		await (await shrink(png)).jpeg({ quality: QUALITY, chromaSubsampling: '4:2:0' }).toBuffer(),
};

async function main(): Promise<void> {
	const results: PictureResult[] = [];
	for (const picture of PICTURES) {
		const png = await drawPng(picture);
		const original = await readWithSharp(await (await shrink(png)).png().toBuffer());
		for (const encoder of ['node', 'libjpeg'] as const) {
			results.push({
				...{ picture: `${picture.name}, ${picture.width} × ${picture.height}`, encoder },
				...{ pngBytes: png.length, ...(await measure(png, ENCODERS[encoder], original)) },
			});
		}
	}
	process.send?.(results, () => process.exit(0));
}

/** What loads TypeScript here makes each import a getter, which takes this code five times as long. */
function loadAsShipped(): typeof pngToJpeg {
	const sources = path.join(__dirname, '../nodes/shared/image');
	const folder = mkdtempSync(path.join(os.tmpdir(), 'tiktok-post-bench-'));
	const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
	for (const file of readdirSync(sources)) {
		const source = readFileSync(path.join(sources, file), 'utf8');
		const { outputText } = ts.transpileModule(source, { compilerOptions });
		writeFileSync(path.join(folder, file.replace(/ts$/, 'js')), outputText);
	}
	const loaded = require(path.join(folder, 'pngToJpeg.js')) as typeof pngToJpeg;
	rmSync(folder, { recursive: true });
	return loaded;
}

async function measure(
	png: Uint8Array,
	encode: (png: Uint8Array) => Promise<Uint8Array>,
	original: Pixels,
): Promise<Pick<PictureResult, 'milliseconds' | 'longestStallMs' | 'jpegBytes' | 'likeness'>> {
	const times: number[] = [];
	// The first time loads and compiles code.
	let jpeg = await encode(png);
	const stalls = monitorEventLoopDelay({ resolution: 1 });
	stalls.enable();
	for (let round = 0; round < ROUNDS; round++) {
		const startedAt = performance.now();
		jpeg = await encode(png);
		times.push(performance.now() - startedAt);
	}
	stalls.disable();
	return {
		milliseconds: median(times),
		longestStallMs: stalls.max / NS_PER_MS,
		jpegBytes: jpeg.length,
		likeness: compareStructure(original, await readWithSharp(jpeg)),
	};
}

async function shrink(png: Uint8Array): Promise<Sharp> {
	const { width, height } = await sharp(png).metadata();
	const factor = Math.min(1, LIMITS.shorter / Math.min(width, height));
	return sharp(png).resize(Math.round(width * factor), Math.round(height * factor), {
		fit: 'fill',
	});
}

async function drawPng({ width, height, draw }: (typeof PICTURES)[number]): Promise<Buffer> {
	const rgb = Uint8ClampedArray.from({ length: width * height * 3 }, (_, at) => {
		const pixel = Math.floor(at / 3);
		return draw(pixel % width, Math.floor(pixel / width), at % 3);
	});
	return await sharp(rgb, { raw: { width, height, channels: 3 } })
		.png()
		.toBuffer();
}

void main();
