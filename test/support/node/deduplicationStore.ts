import { createHash } from 'node:crypto';
import { DataDeduplicationService } from 'n8n-core';
import type { DeduplicationItemTypes, IDataDeduplicator } from 'n8n-workflow';

/** One use of the store. */
export interface StoreCall {
	readonly entries: readonly string[];
	readonly isRemoval: boolean;
}

let hashes: string[] = [];
let rows = 0;
let passTime: () => Promise<void> = async () => {};
let failure: { readonly error: Error; readonly hits: (call: StoreCall) => boolean } | undefined;

/**
 * n8n's deduplication store without its database: one row of hashes per node, of which this keeps the one
 * node that tests run. Like n8n's it answers only whether an entry was there, and records what it is asked. And
 * like n8n's it is unkind: a call reads the whole row, time passes, and it writes the whole row back, with no lock
 * and no condition. What others have written meanwhile is lost.
 */
const store: IDataDeduplicator = {
	async checkProcessedAndRecord(items, _scope, _context, { maxEntries }) {
		throwIfBroken(items, false);
		const known = new Set(hashes);
		const row = [...hashes];
		const fresh = items.filter((item) => !known.has(hashOf(item)));
		row.push(...new Set(fresh.map(hashOf)));
		await passTime();
		hashes = maxEntries === undefined ? row : row.slice(-maxEntries);
		return { new: fresh, processed: items.filter((item) => known.has(hashOf(item))) };
	},
	async removeProcessed(items) {
		throwIfBroken(items, true);
		const removed = new Set(items.map(hashOf));
		const row = hashes.filter((hash) => !removed.has(hash));
		await passTime();
		hashes = row;
	},
	async clearAllProcessedItems() {
		hashes = [];
	},
	async getProcessedDataCount() {
		return hashes.length;
	},
};

let isInstalled = false;

/** Puts the store in n8n-core's place for it, once per test file. */
export function installDeduplicationStore(): void {
	if (isInstalled) return;
	isInstalled = true;
	void DataDeduplicationService.init(store);
}

/** Empties and repairs the store, for another node: what the package remembers of the one before is nothing to it. */
export function clearDeduplicationStore(): void {
	hashes = [];
	rows += 1;
	failure = undefined;
	passTime = async () => {};
}

/** The id of the node whose row the store keeps. */
export function nodeIdOfRow(): string {
	return `5e9a7d7a-0000-4000-8000-${String(rows).padStart(12, '0')}`;
}

/** How long each call takes between reading and writing; no time at all by default. */
export function slowDeduplicationStore(passes: () => Promise<void>): void {
	passTime = passes;
}

/**
 * Lets the store fail, as a lost database does.
 *
 * @param hits which uses of it; all by default
 */
export function breakDeduplicationStore(
	error: Error,
	hits: (call: StoreCall) => boolean = () => true,
): void {
	failure = { error, hits };
}

function throwIfBroken(items: DeduplicationItemTypes[], isRemoval: boolean): void {
	if (failure?.hits({ entries: items.map(String), isRemoval })) throw failure.error;
}

function hashOf(item: DeduplicationItemTypes): string {
	return createHash('md5').update(String(item)).digest('base64');
}
