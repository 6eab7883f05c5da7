/**
 * When to look at the status of a post that TikTok works on: TikTok is done with small videos in seconds, with large ones
 * in minutes. In milliseconds.
 */

/** Between two looks at a post. */
const LEAST_STEP_MS = 1_000;
const MOST_STEP_MS = 15_000;
/** A look comes at most this much later than it could have been seen, as a part of the time the post took. */
const STEP_OF_ELAPSED = 0.25;
/** A large video is first looked at when this much could have been processed. */
const FIRST_LOOK_BYTES_PER_MS = 20_000;

/**
 * From when TikTok had all of a post to the first look.
 *
 * @param bytes 0 where they are not known
 */
export function firstLookAfter(bytes: number): number {
	return clampStep(bytes / FIRST_LOOK_BYTES_PER_MS);
}

/** From one look to the next. @param elapsed since TikTok had all of it */
export function nextLookAfter(elapsed: number): number {
	return clampStep(elapsed * STEP_OF_ELAPSED);
}

function clampStep(milliseconds: number): number {
	return Math.min(MOST_STEP_MS, Math.max(LEAST_STEP_MS, milliseconds));
}
