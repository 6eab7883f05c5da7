import { createHash } from 'node:crypto';
import { DataDeduplicationService } from 'n8n-core';
import type { DeduplicationItemTypes, IDataDeduplicator } from 'n8n-workflow';

/** One use of the store. */
export interface StoreCall {
	readonly entries: readonly string[];
	readonly isRemoval: boolean;
}

let hashes: string[] = [];
let failure: { readonly error: Error; readonly hits: (call: StoreCall) => boolean } | undefined;

/**
 * n8n's deduplication store without its database: one list of hashes per node, of which this keeps the one
 * node that tests run. Like n8n's it answers only whether an entry was there, and records what it is asked.
 */
const store: IDataDeduplicator = {
	async checkProcessedAndRecord(items, _scope, _context, { maxEntries }) {
		throwIfBroken(items, false);
		const fresh = items.filter((item) => !hashes.includes(hashOf(item)));
		hashes.push(...fresh.map(hashOf));
		if (maxEntries !== undefined && hashes.length > maxEntries) hashes = hashes.slice(-maxEntries);
		return { new: fresh, processed: items.filter((item) => !fresh.includes(item)) };
	},
	async removeProcessed(items) {
		throwIfBroken(items, true);
		hashes = hashes.filter((hash) => !items.map(hashOf).includes(hash));
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

/** Empties and repairs the store. */
export function clearDeduplicationStore(): void {
	hashes = [];
	failure = undefined;
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
