import type { IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../../../shared/tiktok/errors';
import type { CommercialContent, Interaction, VideoPost } from '../../../shared/tiktok/postRules';
import { parseChoices, parseMaxWaitMs, parseNumber, parseText, readOptions } from '../parameters';
import type { PostOptions } from './postOnce';

const BYTES_PER_MB = 1_000_000;

const INTERACTIONS: readonly Interaction[] = ['comment', 'duet', 'stitch'];
const COMMERCIAL_CONTENT: readonly CommercialContent[] = ['yourBrand', 'brandedContent'];

/**
 * The post as the user filled it in.
 *
 * @throws InputError for values of the wrong kind, which expressions can produce
 */
export function readVideoPost(this: IExecuteFunctions, itemIndex: number): VideoPost {
	const allowUsersTo: unknown = this.getNodeParameter('allowUsersTo', itemIndex, []);
	const { videoCoverTimestampMs } = readOptions.call(this, itemIndex);
	return {
		caption: parseText(this.getNodeParameter('caption', itemIndex, ''), 'Caption'),
		privacyLevel: parseText(this.getNodeParameter('privacyLevel', itemIndex, ''), 'Privacy Level'),
		allowUsersTo: parseChoices(allowUsersTo, 'Allow Users To', INTERACTIONS),
		isAigc: this.getNodeParameter('isAigc', itemIndex, false) === true,
		commercialContent: readCommercialContent.call(this, itemIndex),
		videoCoverTimestampMs: parseNumber(videoCoverTimestampMs, 'Cover Timestamp (Ms)'),
	};
}

function readCommercialContent(this: IExecuteFunctions, itemIndex: number): CommercialContent[] {
	if (this.getNodeParameter('discloseCommercialContent', itemIndex, false) !== true) return [];
	const value: unknown = this.getNodeParameter('commercialContent', itemIndex, []);
	const chosen = parseChoices(value, 'Commercial Content', COMMERCIAL_CONTENT);
	if (chosen.length > 0) return chosen;
	throw new InputError(
		'Commercial Content is empty although Disclose Commercial Content is on',
		'Choose Your Brand, Branded Content or both, or switch Disclose Commercial Content off.',
	);
}

/** How to send and wait. @throws InputError for values of the wrong kind */
export function readPostOptions(this: IExecuteFunctions, itemIndex: number): PostOptions {
	const { chunkSizeMb, deduplicationKey, maxWaitSeconds } = readOptions.call(this, itemIndex);
	const isWaiting = this.getNodeParameter('waitUntilFinished', itemIndex, true) === true;
	const megabytes = parseNumber(chunkSizeMb, 'Chunk Size (MB)');
	const maxWaitMs = parseMaxWaitMs(maxWaitSeconds);
	return {
		chunkBytes: megabytes === undefined ? undefined : megabytes * BYTES_PER_MB,
		deduplicationKey: parseText(deduplicationKey, 'Deduplication Key').trim(),
		maxWaitMs: isWaiting ? maxWaitMs : undefined,
	};
}
