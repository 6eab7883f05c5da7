/**
 * TikTok's limits per minute and account, and the pace that keeps within them.
 *
 * @see https://developers.tiktok.com/doc/tiktok-api-v2-rate-limit
 */

import {
	CONTENT_INIT_PATH,
	CREATOR_INFO_PATH,
	INBOX_VIDEO_INIT_PATH,
	STATUS_PATH,
	VIDEO_INIT_PATH,
} from './wire';

/** TikTok counts calls in a window that moves along; it sends no header that says how long to wait. */
export const RATE_WINDOW_SECONDS = 60;
/** Calls reach TikTok a little later than they are sent, and not all by the same delay. */
const WINDOW_MARGIN_MS = 500;
const WINDOW_MS = RATE_WINDOW_SECONDS * 1_000 + WINDOW_MARGIN_MS;

/** No call is answered later than this after its place, so that nothing is left to correct. */
const LONGEST_CALL_MS = 10 * 60_000;

/** Documented calls per minute of an account. Others have no stated limit. */
const CALLS_PER_MINUTE: Readonly<Record<string, number>> = {
	[CONTENT_INIT_PATH]: 6,
	[CREATOR_INFO_PATH]: 20,
	[INBOX_VIDEO_INIT_PATH]: 6,
	[STATUS_PATH]: 30,
	[VIDEO_INIT_PATH]: 6,
};

/** The documented limit of an endpoint, or `undefined` where TikTok states none. */
export function callsPerMinute(path: string): number | undefined {
	return Object.hasOwn(CALLS_PER_MINUTE, path) ? CALLS_PER_MINUTE[path] : undefined;
}

/**
 * The calls of one account to one endpoint. Each call reserves a place in the window before it is sent,
 * so calls of several items and executions queue up instead of being refused.
 */
export class RateWindow {
	private places: number[] = [];

	/** @param limit calls per window */
	constructor(private readonly limit: number) {}

	/**
	 * Reserves the next free place.
	 *
	 * @param now milliseconds
	 * @returns how long to wait before the call, in milliseconds
	 */
	reserve(now: number): number {
		const blocking = this.places.at(-this.limit);
		const place = Math.max(now, blocking === undefined ? now : blocking + WINDOW_MS);
		this.places = [...this.places, place].slice(-this.limit);
		return place - now;
	}

	/**
	 * Whether no call counts any more, nor ever will: a new window would say the same.
	 *
	 * @param now milliseconds
	 */
	isQuiet(now: number): boolean {
		const last = this.places.at(-1);
		return last === undefined || now - last > LONGEST_CALL_MS;
	}

	/**
	 * Corrects a reserved place once the call was answered: on a busy machine it is sent later than planned,
	 * and TikTok counts from when it arrives, which is before the answer at the latest.
	 *
	 * @param place as reserved: the time of the reservation plus the wait
	 * @param answeredAt milliseconds
	 */
	correct(place: number, answeredAt: number): void {
		const index = this.places.indexOf(place);
		if (index === -1 || answeredAt <= place) return;
		this.places[index] = answeredAt;
		this.places.sort((a, b) => a - b);
	}
}
