import type { IExecuteFunctions } from 'n8n-workflow';
import { asError, TikTokError } from '../../tiktok/api/errors';
import { redactMessage } from '../../tiktok/api/redact';
import { idEntries, idPair, mediaEntries, mediaMarks } from './ledgerEntries';
import type { MediaFact } from './mediaFact';

/**
 * How far a post got, as n8n's deduplication store remembers it through crashes.
 * - `begun`: its last bytes were never sent, so it can't have been published
 * - `committed`: the last bytes were on their way; whether they arrived is unknown
 * - `posted`: TikTok has it
 */
export type LedgerState = 'begun' | 'committed' | 'posted';

/** Entries n8n keeps for this node; up to 27 belong to one post. The oldest are dropped first. */
const OPTIONS = { mode: 'entries' as const, maxEntries: 44_000 };

/** What is recorded with the last bytes, beside that they are sent. */
export interface CommitNotes {
	/** One more key, which is entered whatever else was sent for it. */
	readonly crashKey?: string;
	/** The media of one of the keys; their fact is `undefined` where it is not known. */
	readonly media?: { readonly key: string; readonly fact: MediaFact | undefined };
}

/** n8n's store reads, changes and writes one row, so calls for the same node must not overlap. */
const queues = new Map<string, Promise<unknown>>();

/**
 * The book of posts that were begun, in n8n's deduplication store of this node. The store is written at
 * once and survives a crash, but it only knows whether an entry is there, and asking records the entry.
 *
 * So the entries are chosen such that what a crash in the middle of a question leaves behind is never taken
 * for a post that was made: a post is `posted` when it is entered as posted **and** no longer as open. At
 * worst it is taken for `committed`, which is asked about.
 */
export class PostLedger {
	private hasStore: boolean;

	constructor(private readonly n8n: IExecuteFunctions) {
		this.hasStore = Boolean(n8n.getWorkflow().id);
	}

	/**
	 * Whether entries are kept; certain after `begin`. n8n keeps them by workflow: one that was never saved has
	 * none, and no retries either. Where n8n-core runs without n8n, nothing is kept at all.
	 */
	get isAvailable(): boolean {
		return this.hasStore;
	}

	/** Records that a post is begun and tells, for each of its keys, how far it had got before. */
	async begin(keys: readonly string[]): Promise<LedgerState[]> {
		return await this.exclusively(async () => {
			const fresh = await this.record(keys.flatMap((key) => [`${key}|begun`, `${key}|open`]));
			const states: LedgerState[] = [];
			for (const key of keys) states.push(await this.readState(key, fresh));
			return states;
		});
	}

	/** @param fresh what the question itself has entered */
	private async readState(key: string, fresh: ReadonlySet<string>): Promise<LedgerState> {
		if (fresh.has(`${key}|begun`)) return 'begun';
		if (fresh.has(`${key}|open`) && (await this.contains(`${key}|posted`))) {
			await this.remove([`${key}|open`]);
			return 'posted';
		}
		return (await this.contains(`${key}|committed`)) ? 'committed' : 'begun';
	}

	/**
	 * Records that the last bytes are about to be sent.
	 *
	 * @param publishId of the post, where TikTok has named it already
	 * @returns whether they may be: not when another post's were sent for one of the keys
	 */
	async commit(
		keys: readonly string[],
		publishId: string | undefined,
		{ crashKey, media }: CommitNotes = {},
	): Promise<boolean> {
		return await this.exclusively(async () => {
			const fresh = await this.record(keys.map((key) => `${key}|committed`));
			for (const key of keys) {
				if (fresh.has(`${key}|committed`)) continue;
				// The same post may send its last bytes again.
				if (publishId !== undefined && (await this.standsFor(key, publishId))) continue;
				await this.remove([...fresh]);
				return false;
			}
			// Only now: should this be interrupted, no key may stand for a post that it doesn't belong to.
			const about = media === undefined ? [] : mediaEntries(media.key, media.fact);
			await this.record([...idEntries(keys, publishId), ...about]);
			if (crashKey !== undefined) await this.enterCommitted(crashKey, publishId);
			return true;
		});
	}

	private async enterCommitted(key: string, publishId: string | undefined): Promise<void> {
		const states = [`${key}|begun`, `${key}|open`, `${key}|committed`];
		await this.record([...states, ...idEntries([key], publishId)]);
	}

	/** Records that TikTok has the whole post. */
	async finish(keys: readonly string[], publishId: string): Promise<void> {
		await this.exclusively(async () => {
			const entries = keys.flatMap((key) => [`${key}|committed`, `${key}|posted`]);
			await this.record([...entries, ...idEntries(keys, publishId)]);
			await this.remove(keys.map((key) => `${key}|open`));
		});
	}

