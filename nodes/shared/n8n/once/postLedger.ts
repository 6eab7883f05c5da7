import type { IExecuteFunctions } from 'n8n-workflow';
import { DeduplicationStore } from './deduplicationStore';
import {
	closedFact,
	factEntry,
	LEVELS,
	mediaEntry,
	postedFact,
	signEntry,
	takenEntries,
	type Turn,
} from './ledgerEntries';
import type { LedgerState } from './ledgerState';
import type { MediaFact } from './mediaFact';
import { PostClaims } from './postClaims';
import { Turns } from './turns';

/** What a post is entered under. */
export interface LedgerNames {
	/** Nobody else may publish under one of these. */
	readonly keys: readonly string[];
	/** Entered besides, whoever else has it; a retry that has lost the rest has it among its `keys`. */
	readonly crashKey: string | undefined;
	/** The one of `keys` of which the media are entered, too. */
	readonly userKey: string | undefined;
}

/**
 * The book of posts, in n8n's deduplication store of this node, which several processes share.
 *
 * A post takes its turn at each of its keys. Who finds that a turn is closed takes the next one.
 */
export class PostLedger {
	private readonly store: DeduplicationStore;
	private readonly turns = new Turns();
	/** Of a post whose last bytes were not sent yet. */
	private readonly claims: PostClaims;

	constructor(
		n8n: IExecuteFunctions,
		private readonly names: LedgerNames,
	) {
		this.store = new DeduplicationStore(n8n);
		this.claims = new PostClaims(this.store);
	}

	/** Whether anything is kept; certain after `begin`. */
	get isAvailable(): boolean {
		return this.store.isAvailable;
	}

	/**
	 * Tells, for each of the post's keys, how far it had got before.
	 *
	 * @param quick given for a post that is sent within seconds: it is claimed at the same time, so that it settles
	 * meanwhile
	 */
	async begin(
		quick: { readonly media: MediaFact | undefined } | undefined,
	): Promise<LedgerState[]> {
		if (quick !== undefined) {
			this.openClaim(quick.media);
			await this.claims.enter();
		}
		const states: LedgerState[] = [];
		for (const key of this.names.keys) {
			const isClaimed = this.claims.has(key);
			states.push(isClaimed ? { ...this.turns.of(key), reached: 'begun' } : await this.read(key));
		}
		return states;
	}

	/** Claims a post without asking about it: `begin` does. */
	async claimAhead(media: MediaFact | undefined): Promise<void> {
		this.openClaim(media);
		await this.store.record([]);
	}

	/**
	 * A post that an earlier try has committed goes on: its last bytes are sent once more, which takes the next turn.
	 * Nobody else takes it who doesn't know that the post is dead.
	 */
	goOn(turns: readonly Turn[]): void {
		this.claims.take();
		turns.forEach((turn) => this.turns.passBy(turn));
	}

	/** How far a key has got. */
	async read(key: string): Promise<LedgerState> {
		for (;;) {
			const turn = this.turns.of(key);
			const [sign, posted, closed] = [signEntry(turn), postedFact(turn), closedFact(turn)];
			const { there, of } = await this.store.ask([posted, closed], [sign]);
			if (of(closed) !== 'yes') {
				if (of(posted) === 'yes') return { ...turn, reached: 'posted' };
				const isClaimed = there.has(sign) || this.claims.isTaken(turn);
				return { ...turn, reached: isClaimed ? 'committed' : 'begun' };
			}
			this.turns.passBy(turn);
		}
	}

	/**
	 * Of a key that looks claimed and of whose end nobody tells: closes the turn if nobody has it, so that everybody goes
	 * on to the next one. What looked like a claim then was a question that was interrupted.
	 *
	 * @returns whether it was closed
	 */
	async closeIfUnclaimed(key: string): Promise<boolean> {
		const claims = new PostClaims(this.store);
		claims.open([this.turns.of(key)]);
		try {
			await claims.settle();
			if (claims.isEmpty) return false;
			await this.close(claims.take());
			return true;
		} finally {
			claims.drop();
		}
	}

	/** Another process of this n8n is at work on the same post. */
	noteOthers(): void {
		this.store.noteOthers();
	}

	/** How far keys have got, without beginning with them. */
	async readAll(keys: readonly string[] = this.names.keys): Promise<LedgerState[]> {
		const states: LedgerState[] = [];
		for (const key of keys) states.push(await this.read(key));
		return states;
	}

