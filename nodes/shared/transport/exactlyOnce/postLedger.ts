import type { IExecuteFunctions } from 'n8n-workflow';
import { TikTokError } from '../../tiktok/errors';

/**
 * How far a post got, as n8n's deduplication store remembers it through crashes.
 * - `begun`: its last bytes were never sent, so it can't have been published
 * - `committed`: the last bytes were on their way; whether they arrived is unknown
 * - `posted`: TikTok has it
 */
export type LedgerState = 'begun' | 'committed' | 'posted';

/** Entries n8n keeps for this node; about four belong to one post. The oldest are dropped first. */
const OPTIONS = { mode: 'entries' as const, maxEntries: 20_000 };

/** n8n's store reads, changes and writes one row, so calls for the same node must not overlap. */
const queues = new Map<string, Promise<unknown>>();

/**
 * The book of posts that were begun, in n8n's deduplication store of this node. The store is written at
 * once and survives a crash, but it only knows whether an entry is there, and asking records the entry.
 *
 * So the entries are chosen such that one that is left behind by a crash in the middle of a question is
 * never taken for a post that was made: a post is `posted` when it is entered as posted **and** no longer
 * as open. Nor is it ever taken for a post that was not: at worst it is `committed`, which is asked about.
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
			const fresh = await this.record([`${key}|begun`, `${key}|open`]);
			if (fresh.has(`${key}|begun`)) return 'begun';
			if (fresh.has(`${key}|open`) && (await this.contains(`${key}|posted`))) {
				await this.remove([`${key}|open`]);
				return 'posted';
			}
			return (await this.contains(`${key}|committed`)) ? 'committed' : 'begun';
		});
	}

	/**
	 * Records that the last bytes are about to be sent.
	 *
	 * @param publishId of the post, where TikTok has named it already
	 * @returns whether they may be: not when another post's were sent for one of the keys
	 */
	async commit(keys: readonly string[], publishId: string | undefined): Promise<boolean> {
		return await this.exclusively(async () => {
			const committed = keys.map((key) => `${key}|committed`);
			const fresh = await this.record([...committed, ...idEntries(keys, publishId)]);
			const isFree = (key: string) =>
				fresh.has(`${key}|committed`) || idEntries([key], publishId).some((id) => !fresh.has(id));
			if (keys.every(isFree)) return true;
			await this.remove([...fresh]);
			return false;
		});
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
				const ids = idEntries([key], publishId);
				const isOther = ids.length > 0 && !(await this.contains(...ids));
				if (isOther) continue;
				await this.remove([`${key}|committed`, `${key}|posted`, ...ids]);
				await this.record([`${key}|open`]);
			}
		});
	}

	/** Whether the last bytes sent for a key were those of this post. */
	async isAbout(key: string, publishId: string): Promise<boolean> {
		return await this.exclusively(async () => await this.contains(...idEntries([key], publishId)));
	}

	private async contains(...entries: string[]): Promise<boolean> {
		const fresh = await this.record(entries);
		if (fresh.size > 0) await this.remove([...fresh]);
		return fresh.size === 0;
	}

	/** Returns those that were not there before. */
	private async record(entries: string[]): Promise<ReadonlySet<string>> {
		if (!this.isAvailable) return new Set(entries);
		const { helpers } = this.context;
		const { new: fresh } = await helpers.checkProcessedAndRecord(entries, 'node', OPTIONS);
		return new Set(fresh.map(String));
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

/** Which post a key stands for. The store can't be asked for it, but whether it is a certain one. */
function idEntries(keys: readonly string[], publishId: string | undefined): string[] {
	return publishId === undefined ? [] : keys.map((key) => `${key}|is ${publishId}`);
}

function storeFailed(): TikTokError {
	return new TikTokError({
		code: 'deduplication_failed',
		message: "n8n's deduplication store could not be used",
		advice:
			"Without it a second post could not be ruled out. Save the workflow, check n8n's database and run the node again: it finds out first what became of this try.",
		retry: 'soon',
		stage: 'init',
	});
}
