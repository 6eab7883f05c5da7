import type { IExecuteFunctions } from 'n8n-workflow';
import { toChunkBytes } from '../../../shared/tiktok/chunkPlan';
import { parseBoolean, parseMaxWaitMs, parseNumber, parseText, readOptions } from '../parameters';

/** How a post is sent and waited for; the same for every operation that makes posts. */
export interface PostOptions {
	/** Bytes per PUT; `undefined` = as few PUTs as TikTok allows. */
	readonly chunkBytes: number | undefined;
	/** `''` = none. */
	readonly deduplicationKey: string;
	/** `undefined` = don't wait. */
	readonly maxWaitMs: number | undefined;
	/** Check everything and send nothing. */
	readonly validateOnly: boolean;
}

/** @throws InputError for values of the wrong kind */
export function readPostOptions(this: IExecuteFunctions, itemIndex: number): PostOptions {
	const { chunkSizeMb, deduplicationKey, maxWaitSeconds, validateOnly } = readOptions.call(
		this,
		itemIndex,
	);
	const waitUntilFinished: unknown = this.getNodeParameter('waitUntilFinished', itemIndex, true);
	const isWaiting = parseBoolean(waitUntilFinished, 'Wait Until Finished') ?? true;
	const megabytes = parseNumber(chunkSizeMb, 'Chunk Size (MB)');
	const maxWaitMs = parseMaxWaitMs(maxWaitSeconds);
	return {
		chunkBytes: megabytes === undefined ? undefined : toChunkBytes(megabytes),
		deduplicationKey: parseText(deduplicationKey, 'Deduplication Key').trim(),
		maxWaitMs: isWaiting ? maxWaitMs : undefined,
		validateOnly: parseBoolean(validateOnly, 'Validate Only') ?? false,
	};
}
