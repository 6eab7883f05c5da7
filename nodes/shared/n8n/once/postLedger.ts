import type { IExecuteFunctions } from 'n8n-workflow';
import { Claim } from './claim';
import { DeduplicationStore } from './deduplicationStore';
import {
	begunEntry,
	claimEntry,
	closedFact,
	factEntry,
	mediaEntry,
	postedFact,
	type Turn,
} from './ledgerEntries';
import type { LedgerState } from './ledgerState';
import type { MediaFact } from './mediaFact';

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
	/** Whose turn it is, where it is not the first one's. */
	private readonly turns = new Map<string, number>();
	/** Of a post whose last bytes were not sent yet. */
	private claims: Claim[] = [];

	constructor(
		n8n: IExecuteFunctions,
		private readonly names: LedgerNames,
	) {
		this.store = new DeduplicationStore(n8n);
	}

	/** Whether anything is kept; certain after `begin`. */
	get isAvailable(): boolean {
		return this.store.isAvailable;
	}

	/**
	 * Records that a post is begun and tells, for each of its keys, how far it had got before.
	 *
	 * @param quick given for a post that is sent within seconds: it is claimed in the same call, so that it settles
	 * meanwhile
	 */
	async begin(
		quick: { readonly media: MediaFact | undefined } | undefined,
	): Promise<LedgerState[]> {
		const { keys, crashKey } = this.names;
		if (quick !== undefined) await this.openClaim(quick.media);
		const { fresh } = await this.store.record(keys.map(begunEntry));
		const states: LedgerState[] = [];
		for (const key of keys) {
			// The first execution doesn't begin with the crash key.
			const isNew = quick === undefined && fresh.has(begunEntry(key)) && key !== crashKey;
			const isFree = isNew || this.isClaimed(key);
			states.push(isFree ? { ...this.turnOf(key), reached: 'begun' } : await this.read(key));
		}
		return states;
	}

	/** Claims a post without asking about it: `begin` does. */
	async claimAhead(media: MediaFact | undefined): Promise<void> {
		await this.openClaim(media);
		await this.store.record(this.names.keys.map(begunEntry));
	}

	/**
	 * A post that an earlier try has committed goes on: its last bytes are sent once more, which takes the next turn.
	 * Nobody else takes it who doesn't know that the post is dead.
	 */
	goOn(turns: readonly Turn[]): void {
		this.endClaims();
		turns.forEach((turn) => this.passBy(turn));
	}

	/** How far a key has got. */
	async read(key: string): Promise<LedgerState> {
		for (;;) {
			const turn = this.turnOf(key);
			const [claimed, posted, closed] = [claimEntry(turn), postedFact(turn), closedFact(turn)];
			const { there, of } = await this.store.ask([posted, closed], [claimed]);
			if (!there.has(claimed)) return { ...turn, reached: 'begun' };
			if (of(closed) !== 'yes') {
				return { ...turn, reached: of(posted) === 'yes' ? 'posted' : 'committed' };
			}
			this.passBy(turn);
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
		await this.openClaim(media);
		if (!(await this.holdsAll())) return undefined;
		await this.noteAnew();
		return this.takeTurns();
	}

	/** Lets the claims of a post settle while it is on its way. To be awaited between calls to TikTok; never waits. */
	async lookAtClaims(): Promise<void> {
		for (const claim of this.claims) await this.store.lookAt(claim);
	}

	/** Gives up what was claimed and not sent. */
	async abandon(): Promise<void> {
		if (this.claims.length === 0) return;
		try {
			// Only what certainly is this one's: what somebody else has in truth may not be closed.
			await this.holdsAll();
			if (this.claims.length > 0) await this.close(this.takeTurns());
		} finally {
			// Where the store fails, nothing of it is to be entered later.
			this.claims.forEach((claim) => this.store.drop(claim));
			this.claims = [];
		}
	}

	/** Records that TikTok has the whole post. */
	async finish(turns: readonly Turn[]): Promise<void> {
		const { crashKey, userKey } = this.names;
		// Where there is a Deduplication Key, it tells.
		const told = userKey === undefined ? turns : turns.filter(({ key }) => key !== crashKey);
		await this.tell(told.map(postedFact));
	}

	/** Records that nothing came of a post, and nothing will. */
	async close(turns: readonly Turn[]): Promise<void> {
		await this.tell(turns.map(closedFact));
		turns.forEach((turn) => this.passBy(turn));
	}

	/** Whether the media of a key certainly are others. */
	async hasOtherMedia(key: string, fact: MediaFact): Promise<boolean> {
		const turn = this.turnOf(key);
		const facts = [mediaEntry(turn, fact), mediaEntry(turn, undefined)];
		const { of } = await this.store.ask(facts);
		return facts.every((one) => of(one) === 'no');
	}

	private async tell(facts: readonly string[]): Promise<void> {
		const { fresh } = await this.store.tell(facts);
		// Where somebody has asked before, it is said once more.
		const asked = facts.filter((fact) => !fresh.has(fact)).map((fact) => factEntry(fact, 1));
		if (asked.length > 0) await this.store.tell(asked);
	}

	/** Waits until all claims count; those that are lost are none any more. */
	private async holdsAll(): Promise<boolean> {
		for (const claim of [...this.claims]) {
			if (await this.holds(claim)) continue;
			this.store.unwatch(claim);
			this.claims = this.claims.filter((other) => other !== claim);
		}
		return this.names.keys.every((key) => this.isClaimed(key));
	}

	private async holds(claim: Claim): Promise<boolean> {
		if (!(await this.store.settle(claim))) return false;
		if (!claim.mayHaveOvertaken) return true;
		const answers = await this.store.ask(claim.turns.map(postedFact));
		return claim.turns.every((turn) => answers.of(postedFact(turn)) === 'no');
	}

	/**
	 * Nobody asks about the crash key but a retry that has lost the rest. So where an earlier try has entered it already,
	 * it is found out only now whether that one came to nothing, and this one has the next turn.
	 */
	private async noteAnew(): Promise<void> {
		const [noted] = this.notedTurns;
		if (noted === undefined || !this.claims.some((c) => c.foundNote(claimEntry(noted)))) return;
		const { turn } = await this.read(noted.key);
		if (turn !== noted.turn) await this.store.tell(this.notedTurns.map(claimEntry));
	}

	/** Claims all keys that are not claimed yet. */
	private async openClaim(media: MediaFact | undefined): Promise<void> {
		const open = this.names.keys.filter((key) => !this.isClaimed(key));
		if (open.length === 0) return;
		const turns = open.map((key) => this.turnOf(key));
		await this.store.rest(turns.map(claimEntry));
		const claim = new Claim(turns, (claimed) => [
			...claimed
				.filter(({ key }) => key === this.names.userKey)
				.map((turn) => mediaEntry(turn, media)),
			...this.notedTurns.map(claimEntry),
		]);
		this.claims.push(claim);
		this.store.watch(claim);
	}

	/** What was claimed is used up. */
	private takeTurns(): Turn[] {
		const turns = [...this.claims.flatMap((claim) => claim.turns), ...this.notedTurns];
		this.endClaims();
		turns.forEach((turn) => this.passBy(turn));
		return turns;
	}

	/** The crash key's, where it is none of the keys. */
	private get notedTurns(): Turn[] {
		const { keys, crashKey } = this.names;
		return crashKey === undefined || keys.includes(crashKey) ? [] : [this.turnOf(crashKey)];
	}

	private isClaimed(key: string): boolean {
		return this.claims.some(
			({ state, turns }) => state !== 'lost' && turns.some((turn) => turn.key === key),
		);
	}

	private endClaims(): void {
		this.claims.forEach((claim) => this.store.unwatch(claim));
		this.claims = [];
	}

	private passBy({ key, turn }: Turn): void {
		this.turns.set(key, Math.max(turn + 1, this.turnOf(key).turn));
	}

	private turnOf(key: string): Turn {
		return { key, turn: this.turns.get(key) ?? 0 };
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
