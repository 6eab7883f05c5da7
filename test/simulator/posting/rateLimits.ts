import { ApiRefusal } from '../core/errors';
import type { RequestPlace, SimulatorState } from '../core/state';

const WINDOW_MS = 60_000;

/**
 * The per-minute limits as sliding windows per user and endpoint, on the simulator's clock.
 * A refused call is not counted. Running into the limit of status/fetch is a violation: it can
 * only come from polling too fast.
 * @see https://developers.tiktok.com/docs/en/tiktok-api-v2-rate-limit
 */
export class RateLimiter {
	private readonly calls = new Map<string, number[]>();
	private usedUpAt = Number.NEGATIVE_INFINITY;

	constructor(private readonly state: SimulatorState) {}

	/** Counts a call, or refuses it with rate_limit_exceeded. */
	count(endpoint: { name: string; perMinute?: number }, openId: string, place: RequestPlace): void {
		const { perMinute, name } = endpoint;
		if (perMinute === undefined || !this.state.switches.rateLimits) return;
		const now = this.state.clock.now();
		// Polls stay free: running into their limit would count as polling too fast.
		if (this.usedUpForMs > 0 && name !== 'status') throw new ApiRefusal('rate_limit_exceeded');
		const key = `${name} ${openId}`;
		const recent = (this.calls.get(key) ?? []).filter((at) => at > now - WINDOW_MS);
		this.calls.set(key, recent);
		if (recent.length < perMinute) {
			recent.push(now);
			return;
		}
		if (name === 'status') {
			this.state.violate(place, 'status-poll-too-fast', `More than ${perMinute} polls a minute`);
		}
		throw new ApiRefusal('rate_limit_exceeded');
	}

	/** Uses up every limit but that of polls, as another program of the same app would. */
	useUp(): void {
		this.usedUpAt = this.state.clock.now();
	}

	/** How long {@link useUp} still lasts, in ms of the simulator's clock. */
	get usedUpForMs(): number {
		return Math.max(0, this.usedUpAt + WINDOW_MS - this.state.clock.now());
	}

	clear(): void {
		this.calls.clear();
		this.usedUpAt = Number.NEGATIVE_INFINITY;
	}
}
