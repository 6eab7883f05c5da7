import { createHash } from 'node:crypto';
import { DataDeduplicationService } from 'n8n-core';
import type { DeduplicationItemTypes, IDataDeduplicator } from 'n8n-workflow';

let hashes: string[] = [];
let failure: Error | undefined;

/**
 * n8n's deduplication store without its database: one list of hashes per node, of which this keeps the one
 * node that tests run. Like n8n's it answers only whether an entry was there, and records what it is asked.
 */
const store: IDataDeduplicator = {
	async checkProcessedAndRecord(items, _scope, _context, { maxEntries }) {
		throwIfBroken();
		const fresh = items.filter((item) => !hashes.includes(hashOf(item)));
		hashes.push(...fresh.map(hashOf));
		if (maxEntries !== undefined && hashes.length > maxEntries) hashes = hashes.slice(-maxEntries);
		return { new: fresh, processed: items.filter((item) => !fresh.includes(item)) };
	},
	async removeProcessed(items) {
		throwIfBroken();
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

/** Lets every use of the store fail, as a lost database does. */
export function breakDeduplicationStore(error: Error): void {
	failure = error;
}

function throwIfBroken(): void {
	if (failure !== undefined) throw failure;
}

function hashOf(item: DeduplicationItemTypes): string {
	return createHash('md5').update(String(item)).digest('base64');
}
