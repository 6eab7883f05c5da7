import { Claim } from './claim';
import type { DeduplicationStore } from './deduplicationStore';
import { closedFact, postedFact, type Turn } from './ledgerEntries';

/** Turns that somebody has claimed and not used yet. */
export class PostClaims {
	private claims: Claim[] = [];
	/** Turns that somebody else was found to have. */
	private taken: readonly Turn[] = [];

	constructor(private readonly store: DeduplicationStore) {}

	get isEmpty(): boolean {
		return this.claims.length === 0;
	}

	has(key: string): boolean {
		return this.claims.some(({ turns }) => turns.some((turn) => turn.key === key));
	}

	/** Whether somebody else was found to have a turn. */
	isTaken({ key, turn }: Turn): boolean {
		return this.taken.some((other) => other.key === key && other.turn === turn);
	}

	/** Claims turns with the next call. */
	open(turns: readonly Turn[], listNotes: (turns: readonly Turn[]) => string[] = () => []): void {
		if (turns.length === 0) return;
		const claim = new Claim(turns, listNotes);
		this.claims.push(claim);
		this.store.watch(claim);
	}

	/** Enters what is new, and finds out what somebody else has; that is claimed no more. */
	async enter(): Promise<void> {
		if (this.claims.some(({ isEntered }) => !isEntered)) await this.store.record([]);
		this.claims.forEach((claim) => this.noteTaken(claim));
	}

	/** Waits until all claims count; what somebody else has is claimed no more. */
	async settle(): Promise<void> {
		for (const claim of [...this.claims]) {
			await this.store.settle(claim);
			if (await this.hasOvertakenPost(claim)) claim.giveUp();
			this.noteTaken(claim);
		}
	}

	/** Lets them settle meanwhile; never waits. */
	async look(): Promise<void> {
		for (const claim of this.claims) await this.store.lookAt(claim);
	}

	/** Whether a note was there already when it was entered first. */
	foundNote(note: string): boolean {
		return this.claims.some((claim) => claim.foundNote(note));
	}

	/** What was claimed is used up. */
	take(): Turn[] {
		const turns = this.claims.flatMap((claim) => claim.turns);
		this.claims.forEach((claim) => this.store.unwatch(claim));
		this.claims = [];
		return turns;
	}

	/** Nothing of them is to be entered that is not there yet. */
	drop(): void {
		this.claims.forEach((claim) => this.store.drop(claim));
		this.claims = [];
	}

	private noteTaken(claim: Claim): void {
		this.taken = [...this.taken, ...claim.taken];
		if (claim.state !== 'lost') return;
		this.store.unwatch(claim);
		this.claims = this.claims.filter((other) => other !== claim);
	}

	/** Whether somebody may have had its turns already, whose claim it has overwritten. */
	private async hasOvertakenPost({ mayHaveOvertaken, state, turns }: Claim): Promise<boolean> {
		if (!mayHaveOvertaken || state === 'lost') return false;
		const facts = [...turns.map(postedFact), ...turns.map(closedFact)];
		const { of } = await this.store.ask(facts);
		return facts.some((fact) => of(fact) !== 'no');
	}
}
