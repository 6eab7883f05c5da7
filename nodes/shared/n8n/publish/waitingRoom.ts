import { firstLookAfter, nextLookAfter } from '../../tiktok/post/lookTimes';
import {
	asError,
	isPassing,
	StoppedError,
	TikTokError,
	withPublishId,
} from '../../tiktok/api/errors';
import { phaseOf, type PublishStatus } from '../../tiktok/api/publishStatus';
import type { TikTokClient } from '../api/client';
import { now, pause } from '../clock';

/** A post that TikTok works on. */
export interface Waiting {
	readonly publishId: string;
	/** When TikTok had all of it; milliseconds. */
	readonly since: number;
	/** Of its media; `undefined` where TikTok may be done with it already, so that it is looked at right away. */
	readonly bytes: number | undefined;
	/** From `since` on; at least one answer is fetched in any case. */
	readonly maxWaitMs: number;
}

/** The last status seen, and whether the wait ended before TikTok was done. */
export interface WaitResult {
	readonly status: PublishStatus;
	readonly timedOut: boolean;
}

/** A post that is not waited for any more, and why: what TikTok said last, or that asking is pointless. */
export interface EndedWait<T> {
	readonly waiting: T;
	readonly result: WaitResult | Error;
}

/**
 * The posts of a run that TikTok works on. They are looked at one after the other, the most overdue one first, and never
 * more often than TikTok allows.
 *
 * A passing fault of TikTok's only means another look; the post itself goes on at TikTok either way.
 */
export class WaitingRoom<T extends Waiting> {
	private readonly dueAt = new Map<T, number>();
	private ended: Array<EndedWait<T>> = [];

	/** @param tiktok that doesn't come back here when it has to wait */
	constructor(
		private readonly tiktok: TikTokClient,
		private readonly stopped: AbortSignal | undefined,
	) {}

	/** Those that still wait, the longest waiting first. */
	get waiting(): T[] {
		return [...this.dueAt.keys()];
	}

	add(waiting: T): void {
		const { since, bytes, maxWaitMs } = waiting;
		const firstLook = bytes === undefined ? 0 : firstLookAfter(bytes);
		this.dueAt.set(waiting, since + Math.min(firstLook, maxWaitMs));
	}

	/** Those whose wait is over, once. */
	takeEnded(): Array<EndedWait<T>> {
		return this.ended.splice(0);
	}

	/**
	 * Passes time with looks at what is due.
	 *
	 * @throws StoppedError when the user stops the execution
	 */
	async lookFor(milliseconds: number): Promise<void> {
		const end = now() + milliseconds;
		for (;;) {
			const [next, lookAt] = await this.findNext();
			if (next === undefined || lookAt >= end) break;
			await pause(lookAt - now(), this.stopped);
			await this.lookAt(next);
		}
		await pause(end - now(), this.stopped);
	}

	/**
	 * Looks until at least one wait is over, if there is any.
	 *
	 * @throws StoppedError when the user stops the execution
	 */
	async lookUntilEnd(): Promise<void> {
		while (this.dueAt.size > 0 && this.ended.length === 0) {
			const [next, lookAt] = await this.findNext();
			if (next === undefined) return;
			await pause(lookAt - now(), this.stopped);
			await this.lookAt(next);
		}
	}

	/** The most overdue one, and when TikTok takes a look at it. */
	private async findNext(): Promise<[T | undefined, number]> {
		const [first, ...others] = this.dueAt;
		if (first === undefined) return [undefined, Infinity];
		const [next, dueAt] = others.reduce((a, b) => (b[1] < a[1] ? b : a), first);
		return [next, Math.max(dueAt, await this.tiktok.statusFreeAt())];
	}

	private async lookAt(waiting: T): Promise<void> {
		const result = await this.ask(waiting);
		if (result === undefined) return;
		this.dueAt.delete(waiting);
		this.ended.push({ waiting, result });
	}

	/** `undefined` when another look is to come. */
	private async ask(waiting: T): Promise<WaitResult | Error | undefined> {
		const { publishId, since, maxWaitMs } = waiting;
		const answer = await this.poll(publishId);
		const time = now();
		const isOver = time >= since + maxWaitMs;
		this.dueAt.set(waiting, Math.min(time + nextLookAfter(time - since), since + maxWaitMs));
		if (answer instanceof Error) {
			const mayPass = answer instanceof TikTokError && isPassing(answer);
			return mayPass && !isOver ? undefined : answer;
		}
		const timedOut = phaseOf(answer) === 'processing';
		return timedOut && !isOver ? undefined : { status: answer, timedOut };
	}

	private async poll(publishId: string): Promise<PublishStatus | Error> {
		try {
			return await this.tiktok.status(publishId);
		} catch (error) {
			if (error instanceof StoppedError) throw asError(error);
			return asError(withPublishId(error, publishId));
		}
	}
}
