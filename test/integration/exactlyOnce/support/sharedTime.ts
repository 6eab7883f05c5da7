import type { MovableClock } from '../../../support/node/virtualTime';

/** Somebody whose work takes time. */
export interface Participant {
	isWorking: boolean;
	isGone: boolean;
}

interface Wait {
	readonly of: Participant;
	readonly until: number;
	readonly end: () => void;
}

/**
 * The time of several executions at once. It stands still while any of them works, and jumps to the end of
 * the next wait when all of them wait. So what one does during another one's wait really happens in it.
 */
export class SharedTime {
	private waits: Wait[] = [];
	private working = 0;

	constructor(private readonly clock: MovableClock) {}

	now(): number {
		return this.clock.now();
	}

	/** Somebody begins to work. */
	join(): Participant {
		this.working += 1;
		return { isWorking: true, isGone: false };
	}

	/** Nobody waits for them any more. */
	leave(participant: Participant): void {
		participant.isGone = true;
		this.waits = this.waits.filter((wait) => wait.of !== participant);
		this.stopWorking(participant);
	}

	/** Takes that long. Never ends for somebody who has left. */
	async wait(participant: Participant, milliseconds: number): Promise<void> {
		await new Promise<void>((end) => {
			if (participant.isGone) return;
			this.waits.push({ of: participant, until: this.now() + milliseconds, end });
			this.stopWorking(participant);
		});
	}

	/** Takes as long as somebody else's work does. */
	async waitFor(participant: Participant, work: Promise<void>): Promise<void> {
		this.stopWorking(participant);
		try {
			await work;
		} finally {
			if (!participant.isGone) this.startWorking(participant);
		}
	}

	private startWorking(participant: Participant): void {
		if (participant.isWorking) return;
		participant.isWorking = true;
		this.working += 1;
	}

	private stopWorking(participant: Participant): void {
		if (!participant.isWorking) return;
		participant.isWorking = false;
		this.working -= 1;
		if (this.working === 0) this.endNextWait();
	}

	private endNextWait(): void {
		const [first, ...others] = this.waits;
		if (first === undefined) return;
		const next = others.reduce((a, b) => (b.until < a.until ? b : a), first);
		this.waits = this.waits.filter((wait) => wait !== next);
		this.clock.advance(Math.max(0, next.until - this.now()));
		this.startWorking(next.of);
		next.end();
	}
}
