import type { IExecuteFunctions } from 'n8n-workflow';
import { asError, TikTokError } from '../../tiktok/api/errors';
import { redactMessage } from '../../tiktok/api/redact';
import { now, waitUntil } from '../clock';
import type { Claim, Written } from './claim';
import { factEntry, LEVELS, questionEntries, readAnswer, type Answer } from './ledgerEntries';
import { StoreRow } from './storeRow';

/** What came of a question. */
export interface Answers {
	readonly of: (fact: string) => Answer | undefined;
	/** Of the other entries of the question, those that were there. */
	readonly there: ReadonlySet<string>;
}

/**
 * Entries n8n keeps for this node; up to five of a post stay, so they are of the newest 1,800 posts. The oldest are
 * dropped first. Each call writes all of them.
 */
const OPTIONS = { mode: 'entries' as const, maxEntries: 9_200 };

/** Two processes that use a row for the first time may both try to create it. */
const MAX_COLLISIONS = 3;

/** By workflow and node, as n8n keeps them. */
const rows = new Map<string, StoreRow>();

/**
 * n8n's deduplication store of this node: it is written at once and survives a crash, but it only knows whether an
 * entry is there, and asking enters it. Several processes may overwrite each other's entries (see `Claim`).
 */
export class DeduplicationStore {
	private readonly row: StoreRow;
	private hasStore: boolean;

	constructor(private readonly n8n: IExecuteFunctions) {
		const { id } = n8n.getWorkflow();
		this.hasStore = Boolean(id);
		const name = `${id} ${n8n.getNode().id}`;
		const row = rows.get(name) ?? new StoreRow();
		rows.set(name, row);
		this.row = row;
	}

	/**
	 * Whether entries are kept; certain after the first call. n8n keeps them by workflow: one that was never saved has
	 * none, and no retries either. Where n8n-core runs without n8n, nothing is kept at all.
	 */
	get isAvailable(): boolean {
		return this.hasStore;
	}

	/**
	 * Enters something and tells what was not there before.
	 *
	 * @throws TikTokError `deduplication_failed`
	 */
	async record(entries: readonly string[]): Promise<Written> {
		const write = async (all: string[]) => await this.write(all);
		return await this.wait(this.row.record(entries, write));
	}

	/** Enters what is so, for good: it comes back if another process overwrites it. */
	async tell(entries: readonly string[]): Promise<Written> {
		entries.forEach((entry) => this.row.keep(entry));
		return await this.record(entries);
	}

	/**
	 * Asks about facts, and takes back what the question has entered.
	 *
	 * @param others entries that are asked about besides; one that an interrupted question left behind looks the same
	 */
	async ask(facts: readonly string[], others: readonly string[] = []): Promise<Answers> {
		const answers = new Map<string, Answer>();
		let there = new Set<string>();
		for (const level of LEVELS) {
			const open = level === 0 ? facts : facts.filter((fact) => answers.get(fact) === 'unsure');
			if (open.length === 0) break;
			const asked = [...(level === 0 ? others : []), ...questionEntries(open, level)];
			const { fresh } = await this.record(asked);
			await this.takeBack(asked.filter((entry) => fresh.has(entry)));
			for (const fact of open) {
				const answer = readAnswer(fact, level, fresh);
				answers.set(fact, answer);
				if (answer === 'yes') this.sayAgain(fact, level + 1);
			}
			if (level === 0) there = new Set(others.filter((entry) => !fresh.has(entry)));
		}
		return { of: (fact) => answers.get(fact), there };
	}

	/** Waits until a claim counts, or is lost. Where nothing is kept, it stays as it is. */
	async settle(claim: Claim): Promise<void> {
		while (this.hasStore && claim.state === 'settling') {
			await waitUntil(claim.nextLookAt(this.row.settleMs), this.stopped);
			await this.record([]);
		}
	}

	watch(claim: Claim): void {
		if (this.hasStore) this.row.watch(claim);
	}

	/** The claim is over, and nothing of it stays that is not entered yet. */
	drop(claim: Claim): void {
		this.row.drop(claim);
	}

	unwatch(claim: Claim): void {
		this.row.unwatch(claim);
	}

