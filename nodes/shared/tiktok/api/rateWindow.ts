/**
 * TikTok's limits per minute and account, and the calls that count towards one.
 *
 * @see https://developers.tiktok.com/doc/tiktok-api-v2-rate-limit
 */

import {
	CONTENT_INIT_PATH,
	CREATOR_INFO_PATH,
	INBOX_VIDEO_INIT_PATH,
	STATUS_PATH,
	USER_INFO_PATH,
	VIDEO_INIT_PATH,
	VIDEO_LIST_PATH,
	VIDEO_QUERY_PATH,
} from './wire';

/** TikTok counts calls in a window that moves along; it sends no header that says how long to wait. */
export const RATE_WINDOW_SECONDS = 60;
/** Calls reach TikTok a little later than they are sent, and not all by the same delay. */
const WINDOW_MARGIN_MS = 500;
/** After this long a call counts no more. */
export const WINDOW_MS = RATE_WINDOW_SECONDS * 1_000 + WINDOW_MARGIN_MS;

/** Documented calls per minute of an account. Others have no stated limit. */
const CALLS_PER_MINUTE: Readonly<Record<string, number>> = {
	[CONTENT_INIT_PATH]: 6,
	[CREATOR_INFO_PATH]: 20,
	[INBOX_VIDEO_INIT_PATH]: 6,
	[STATUS_PATH]: 30,
	[USER_INFO_PATH]: 600,
	[VIDEO_INIT_PATH]: 6,
	[VIDEO_LIST_PATH]: 600,
	[VIDEO_QUERY_PATH]: 600,
};

/** The documented limit of an endpoint, or `undefined` where TikTok states none. */
export function callsPerMinute(path: string): number | undefined {
	return Object.hasOwn(CALLS_PER_MINUTE, path) ? CALLS_PER_MINUTE[path] : undefined;
}

/** A call, by the time from which it counts. */
export interface CountedCall {
	readonly at: number;
}

/** The calls of one account to one endpoint, as far as they still count. All times are in milliseconds. */
export class RateWindow {
	private calls: CountedCall[] = [];

	/** @param limit calls per window */
	constructor(private readonly limit: number) {}

	/** A call that counts from now on. */
	add(now: number): CountedCall {
		const call = { at: now };
		this.calls = [...this.calls.filter((earlier) => counts(earlier, now)), call];
		return call;
	}

	/** That call does not count. */
	remove(call: CountedCall | undefined): void {
		this.calls = this.calls.filter((other) => other !== call);
	}

	/** How many calls count. */
	count(now: number): number {
		return this.calls.filter((call) => counts(call, now)).length;
	}

	/** When the next call may go out, after `ahead` others that go as soon as they may. */
	placeAfter(ahead: number, now: number): number {
		const places = this.calls.map(({ at }) => at);
		let place = now;
		for (let call = 0; call <= ahead; call++) {
			const blocking = places.at(-this.limit);
			place = blocking === undefined ? now : Math.max(now, blocking + WINDOW_MS);
			places.push(place);
		}
		return place;
	}
}

function counts({ at }: CountedCall, now: number): boolean {
	return now - at < WINDOW_MS;
}