	/**
	 * Makes sure that nobody else publishes: to be awaited right before the last bytes, or the call that publishes.
	 * Each sending of them takes a turn of its own.
	 *
	 * @param media of the post, where they are known
	 * @returns the turns it has; `undefined` when somebody else was first
	 */
	async commit(media: MediaFact | undefined): Promise<Turn[] | undefined> {
		this.openClaim(media);
		await this.claims.settle();
		if (!this.names.keys.every((key) => this.claims.has(key))) return undefined;
		await this.noteAnew();
		return this.takeTurns();
	}

	/** Lets the claims of a post settle while it is on its way. To be awaited between calls to TikTok; never waits. */
	async lookAtClaims(): Promise<void> {
		await this.claims.look();
	}

	/** Gives up what was claimed and not sent. */
	async abandon(): Promise<void> {
		try {
			// Only what certainly is this one's: what somebody else has in truth may not be closed.
			await this.claims.settle();
			if (!this.claims.isEmpty) await this.close(this.takeTurns());
		} finally {
			// Where the store fails, nothing of it is to be entered later.
			this.claims.drop();
		}
	}

	/** Records that TikTok has the whole post. */
	async finish(turns: readonly Turn[]): Promise<void> {
		const { crashKey, userKey } = this.names;
		// Where there is a Deduplication Key, it tells.
		const told = userKey === undefined ? turns : turns.filter(({ key }) => key !== crashKey);
		await this.tell(told, postedFact);
	}

	/** Records that nothing came of a post, and nothing will. */
	async close(turns: readonly Turn[]): Promise<void> {
		await this.tell(turns, closedFact);
		turns.forEach((turn) => this.turns.passBy(turn));
	}

	/** Whether the media of a key certainly are others. */
	async hasOtherMedia(key: string, fact: MediaFact): Promise<boolean> {
		const turn = this.turns.of(key);
		const facts = [mediaEntry(turn, fact), mediaEntry(turn, undefined)];
		const { of } = await this.store.ask(facts);
		return facts.every((one) => of(one) === 'no');
	}

	private async tell(turns: readonly Turn[], toFact: (turn: Turn) => string): Promise<void> {
		let untold = turns.map(toFact);
		for (const level of LEVELS) {
			if (untold.length === 0) break;
			const { fresh } = await this.store.tell(untold.map((fact) => factEntry(fact, level)));
			// Where somebody has asked before, it is said once more.
			untold = untold.filter((fact) => !fresh.has(factEntry(fact, level)));
		}
		// That they are claimed goes without saying from now on.
		this.store.spend(turns.map(signEntry));
	}

	/**
	 * Nobody asks about the crash key but a retry that has lost the rest. So where an earlier try has entered it already,
	 * it is found out only now whether that one came to nothing, and this one has the next turn.
	 */
	private async noteAnew(): Promise<void> {
		const [noted] = this.notedTurns;
		if (noted === undefined || !this.claims.foundNote(signEntry(noted))) return;
		const { turn } = await this.read(noted.key);
		if (turn !== noted.turn) await this.store.tell(this.notedTurns.flatMap(takenEntries));
	}

	/** Claims all keys that are not claimed yet. */
	private openClaim(media: MediaFact | undefined): void {
		const { keys, userKey } = this.names;
		const open = keys.filter((key) => !this.claims.has(key)).map((key) => this.turns.of(key));
		this.claims.open(open, (claimed) => [
			...claimed.filter(({ key }) => key === userKey).map((turn) => mediaEntry(turn, media)),
			...this.notedTurns.flatMap(takenEntries),
		]);
	}

	/** What was claimed is used up. */
	private takeTurns(): Turn[] {
		const turns = [...this.claims.take(), ...this.notedTurns];
		turns.forEach((turn) => this.turns.passBy(turn));
		return turns;
	}

	/** The crash key's, where it is none of the keys. */
	private get notedTurns(): Turn[] {
		const { keys, crashKey } = this.names;
		return crashKey === undefined || keys.includes(crashKey) ? [] : [this.turns.of(crashKey)];
	}
}

/**
 * To be awaited when a run of the node ends: until everything that was recorded stayed, another process may overwrite
 * it. A store that fails has said so in the log, and is no reason to fail what was posted.
 */
export async function settleLedger(n8n: IExecuteFunctions): Promise<void> {
	try {
		await new DeduplicationStore(n8n).confirm();
	} catch {
		// What it would confirm stands there already, as far as anybody knows.
	}
}
