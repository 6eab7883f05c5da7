import type { IExecuteFunctions } from 'n8n-workflow';
import { TikTokError } from '../../tiktok/errors';
import { UPLOAD_URL_LIFETIME_MS } from '../../tiktok/limits';
import { now } from '../pause';

/**
 * How far a post got, as n8n's deduplication store remembers it through crashes.
 * - `new`: never begun
 * - `begun`: begun, but its last byte was never sent, so it can't have been published
 * - `alive`: the same, and the upload URL may still be in use by another process
 * - `committed`: the last byte was on its way; whether it arrived is unknown
 * - `posted`: TikTok has it
 */
export type LedgerState = 'new' | 'begun' | 'alive' | 'committed' | 'posted';

/** Entries n8n keeps for this node; about four belong to one post. The oldest are dropped first. */
const OPTIONS = { mode: 'entries' as const, maxEntries: 20_000 };

/** n8n's store reads, changes and writes one row, so calls for the same node must not overlap. */
const queues = new Map<string, Promise<unknown>>();

/**
 * The book of posts that were begun, in n8n's deduplication store of this node. The store is written at
 * once and survives a crash, but it only knows whether an entry is there, and asking records the entry.
 * So the first question is the entry that has to be made anyway, and `posted` takes two entries: one left
 * behind by a crash in the middle of a question is not taken for a post.
 */
export class PostLedger {
	/** n8n keeps entries by workflow: one that was never saved has none, and no retries either. */
	readonly isAvailable: boolean;

	constructor(private readonly context: IExecuteFunctions) {
		this.isAvailable = Boolean(context.getWorkflow().id);
	}

	/** Records that a post is begun and tells how far it had got before. */
	async begin(key: string): Promise<LedgerState> {
		return await this.exclusively(async () => {
			const isNew = await this.record([beginEntry(key), hourEntry(key, 0)]);
			if (isNew.has(beginEntry(key))) return 'new';
			const wasAlive = !isNew.has(hourEntry(key, 0)) || (await this.contains(hourEntry(key, -1)));
			if ((await this.contains(`${key}|posted`)) && (await this.contains(`${key}|posted!`))) {
				return 'posted';
			}
			if (await this.contains(`${key}|committed`)) return 'committed';
			return wasAlive ? 'alive' : 'begun';
		});
	}

	/** Records that the last byte is about to be sent. */
	async commit(key: string): Promise<void> {
		await this.exclusively(async () => await this.record([`${key}|committed`]));
	}

	/** Records that TikTok has the whole post. */
	async finish(key: string): Promise<void> {
		await this.exclusively(async () => await this.record([`${key}|posted`, `${key}|posted!`]));
	}

	/** Forgets a key whose post certainly does not exist. */
	async release(key: string): Promise<void> {
		const suffixes = ['begun', 'committed', 'posted', 'posted!'];
		const entries = suffixes.map((suffix) => `${key}|${suffix}`);
		entries.push(hourEntry(key, 0), hourEntry(key, -1));
		await this.exclusively(async () => await this.remove(entries));
	}

	private async contains(entry: string): Promise<boolean> {
		const isNew = (await this.record([entry])).has(entry);
		if (isNew) await this.remove([entry]);
		return !isNew;
	}

	private async record(entries: string[]): Promise<ReadonlySet<unknown>> {
		if (!this.isAvailable) return new Set(entries);
		const { helpers } = this.context;
		return new Set((await helpers.checkProcessedAndRecord(entries, 'node', OPTIONS)).new);
	}

	private async remove(entries: string[]): Promise<void> {
		if (!this.isAvailable) return;
		await this.context.helpers.removeProcessed(entries, 'node', OPTIONS);
	}

	private async exclusively<T>(work: () => Promise<T>): Promise<T> {
		const queue = `${this.context.getWorkflow().id} ${this.context.getNode().id}`;
		const turn = (queues.get(queue) ?? Promise.resolve()).then(work, work);
		queues.set(queue, turn);
		try {
			return await turn;
		} catch {
			throw storeFailed();
		} finally {
			if (queues.get(queue) === turn) queues.delete(queue);
		}
	}
}

function beginEntry(key: string): string {
	return `${key}|begun`;
}

/** An entry per hour: after the lifetime of an upload URL nobody can still be sending. */
function hourEntry(key: string, offset: number): string {
	return `${key}|hour ${Math.floor(now() / UPLOAD_URL_LIFETIME_MS) + offset}`;
}

function storeFailed(): TikTokError {
	return new TikTokError({
		code: 'deduplication_failed',
		message: "n8n's deduplication store could not be used",
		advice: "Nothing new was sent. Save the workflow, check n8n's database and run the node again.",
		retry: 'soon',
		stage: 'init',
	});
}
