/** What operations read of their parameters, beside what is theirs alone. */
import { tryToParseDateTime } from 'n8n-workflow';
import type { Item } from '../../shared/n8n/api/item';
import { InputError } from '../../shared/tiktok/api/errors';
import { parseBoolean, parseText, parseWaitMs } from '../../shared/tiktok/post/parameterValues';

export * from '../../shared/tiktok/post/parameterValues';

const DEFAULT_MAX_WAIT_SECONDS = 600;
/** Two that differ, to see whether a time does. */
const ZONES = ['UTC+1', 'UTC+2'] as const;
/** As JavaScript writes times, and e-mails. */
const TELLS_ZONE = /\b(?:gmt|utc?|[ecmp][sd]t)\b|:\d\d(?:[.,]\d+)?\s*(?:z$|[+-]\d\d)/i;

/** The Options collection; what the user did not add is missing, and so is all where an expression gives nothing. */
export function readOptions(item: Pick<Item, 'n8n' | 'index'>): Record<string, unknown> {
	const options: unknown = item.n8n.getNodeParameter('options', item.index, {});
	return (options ?? {}) as Record<string, unknown>;
}

/**
 * How long to wait for TikTok at most, in milliseconds.
 *
 * @throws InputError for anything but a number from 0
 */
export function parseMaxWaitMs(value: unknown): number {
	return parseWaitMs(value, 'Max Wait (Seconds)', DEFAULT_MAX_WAIT_SECONDS);
}

/** Whether the user wants the short output; without a word they do. */
export function readSimplify({ n8n, index }: Pick<Item, 'n8n' | 'index'>): boolean {
	return parseBoolean(n8n.getNodeParameter('simplify', index, true), 'Simplify') ?? true;
}

/**
 * A time as milliseconds since 1970; `undefined` when nothing is set. One without a zone is in the workflow's.
 *
 * @throws InputError for what is no time, or in a form without a zone that n8n would read in the server's
 */
export function parseTimeMs(value: unknown, label: string, zone: string): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const time = typeof value === 'number' ? undefined : toTimeMs(parseText(value, label), zone);
	if (time !== undefined) return time;
	throw new InputError(
		`${label} is no clear date and time`,
		`Give ${label} as 2026-12-24T18:00:00+01:00, for example with {{ $now.minus({ days: 7 }) }}.`,
	);
}

function toTimeMs(text: string, zone: string): number | undefined {
	try {
		const times = ZONES.map((inZone) => tryToParseDateTime(text, inZone));
		// What n8n leaves to JavaScript is read in the server's zone, whichever is given.
		const isFixed = new Set(times.map((time) => time.toMillis())).size === 1;
		const isTold = times.some(({ zoneName }, index) => zoneName !== ZONES[index]);
		if (isFixed && !isTold && !TELLS_ZONE.test(text)) return undefined;
		return tryToParseDateTime(text, zone).toMillis();
	} catch {
		return undefined;
	}
}
