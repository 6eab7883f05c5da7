import { SAMPLES_PER_PIXEL, type PngPlan } from './writePng';

/** A number from 0 to 1 that looks like chance and is always the same for the same place. */
export function noise(x: number, y: number, part = 0): number {
	const value = Math.sin(x * 12.9898 + y * 78.233 + part * 37.719) * 43_758.5453;
	return value - Math.floor(value);
}

/** A picture of a kind, smooth with some noise, all of its colours and opacities used. */
export function planPicture(
	colour: number,
	depth: number,
	size: { width: number; height: number } = { width: 37, height: 23 },
): PngPlan {
	const max = 2 ** depth - 1;
	const parts = SAMPLES_PER_PIXEL[colour] ?? 0;
	const level = (x: number, y: number, part: number) =>
		(Math.sin(x / 9 + part) + Math.cos(y / 7 - part)) / 5 + 0.5 + (noise(x, y, part) - 0.5) / 8;
	return {
		...{ colour, depth, ...size, filter: (row) => (row >> 1) % 5 },
		...(colour === 3 && { palette: makePalette(2 ** depth) }),
		draw: (x, y) =>
			Array.from({ length: parts }, (_, part) =>
				Math.max(0, Math.min(max, Math.round(level(x, y, part) * max))),
			),
	};
}

function makePalette(entries: number): Uint8Array {
	return Uint8Array.from({ length: entries * 3 }, (_, at) => Math.floor(noise(at, 1) * 256));
}