	/** These entries serve nobody any more; they are removed some time. */
	spend(entries: readonly string[]): void {
		if (this.hasStore) this.row.spend(entries);
	}

	/** Looks at a claim, if enough time has passed for the look to count. */
	async lookAt(claim: Claim): Promise<void> {
		const { settleMs } = this.row;
		if (claim.state === 'settling' && now() >= claim.nextLookAt(settleMs)) await this.record([]);
	}

	/** Another process of this n8n was met. */
	noteOthers(): void {
		this.row.noteOthers();
	}

	/** Waits until everything that was told stayed, where others write as well; and removes what serves nobody any more. */
	async confirm(): Promise<void> {
		for (;;) {
			const time = this.hasStore ? this.row.nextConfirmationAt() : undefined;
			if (time === undefined) break;
			await waitUntil(time, this.stopped);
			await this.record([]);
		}
		await this.takeBack(this.row.takeSpent());
	}

	/** What a question has entered may come back with others who write, after it was taken back. */
	private sayAgain(fact: string, level: number): void {
		if (this.row.hasOthers && level < LEVELS.length) this.row.keep(factEntry(fact, level));
	}

	private async takeBack(entries: readonly string[]): Promise<void> {
		if (!this.hasStore || entries.length === 0) return;
		const remove = async () =>
			await this.n8n.helpers.removeProcessed([...entries], 'node', OPTIONS);
		await this.wait(this.row.inTurn(remove));
	}

	private async write(entries: string[]): Promise<ReadonlySet<string>> {
		if (!this.hasStore) return new Set(entries);
		const { helpers } = this.n8n;
		for (let collisions = 0; ; collisions++) {
			try {
				const { new: fresh } = await helpers.checkProcessedAndRecord(entries, 'node', OPTIONS);
				return new Set(fresh.map(String));
			} catch (error) {
				if (isNotSetUp(error)) break;
				if (!isCollision(error) || collisions === MAX_COLLISIONS) throw asError(error);
				this.row.noteOthers();
			}
		}
		this.hasStore = false;
		return new Set(entries);
	}

	private get stopped(): AbortSignal | undefined {
		return this.n8n.getExecutionCancelSignal();
	}

	private async wait<T>(work: Promise<T>): Promise<T> {
		try {
			return await work;
		} catch (error) {
			throw this.describe(asError(error));
		}
	}

	/** The store's own words may name hosts and files of this n8n: they are for its log. */
	private describe({ name, message }: Error): TikTokError {
		const detail = redactMessage(`${name}: ${message}`);
		this.n8n.logger.error(`TikTok Post: n8n's deduplication store failed (${detail})`);
		return storeFailed(describeStoreTrouble(detail));
	}
}

/** What n8n-core says when nobody gave it a store, as n8n does when it starts. */
function isNotSetUp(error: unknown): boolean {
	return (error as { code?: unknown } | null)?.code === 'ERR_ASSERTION';
}

/** What databases say when a row is there already: another process has created it in the same moment. */
function isCollision(error: unknown): boolean {
	return /duplicate key|unique constraint|duplicate entry/i.test(asError(error).message);
}

/** What databases say, by kind. */
const STORE_TROUBLES: ReadonlyArray<readonly [RegExp, string]> = [
	[/locked|busy|deadlock|lock wait/i, 'its database is busy'],
	[/full|no space|quota|ENOSPC/i, 'its database has no space left'],
	[/read-?only|permission|EACCES/i, 'its database can not be written'],
	[/ECONN|connect|terminat|timed? ?out|closed/i, 'its database can not be reached'],
];

function describeStoreTrouble(detail: string): string {
	return STORE_TROUBLES.find(([pattern]) => pattern.test(detail))?.[1] ?? "n8n's log says why";
}

function storeFailed(trouble: string): TikTokError {
	return new TikTokError({
		code: 'deduplication_failed',
		message: `n8n's deduplication store could not be used: ${trouble}`,
		advice:
			"Without it a second post could not be ruled out. Save the workflow, check n8n's database and run the node again: it finds out first what became of this try.",
		retry: 'soon',
		stage: 'init',
	});
}
