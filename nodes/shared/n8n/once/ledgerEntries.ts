/** What the ledger writes into n8n's deduplication store about a key, beside how far its post has got. */
import type { MediaFact } from './mediaFact';

/**
 * Which post a key stands for. The store can't be asked for it, but whether it is a certain one. Two entries,
 * so that one that an unfinished question left behind is not believed, and asking for both changes nothing.
 */
export function idPair(key: string, publishId: string): [entry: string, confirmation: string] {
	return [`${key}|is ${publishId}`, `${key}|is ${publishId}!`];
}

/** Everything that says which post keys stand for. */
export function idEntries(keys: readonly string[], publishId: string | undefined): string[] {
	return publishId === undefined ? [] : keys.flatMap((key) => idPair(key, publishId));
}

/**
 * What media a key stands for: others are recognised by their fact not being there though one is. That one is comes
 * first and is thus dropped first, so that a fact that was dropped is never missed.
 *
 * @param fact `undefined` where the media are not known; then nothing is ever said of them
 */
export function mediaEntries(key: string, fact: MediaFact | undefined): string[] {
	const { isKnown, isUnsure } = mediaMarks(key);
	return fact === undefined ? [isUnsure] : [isKnown, `${key}|media ${fact}`];
}

/** Whether a key's media are known, and whether nothing may be said of them all the same. */
export function mediaMarks(key: string): { isKnown: string; isUnsure: string } {
	return { isKnown: `${key}|media known`, isUnsure: `${key}|media unsure` };
}
