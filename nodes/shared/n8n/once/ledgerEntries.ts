/** What the ledger writes into n8n's deduplication store, and how its questions are asked. */
import type { MediaFact } from './mediaFact';

/** A turn at a key: the first try to publish has 0, who takes over from one that is closed has the next. */
export interface Turn {
	readonly key: string;
	readonly turn: number;
}

/** Somebody has begun with the key. Says nothing of how far it got, so that leaving it behind does no harm. */
export function begunEntry(key: string): string {
	return `${key}|begun`;
}

/** Somebody's last bytes are about to be sent, or were. */
export function claimEntry({ key, turn }: Turn): string {
	return `${key}|${turn}`;
}

/** TikTok has all of it. */
export function postedFact(turn: Turn): string {
	return `${claimEntry(turn)} posted`;
}

/** Nothing came of this turn and nothing will: the next one tells. */
export function closedFact(turn: Turn): string {
	return `${claimEntry(turn)} closed`;
}

/**
 * What media a turn is about. Entered with the claim, so where it is claimed one of them is there.
 *
 * @param fact `undefined` where the media are not known; then nothing is ever said of them
 */
export function mediaEntry(turn: Turn, fact: MediaFact | undefined): string {
	return `${claimEntry(turn)} media ${fact ?? 'unknown'}`;
}

/** `unsure`: somebody has asked before, and what they asked can't be told from what is so. */
export type Answer = 'yes' | 'no' | 'unsure';

/** What is asked may be asked this often although an earlier question left something behind. */
export const LEVELS = [0, 1] as const;

export type Level = (typeof LEVELS)[number];

/** A fact as it is entered; once somebody has asked about it, it is said again on the next level. */
export function factEntry(fact: string, level: Level): string {
	return level === 0 ? fact : `${fact} (${level})`;
}

/**
 * A question: the store enters what it is asked. So each goes with a mark that it was only asked; a fact is believed
 * only where it is there and nobody has asked. The marks come last, so that they are dropped last.
 */
export function questionEntries(facts: readonly string[], level: Level): string[] {
	return [
		...facts.map((fact) => factEntry(fact, level)),
		...facts.map((fact) => askedEntry(fact, level)),
	];
}

/** @param fresh what was not there before it was asked */
export function readAnswer(fact: string, level: Level, fresh: ReadonlySet<string>): Answer {
	const isThere = !fresh.has(factEntry(fact, level));
	const wasAsked = !fresh.has(askedEntry(fact, level));
	if (isThere && !wasAsked) return 'yes';
	return !isThere && !wasAsked && level === 0 ? 'no' : 'unsure';
}

function askedEntry(fact: string, level: Level): string {
	return `${factEntry(fact, level)} asked`;
}
