import { now } from '../clock';
import type { Claim, Written } from './claim';

/** What is entered now rides along with each later call for this long, so that it comes back if it was overwritten. */
const KEEP_MS = 600_000;
const MAX_KEPT = 2_000;

/** Others settle longer than a call takes. As measured here, with a margin; within these bounds. */
const MIN_SETTLE_MS = 400;
const MAX_SETTLE_MS = 5_000;
const SETTLE_FACTOR = 3;
const REMEMBERED_CALLS = 50;

/** Entries that serve nobody any more are removed this many at a time. */
const SPENT_AT_ONCE = 100;

/** Whether another process of this n8n was met, at any row: they share all of them. */
let hasOthers = false;

/** An entry that has to stay. */
interface Kept {
	readonly until: number;
	/** When a call wrote it last because it was not there; `undefined` before the first one. */
	writtenAt: number | undefined;
	isConfirmed: boolean;
}

/** Calls that wait for their turn together. */
interface Group {
	readonly entries: Set<string>;
	readonly written: Promise<Written>;
}

/** The writing of one call: returns what was not there before. */
export type Write = (entries: string[]) => Promise<ReadonlySet<string>>;

/**
 * What this process knows of one node's row in n8n's deduplication store. Calls for a row never overlap in a process, and
 * those that wait for their turn are made as one.
 */
export class StoreRow {
	private turn: Promise<unknown> = Promise.resolve();
	private next: Group | undefined;
	private readonly kept = new Map<string, Kept>();
	private readonly claims = new Set<Claim>();
	private spent: string[] = [];
	private callMs: number[] = [];

	/** Milliseconds after which everybody has written who had not seen a certain call. */
	get settleMs(): number {
		const slowest = Math.max(0, ...this.callMs);
		return Math.min(MAX_SETTLE_MS, Math.max(MIN_SETTLE_MS, SETTLE_FACTOR * slowest));
	}

	/** Looks at the claim with every call from now on, and writes it anew where it was overwritten. */
	watch(claim: Claim): void {
		this.claims.add(claim);
	}

	/** The claim is over; what it has entered stays, unless it was lost. */
	unwatch(claim: Claim): void {
		if (!this.claims.delete(claim)) return;
		claim.lasting.forEach((entry) => this.keep(entry, now()));
		this.spend([claim.own]);
	}

	/** The claim is over, and nothing of it stays that is not entered yet. */
	drop(claim: Claim): void {
		this.claims.delete(claim);
	}

	/** Entries that serve nobody any more. */
	spend(entries: readonly string[]): void {
		entries.forEach((entry) => this.kept.delete(entry));
		this.spent.push(...entries);
	}

	/** Entries that can be removed, when there are enough of them to be worth a call. */
	takeSpent(): string[] {
		return this.spent.length < SPENT_AT_ONCE ? [] : this.spent.splice(0);
	}

	get hasOthers(): boolean {
		return hasOthers;
	}

	/** Another process of this n8n was met. */
	noteOthers(): void {
		hasOthers = true;
	}

	/**
	 * Enters something with the next calls that has to stay.
	 *
	 * @param writtenAt given for what is entered already, and is known to have stayed
	 */
	keep(entry: string, writtenAt?: number): void {
		const time = now();
		this.kept.delete(entry);
		const isConfirmed = writtenAt !== undefined;
		this.kept.set(entry, { until: time + KEEP_MS, writtenAt, isConfirmed });
		for (const [oldest, { until }] of this.kept) {
			if (this.kept.size <= MAX_KEPT && until > time) break;
			this.kept.delete(oldest);
		}
	}

	/**
	 * When the next call can confirm that everything stayed; `undefined` when all of it is. Where this
	 * process has met no other one, that needs no call that does nothing else.
	 */
	nextConfirmationAt(): number | undefined {
		const open = [...this.kept.values()].filter(({ isConfirmed }) => !isConfirmed);
		if (open.length === 0 || !hasOthers) return undefined;
		return Math.max(...open.map(({ writtenAt }) => writtenAt ?? 0)) + this.settleMs;
	}

	/** Writes entries, and what has to stay, with one call. */
	async record(entries: readonly string[], write: Write): Promise<Written> {
		const group = (this.next ??= this.openGroup(write));
		entries.forEach((entry) => group.entries.add(entry));
		return await group.written;
	}

	/** One piece of work after the other. */
	async inTurn<T>(work: () => Promise<T>): Promise<T> {
		const result = this.turn.then(work, work);
		this.turn = result.catch(() => {});
		return await result;
	}

	private openGroup(write: Write): Group {
		const entries = new Set<string>();
		const written = this.inTurn(async () => {
			this.next = undefined;
			for (const claim of this.claims) claim.entries.forEach((entry) => entries.add(entry));
			for (const entry of this.kept.keys()) entries.add(entry);
			return await this.writeAll([...entries], write);
		});
		return { entries, written };
	}

	private async writeAll(entries: string[], write: Write): Promise<Written> {
		const { settleMs } = this;
		const startedAt = now();
		const watched = [...this.claims];
		const missing = await write(entries);
		// What this process has entered to stay is so, whoever has overwritten it since.
		const fresh = new Set([...missing].filter((entry) => !this.wasKept(entry)));
		const written = { fresh, startedAt, endedAt: now() };
		this.callMs = [...this.callMs, written.endedAt - startedAt].slice(-REMEMBERED_CALLS);
		const known = new Set(entries);
		for (const claim of watched) {
			if (claim.entries.every((entry) => known.has(entry))) claim.observe(written, settleMs);
			hasOthers ||= claim.wasOverwritten;
		}
		this.confirm({ ...written, fresh: missing }, known, settleMs);
		return written;
	}

	private wasKept(entry: string): boolean {
		return this.kept.get(entry)?.writtenAt !== undefined;
	}

	private confirm(
		{ fresh, startedAt, endedAt }: Written,
		known: ReadonlySet<string>,
		settleMs: number,
	): void {
		for (const [entry, kept] of this.kept) {
			if (!known.has(entry)) continue;
			if (fresh.has(entry)) {
				hasOthers ||= kept.writtenAt !== undefined;
				kept.writtenAt = endedAt;
				kept.isConfirmed = false;
			} else if (startedAt >= (kept.writtenAt ?? 0) + settleMs) {
				kept.isConfirmed = true;
			}
		}
	}
}
