/** Events that started the workflow: name → second in which they came. */
export type SeenEvents = Readonly<Record<string, number>>;

/**
 * TikTok delivers again for 72 hours. A delivery signed at their end may be accepted (and thus be replayed)
 * for as long again, see `MAX_AGE_SEC`; one day is left over.
 */
const RETENTION_SEC = 7 * 24 * 60 * 60;
/** About 370 kB in n8n's database, which is read and written at each event. */
const MAX_EVENTS = 10_000;

/** Reads what n8n stored; what isn't an entry (it can be edited) is left out. */
export function readSeenEvents(stored: unknown): SeenEvents {
	if (typeof stored !== 'object' || stored === null) return {};
	const entries = Object.entries(stored).filter(([, second]) => Number.isFinite(second));
	return Object.fromEntries(entries);
}

/** Forgets what can't be delivered any more, and the oldest beyond the number that is kept. */
export function pruneSeenEvents(seen: SeenEvents, nowSec: number): SeenEvents {
	const fresh = Object.entries(seen).filter(([, second]) => nowSec - second <= RETENTION_SEC);
	if (fresh.length <= MAX_EVENTS) return Object.fromEntries(fresh);
	fresh.sort(([, a], [, b]) => b - a);
	return Object.fromEntries(fresh.slice(0, MAX_EVENTS));
}
