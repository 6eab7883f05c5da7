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
	readonly beganAt: number;
	/** Of its media; `undefined` where TikTok may be done with it already, so that it is looked at right away. */
	readonly bytes: number | undefined;
	/** From `beganAt` on; at least one answer is fetched in any case. */
	readonly maxWaitMs: number;
	/** For media that have to stay until TikTok has them: so long that is waited for, if it is longer. */
	readonly maxDownloadMs?: number;
}

/** The last status seen, and whether the wait ended before TikTok was done. */
export interface WaitResult {
	readonly status: PublishStatus;
	readonly timedOut: boolean;
}

/** How a post has been looked at. */
interface Place {
	looks: number;
	dueAt: number;
	/** When it was still being worked on. */
	openAt: number;
	isDownloading: boolean;
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
	private readonly places = new Map<T, Place>();
	/** What TikTok took at least for each that it has finished. */
	private quickestMs: number | undefined;
	private ended: Array<EndedWait<T>> = [];

	/** @param tiktok that doesn't come back here when it has to wait */
	constructor(
		private readonly tiktok: TikTokClient,
		private readonly stopped: AbortSignal | undefined,
	) {}

	/** Those that still wait, the longest waiting first. */
	get waiting(): T[] {
		return [...this.places.keys()];
	}

	add(waiting: T): void {
		const { beganAt, bytes } = waiting;
		const firstLook = bytes === undefined ? 0 : firstLookAfter(bytes, this.quickestMs ?? 0);
		const dueAt = Math.min(beganAt + firstLook, findEnd(waiting, true));
		this.places.set(waiting, { looks: 0, dueAt, openAt: beganAt, isDownloading: true });
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
			const next = this.findMostOverdue();
			if (next === undefined) break;
			const lookAt = await this.findTime(next);
			if (lookAt > end) break;
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
		while (this.ended.length === 0) {
			const next = this.findMostOverdue();
			if (next === undefined) return;
			await pause((await this.findTime(next)) - now(), this.stopped);
			await this.lookAt(next);
		}
	}

	private findMostOverdue(): [T, Place] | undefined {
		const [first, ...others] = this.places;
		return first && others.reduce((a, b) => (b[1].dueAt < a[1].dueAt ? b : a), first);
	}

	/** When it is due, and TikTok takes a look at it. */
	private async findTime([, { dueAt }]: [T, Place]): Promise<number> {
		try {
			return Math.max(dueAt, await this.tiktok.statusFreeAt());
		} catch {
			// The look itself meets the same trouble, and says whose it is.
			return dueAt;
		}
	}

	private async lookAt([waiting, place]: [T, Place]): Promise<void> {
		const { publishId, beganAt, bytes = 0 } = waiting;
		const answer = await this.poll(publishId);
		const time = now();
		if (!(answer instanceof Error)) place.isDownloading = answer.status === 'PROCESSING_DOWNLOAD';
		const end = findEnd(waiting, place.isDownloading);
		const result = judge(answer, time >= end);
		if (result === undefined) {
			place.looks += 1;
			place.openAt = time;
			place.dueAt = Math.min(time + nextLookAfter(bytes, place.looks), end);
			return;
		}
		this.places.delete(waiting);
		this.ended.push({ waiting, result });
		if (result instanceof Error || result.timedOut) return;
		this.quickestMs = Math.min(this.quickestMs ?? Infinity, place.openAt - beganAt);
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

function findEnd(
	{ beganAt, maxWaitMs, maxDownloadMs = 0 }: Waiting,
	isDownloading: boolean,
): number {
	return beganAt + (isDownloading ? Math.max(maxWaitMs, maxDownloadMs) : maxWaitMs);
}

/** @returns `undefined` when another look is to come */
function judge(answer: PublishStatus | Error, isOver: boolean): WaitResult | Error | undefined {
	if (answer instanceof Error) {
		const mayPass = answer instanceof TikTokError && isPassing(answer);
		return mayPass && !isOver ? undefined : answer;
	}
	const timedOut = phaseOf(answer) === 'processing';
	return timedOut && !isOver ? undefined : { status: answer, timedOut };
}
