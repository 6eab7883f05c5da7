/**
 * When to look at the status of a post that TikTok works on: TikTok is done with small videos in seconds, with large ones
 * in minutes. In milliseconds.
 */

const LEAST_STEP_MS = 1_000;
const MOST_STEP_MS = 15_000;
/** From one look to the next it takes this much longer. */
const GROWTH = 1.25;
/** Looks before that. */
const EVEN_LOOKS = 5;
/** A large video is first looked at when this much could have been processed. */
const FIRST_LOOK_BYTES_PER_MS = 20_000;
/** Where others took longer, the first look comes after this part of what one of them took at least. */
const PART_OF_OTHERS = 0.2;

/**
 * From when TikTok had all of a post to the first look.
 *
 * @param bytes 0 where they are not known
 * @param othersMs what each other post of the same run took at least; 0 where none is finished yet
 */
export function firstLookAfter(bytes: number, othersMs: number): number {
	return clampStep(Math.max(bytes / FIRST_LOOK_BYTES_PER_MS, othersMs * PART_OF_OTHERS));
}

/**
 * From a look to the next one.
 *
 * @param looks that were made
 */
export function nextLookAfter(bytes: number, looks: number): number {
	return clampStep(firstLookAfter(bytes, 0) * GROWTH ** Math.max(0, looks - EVEN_LOOKS));
}

function clampStep(milliseconds: number): number {
	return Math.round(Math.min(MOST_STEP_MS, Math.max(LEAST_STEP_MS, milliseconds)));
}
