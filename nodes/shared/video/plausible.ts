const MAX_SIDE_PIXELS = 65_535;
const MAX_FRAMES_PER_SECOND = 1_000;
const MAX_DURATION_SECONDS = 1_000_000;
const ROUNDING = 1_000;

/** Seconds to the millisecond; undefined for zero, absurd and unknown values. */
export function plausibleDuration(
	ticks: number | undefined,
	ticksPerSecond: number | undefined,
): number | undefined {
	return plausibleRatio(ticks, ticksPerSecond, MAX_DURATION_SECONDS);
}

/** Frames per second to three decimals; undefined for zero, absurd and unknown values. */
export function plausibleFrameRate(
	frames: number | undefined,
	seconds: number | undefined,
): number | undefined {
	return plausibleRatio(frames, seconds, MAX_FRAMES_PER_SECOND);
}

/** Pixels; undefined for zero, absurd and unknown values. */
export function plausibleSide(pixels: number | undefined): number | undefined {
	return Number(pixels) > 0 && Number(pixels) <= MAX_SIDE_PIXELS ? pixels : undefined;
}

function plausibleRatio(
	dividend: number | undefined,
	divisor: number | undefined,
	max: number,
): number | undefined {
	const rounded = Math.round((Number(dividend) / Number(divisor)) * ROUNDING) / ROUNDING;
	return rounded > 0 && rounded <= max ? rounded : undefined;
}
