import type { Turn } from './ledgerEntries';

/**
 * How far a post got, as the ledger remembers it through crashes.
 * - `begun`: its last bytes were never sent, so it can't have been published
 * - `committed`: they were about to be sent; whether they arrived is unknown
 * - `posted`: TikTok has it
 */
export type Reached = 'begun' | 'committed' | 'posted';

/** What the ledger says about a key: whose turn it is, and how far that one got. */
export interface LedgerState extends Turn {
	readonly reached: Reached;
}
