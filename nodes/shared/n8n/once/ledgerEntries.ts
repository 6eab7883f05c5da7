/** What the ledger writes into n8n's deduplication store, and how its questions are asked. */
import type { MediaFact } from './mediaFact';

/** A turn at a key: the first try to publish has 0, who takes over from one that is closed has the next. */
export interface Turn {
	readonly key: string;
	readonly turn: number;
}

/**
 * Somebody publishes, or has: of several who enter it at once, one has the turn (see `Claim`). Nobody asks about it, as
 * a question takes back what it has entered.
 */
export function claimEntry({ key, turn }: Turn): string {
	return `${key}|${turn} claim`;
}

/** Tells those who ask that the turn is claimed. What a question left behind looks the same. */
export function signEntry({ key, turn }: Turn): string {
	return `${key}|${turn}`;
}

/** What a turn that is taken has, the one that others go by last: the oldest are dropped first. */
export function takenEntries(turn: Turn): string[] {
	return [signEntry(turn), claimEntry(turn)];
}

/** TikTok has all of it. */
export function postedFact(turn: Turn): string {
	return `${signEntry(turn)} posted`;
}

/** Nothing came of this turn and nothing will: the next one tells. */
export function closedFact(turn: Turn): string {
	return `${signEntry(turn)} closed`;
}

/**
 * What media a turn is about. Entered with the claim, so where it is claimed one of them is there.
 *
 * @param fact `undefined` where the media are not known; then nothing is ever said of them
 */
export function mediaEntry(turn: Turn, fact: MediaFact | undefined): string {
	return `${signEntry(turn)} media ${fact ?? 'unknown'}`;
}

/** `unsure`: somebody has asked before, and what they asked can't be told from what is so. */
export type Answer = 'yes' | 'no' | 'unsure';

/** A question may be asked anew so often where earlier ones left something behind: each time on the next level. */
export const LEVELS = [0, 1, 2, 3, 4];

/** A fact as it is entered; once somebody has asked about it, it is said again on the next level. */
export function factEntry(fact: string, level: number): string {
	return level === 0 ? fact : `${fact} (${level})`;
}

/**
 * A question: the store enters what it is asked. So each goes with a mark that it was only asked; a fact is believed
 * only where it is there and nobody has asked. The marks come last, so that they are dropped last.
 */
export function questionEntries(facts: readonly string[], level: number): string[] {
	return [
		...facts.map((fact) => factEntry(fact, level)),
		...facts.map((fact) => askedEntry(fact, level)),
	];
}

/** @param fresh what was not there before it was asked */
export function readAnswer(fact: string, level: number, fresh: ReadonlySet<string>): Answer {
	const isThere = !fresh.has(factEntry(fact, level));
	const wasAsked = !fresh.has(askedEntry(fact, level));
	if (isThere && !wasAsked) return 'yes';
	return !isThere && !wasAsked && level === 0 ? 'no' : 'unsure';
}

function askedEntry(fact: string, level: number): string {
	return `${factEntry(fact, level)} asked`;
}