	/**
	 * Makes keys free again whose post certainly does not exist.
	 *
	 * @param publishId of that post; keys that stand for another one by now are left alone
	 */
	async release(keys: readonly string[], publishId: string | undefined): Promise<void> {
		await this.exclusively(async () => {
			for (const key of keys) {
				if (publishId !== undefined && !(await this.standsFor(key, publishId))) continue;
				const ids = idEntries([key], publishId);
				const media = Object.values(mediaMarks(key));
				await this.remove([`${key}|committed`, `${key}|posted`, ...ids, ...media]);
				await this.record([`${key}|open`]);
			}
		});
	}

	/** Whether the last bytes sent for a key were those of this post. `false` where that is uncertain. */
	async isAbout(key: string, publishId: string): Promise<boolean> {
		return await this.exclusively(async () => await this.standsFor(key, publishId));
	}

	/**
	 * Whether the media that were posted under a key certainly are others. `false` where that is uncertain, also for
	 * good once a question was interrupted: what it enters besides keeps the rest from being believed.
	 */
	async hasOtherMedia(key: string, fact: MediaFact): Promise<boolean> {
		return await this.exclusively(async () => {
			const { isKnown, isUnsure } = mediaMarks(key);
			const fresh = await this.record([isUnsure, ...mediaEntries(key, fact)]);
			await this.remove([...fresh]);
			const isOther = fresh.has(`${key}|media ${fact}`);
			return isOther && !fresh.has(isKnown) && fresh.has(isUnsure);
		});
	}

	private async standsFor(key: string, publishId: string): Promise<boolean> {
		const [entry, confirmation] = idPair(key, publishId);
		if (!(await this.contains(entry))) return false;
		if (await this.contains(confirmation)) return true;
		// Left behind by a question that was never finished.
		await this.remove([entry]);
		return false;
	}

	private async contains(entry: string): Promise<boolean> {
		const fresh = await this.record([entry]);
		if (fresh.size > 0) await this.remove([entry]);
		return fresh.size === 0;
	}

	/** Returns those that were not there before. */
	private async record(entries: string[]): Promise<ReadonlySet<string>> {
		if (!this.hasStore) return new Set(entries);
		const { helpers } = this.n8n;
		try {
			const { new: fresh } = await helpers.checkProcessedAndRecord(entries, 'node', OPTIONS);
			return new Set(fresh.map(String));
		} catch (error) {
			if (!isNotSetUp(error)) throw asError(error);
			this.hasStore = false;
			return new Set(entries);
		}
	}

	private async remove(entries: string[]): Promise<void> {
		if (!this.hasStore) return;
		await this.n8n.helpers.removeProcessed(entries, 'node', OPTIONS);
	}

	private async exclusively<T>(work: () => Promise<T>): Promise<T> {
		const queue = `${this.n8n.getWorkflow().id} ${this.n8n.getNode().id}`;
		const turn = (queues.get(queue) ?? Promise.resolve()).then(work, work);
		queues.set(queue, turn);
		try {
			return await turn;
		} catch (error) {
			throw this.storeFailed(asError(error));
		} finally {
			if (queues.get(queue) === turn) queues.delete(queue);
		}
	}

	/** The store's own words may name hosts and files of this n8n: they are for its log. */
	private storeFailed({ name, message }: Error): TikTokError {
		const detail = redactMessage(`${name}: ${message}`);
		this.n8n.logger.error(`TikTok Post: n8n's deduplication store failed (${detail})`);
		return storeFailed(describeStoreTrouble(detail));
	}
}

/** What n8n-core says when nobody gave it a store, as n8n does when it starts. */
function isNotSetUp(error: unknown): boolean {
	return (error as { code?: unknown } | null)?.code === 'ERR_ASSERTION';
}

/** What databases say, by kind. */
const STORE_TROUBLES: ReadonlyArray<readonly [RegExp, string]> = [
	[/locked|busy|deadlock|lock wait/i, 'its database is busy'],
	[/full|no space|quota|ENOSPC/i, 'its database has no space left'],
	[/read-?only|permission|EACCES/i, 'its database can not be written'],
	[/ECONN|connect|terminat|timed? ?out|closed/i, 'its database can not be reached'],
];

function describeStoreTrouble(detail: string): string {
	const [, trouble] = STORE_TROUBLES.find(([pattern]) => pattern.test(detail)) ?? [];
	return trouble ?? "n8n's log says why";
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
