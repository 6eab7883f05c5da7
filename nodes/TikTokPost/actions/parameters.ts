/** What operations read of their parameters, beside what is theirs alone. */
import type { Item } from '../../shared/n8n/api/item';
import { parseWaitMs } from '../../shared/tiktok/post/parameterValues';

export * from '../../shared/tiktok/post/parameterValues';

const DEFAULT_MAX_WAIT_SECONDS = 600;

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
