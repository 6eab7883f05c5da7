import { trimBlanks } from '../values/plainText';

/**
 * A client key or client secret as TikTok issued it, without what a paste left around it.
 *
 * @returns empty for what is no text
 */
export function readAppKey(stored: unknown): string {
	return typeof stored === 'string' ? trimBlanks(stored) : '';
}
