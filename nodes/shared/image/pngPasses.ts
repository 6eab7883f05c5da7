import type { Size } from './size';

/** Every so many pixels of a picture, which are stored as a smaller picture of their own. */
export interface PngPass {
	/** In pixels of its own. */
	readonly width: number;
	readonly left: number;
	readonly top: number;
	readonly stepX: number;
	readonly stepY: number;
}

/** Left, top, and the steps to the right and down. @see https://www.w3.org/TR/png-3/#8Interlace */
const ADAM7 = [
	[0, 0, 8, 8],
	[4, 0, 8, 8],
	[0, 4, 4, 8],
	[2, 0, 4, 4],
	[0, 2, 2, 4],
	[1, 0, 2, 2],
	[0, 1, 1, 2],
] as const;

/** The passes in which a picture is stored, without those that have no column: one, or up to seven where it is interlaced. */
export function listPasses({
	width,
	isInterlaced,
}: Pick<Size, 'width'> & { readonly isInterlaced: boolean }): PngPass[] {
	const grids = isInterlaced ? ADAM7 : ([[0, 0, 1, 1]] as const);
	return grids
		.map(([left, top, stepX, stepY]) => ({
			...{ left, top, stepX, stepY },
			width: Math.ceil((width - left) / stepX),
		}))
		.filter((pass) => pass.width > 0);
}
