/** Every endpoint that a fault can be scripted for. */
export type Endpoint =
	| 'authorize'
	| 'token'
	| 'revoke'
	| 'creatorInfo'
	| 'videoInit'
	| 'inboxInit'
	| 'contentInit'
	| 'upload'
	| 'status'
	| 'cancel'
	| 'userInfo'
	| 'videoList'
	| 'videoQuery'
	| 'media';

/**
 * What goes wrong.
 * - `reset-before`: the connection is reset once the request's headers are here.
 * - `reset-inside`: it is reset after `afterBytes` of the body (default: half of it).
 * - `reset-after`: the request is read, carried out unless `processed` is false, and the connection
 *   reset instead of answered.
 * - `cut-answer`: the same, but the connection ends in the middle of the answer: in its head, or with
 *   `cutIn: 'body'` in its body, which then is shorter than announced.
 * - `stall`: `afterBytes` of the body are read (default none), then nothing happens any more.
 *   With `processed` the request is carried out and never answered.
 * - `slow`: the body is read at `bytesPerSecond` (real time); the request then goes its normal way.
 *   A client that goes away is noticed once its last bytes are read: some MB sit in the kernel.
 * - `delay`: the normal answer comes `delayMs` (real time) late.
 * - `status`: the body is read, nothing is carried out, `status`/`headers`/`body` is answered.
 * - `early-status`: the same before the body is read; with `closes` the connection ends with it.
 * - `rate-limit`: 429 `rate_limit_exceeded`; put Retry-After into `headers` if wanted.
 * - `html`: a gateway's error page (502 unless `status` says otherwise).
 * - `truncated-json`, `empty`, `wrong-types`: carried out, but the answer is cut in half, has no
 *   body, or has values of the wrong types.
 * - `forget`: an upload's chunk is answered as accepted and thrown away; the next PUT gets 416.
 * - `expire-url`: the upload URL is expired for good before this PUT is looked at. With `early` it is
 *   answered before its body is read, and with `closes` the connection ends with that.
 */
export type FaultAction =
	| 'reset-before'
	| 'reset-inside'
	| 'reset-after'
	| 'cut-answer'
	| 'stall'
	| 'slow'
	| 'delay'
	| 'status'
	| 'early-status'
	| 'rate-limit'
	| 'html'
	| 'truncated-json'
	| 'empty'
	| 'wrong-types'
	| 'forget'
	| 'expire-url';

/** A fault as a test scripts it. */
export interface FaultScript {
	on: {
		endpoint: Endpoint;
		/** Hits the n-th matching request from now (1 = the next one, the default). */
		nth?: number;
		/** Uploads only: 0-based index of the chunk, or the last one. */
		chunk?: number | 'last';
	};
	do: FaultAction;
	/** How many matching requests in a row it hits; default 1. */
	times?: number;
	status?: number;
	headers?: Record<string, string>;
	/** Text as is, anything else as JSON. */
	body?: unknown;
	afterBytes?: number;
	bytesPerSecond?: number;
	delayMs?: number;
	/** Whether the request is carried out before the answer is replaced. */
	processed?: boolean;
	/** `cut-answer` only: where the answer breaks off; default in its head. */
	cutIn?: 'head' | 'body';
	/** `early-status` and `expire-url` only: end the connection at once instead of reading on. */
	closes?: boolean;
	/** `expire-url` only: answer before the body is read. */
	early?: boolean;
}

/** A scripted fault and how far it has been consumed. */
export interface Fault extends FaultScript {
	id: number;
	seen: number;
	consumed: number;
}

/** What a fault is matched against. */
export interface FaultTarget {
	endpoint: Endpoint;
	chunk?: number;
	isLastChunk?: boolean;
}

const PROCESSED_BY_DEFAULT: ReadonlySet<FaultAction> = new Set([
	'reset-after',
	'cut-answer',
	'truncated-json',
	'empty',
	'wrong-types',
	'delay',
	'slow',
	'forget',
	'expire-url',
]);

/** Whether the request behind this fault is carried out. */
export function isProcessed(fault: FaultScript): boolean {
	return fault.processed ?? PROCESSED_BY_DEFAULT.has(fault.do);
}

/** The scripted faults of one simulator: first in, first out for each endpoint. */
export class FaultBook {
	private faults: Fault[] = [];
	private nextId = 1;

	/** Scripts one more fault. */
	add(script: FaultScript): void {
		this.faults.push({ ...script, id: this.nextId++, seen: 0, consumed: 0 });
	}

	/** Faults that still wait for their request. */
	pending(): Fault[] {
		return this.faults.filter((fault) => fault.consumed < (fault.times ?? 1));
	}

	/** The fault that hits this request, if any; it counts as consumed. */
	take(target: FaultTarget): Fault | undefined {
		const candidates = this.pending().filter((fault) => matches(fault, target));
		for (const fault of candidates) fault.seen += 1;
		const hit = candidates.find((fault) => fault.seen >= (fault.on.nth ?? 1));
		if (hit) hit.consumed += 1;
		return hit;
	}

	/** Forgets them all. */
	clear(): void {
		this.faults = [];
	}
}

function matches(fault: Fault, target: FaultTarget): boolean {
	if (fault.on.endpoint !== target.endpoint) return false;
	if (fault.on.chunk === undefined) return true;
	if (fault.on.chunk === 'last') return target.isLastChunk === true;
	return fault.on.chunk === target.chunk;
}
