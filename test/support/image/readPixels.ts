import { openPng, readPixelRows } from '../tested/image';
import type { Pixels } from './otherReader';

/** A PNG as the tested code reads it. */
export async function readPixels(png: Uint8Array): Promise<Pixels> {
	const file = openPng(png);
	const { width, height } = file.header;
	const rgb = new Uint8Array(width * height * 3);
	for await (const row of readPixelRows(file)) {
		for (let index = 0; index < row.pass.width; index++) {
			const x = row.pass.left + index * row.pass.stepX;
			rgb.set(row.rgb.subarray(index * 3, index * 3 + 3), (row.y * width + x) * 3);
		}
	}
	return { width, height, rgb };
}
