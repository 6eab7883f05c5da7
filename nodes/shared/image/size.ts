/** Pixels. */
export interface Size {
	readonly width: number;
	readonly height: number;
}

/** Longest sides that a picture may have, in pixels. */
export interface SideLimits {
	readonly shorter: number;
	readonly longer: number;
}

/** The largest size of the same shape within the limits; never larger than the picture, and no side below 1. */
export function fitSize({ width, height }: Size, limits: SideLimits): Size {
	const scale = Math.min(
		1,
		limits.shorter / Math.min(width, height),
		limits.longer / Math.max(width, height),
	);
	const shrink = (side: number) => Math.max(1, Math.round(side * scale));
	return { width: shrink(width), height: shrink(height) };
}
