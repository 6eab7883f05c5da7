import { NO_WAIT, type RateLimitPolicy } from '../../shared/n8n/api/pacedCall';
import type { Item } from '../../shared/n8n/api/item';
import { parseChoice, parseText, parseWaitMs, readOptions } from './parameters';

const DEFAULT_MAX_WAIT_SECONDS = 120;
const STOP = 'stop';

/**
 * What an item wants by its options On Rate Limit and Max Rate Limit Wait.
 *
 * @throws InputError for what they can't mean
 */
export function readRateLimitPolicy(item: Pick<Item, 'n8n' | 'index'>): RateLimitPolicy {
	const { onRateLimit, maxRateLimitWaitSeconds } = readOptions(item);
	const choice = parseText(onRateLimit, 'On Rate Limit') || STOP;
	if (parseChoice(choice, 'On Rate Limit', [STOP, 'wait']) === STOP) return NO_WAIT;
	const label = 'Max Rate Limit Wait (Seconds)';
	return { maxWaitMs: parseWaitMs(maxRateLimitWaitSeconds, label, DEFAULT_MAX_WAIT_SECONDS) };
}
