import { randomUUID } from 'crypto';
import { claimEntry, takenEntries, type Turn } from './ledgerEntries';

/** What one call has written. */
export interface Written {
	/** What was not there before. */
	readonly fresh: ReadonlySet<string>;
	/** Milliseconds: the row was read after the first and written before the second. */
	readonly startedAt: number;
	readonly endedAt: number;
}

/** Looks at a claim after the first one, each a settling time after the one before. */
const CONFIRMATIONS = 2;

/**
 * A claim to be the only one who publishes, in a store in which the last writer wins: it has no lock and no
 * condition, and whoever writes may overwrite what others have written since the writer read.
 *
 * Two entries are written in one call: one that all claimants share, and one of this claimant's own. Of several who
 * read before any of them wrote, only the last writer's own entry stays. So a claim counts after it was found whole
 * twice more, each time after longer than a call takes: by then everybody who had not seen it has written. Whoever
 * finds the shared entry without their own has lost. If both are gone, a stranger has overwritten them, and it is a
 * new claim. (Fischer's timed mutual exclusion, with a register that strangers overwrite.)
 */
export class Claim {
	private claimed: readonly Turn[];
	private seenAt: number | undefined;
	private confirmations = 0;
	private isLost = false;
	private wasOvertaking = false;
	private wasHit = false;
	private notesThere: ReadonlySet<string> | undefined;
	/** Tells this claimant from others; of no use to anybody once the claim is over. */
	readonly own = randomUUID();

	/**
	 * @param asked what nobody else may have
	 * @param listNotes what is entered with those turns, once they are not lost at first sight
	 */
	constructor(
		private readonly asked: readonly Turn[],
		private readonly listNotes: (turns: readonly Turn[]) => string[],
	) {
		this.claimed = asked;
	}

	/** What it is about: turns that somebody else had before are none of it. */
	get turns(): readonly Turn[] {
		return this.claimed;
	}

	/** Turns that somebody else has, as far as this claimant found out. */
	get taken(): readonly Turn[] {
		return this.isLost ? this.asked : this.asked.filter((turn) => !this.claimed.includes(turn));
	}

	/** What each call has to write. */
	get entries(): string[] {
		return this.isLost ? [] : [this.own, ...this.lasting];
	}

	/** Of these, what has to stay when the claim is over. */
	get lasting(): string[] {
		if (this.isLost) return [];
		const notes = this.seenAt === undefined ? [] : this.listNotes(this.claimed);
		return [...this.claimed.flatMap(takenEntries), ...notes];
	}

	get state(): 'settling' | 'held' | 'lost' {
		if (this.isLost) return 'lost';
		return this.confirmations >= CONFIRMATIONS ? 'held' : 'settling';
	}

	/**
	 * A call of this claimant took longer than the others settle: it may have overwritten a claim that counted already.
	 */
	get mayHaveOvertaken(): boolean {
		return this.wasOvertaking;
	}

	/** A call has entered it, and it is known what was there before. */
	get isEntered(): boolean {
		return this.seenAt !== undefined;
	}

	/** Another process has overwritten it: the row is not this process's alone. */
	get wasOverwritten(): boolean {
		return this.wasHit;
	}

	/** Whether a note was there already when this claimant entered it first. */
	foundNote(note: string): boolean {
		return this.notesThere?.has(note) ?? false;
	}

	/** When the next look can count; milliseconds. */
	nextLookAt(settleMs: number): number {
		return this.seenAt === undefined ? 0 : this.seenAt + settleMs;
	}

	/** Nothing of it counts any more. */
	giveUp(): void {
		this.isLost = true;
	}

	/** Any call that wrote these entries is a look at the claim, whatever else it was made for. */
	observe({ fresh, startedAt, endedAt }: Written, settleMs: number): void {
		if (this.isLost) return;
		if (this.seenAt !== undefined) {
			this.wasHit ||= fresh.has(this.own);
			const notes = this.listNotes(this.claimed);
			this.notesThere ??= new Set(notes.filter((note) => !fresh.has(note)));
		}
		const isSlow = endedAt - startedAt > settleMs;
		const isThere = (turn: Turn) => !fresh.has(claimEntry(turn));
		const isOwnThere = !fresh.has(this.own);
		if (this.seenAt === undefined) {
			this.claimed = this.claimed.filter((turn) => !isThere(turn));
			this.isLost = this.claimed.length === 0;
		} else if (this.claimed.some(isThere) && !isOwnThere) {
			this.isLost = true;
		} else if (isOwnThere && this.claimed.every(isThere)) {
			if (startedAt < this.nextLookAt(settleMs)) return;
			if (!isSlow) this.confirmations += 1;
			this.seenAt = endedAt;
			return;
		}
		// A new claim: the first one, or both entries were overwritten.
		this.confirmations = 0;
		this.wasOvertaking ||= isSlow;
		this.seenAt = endedAt;
	}
}
