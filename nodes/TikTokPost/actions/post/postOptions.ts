import type { Item } from '../../../shared/n8n/api/item';
import { toChunkBytes } from '../../../shared/tiktok/upload/chunkPlan';
import { parseBoolean, parseChoice, parseMaxWaitMs, parseNumber, readOptions } from '../parameters';
import { readDeduplicationKey } from './deduplicationKey';

const ON_OTHER_MEDIA = ['skip', 'stop'] as const;
const ON_OTHER_MEDIA_LABEL = 'On Known Key With Other Media';

/** How a post is sent and waited for; the same for every operation that makes posts. */
export interface PostOptions {
	/** Bytes per PUT; `undefined` = as few PUTs as TikTok allows. */
	readonly chunkBytes: number | undefined;
	/** `''` = none. */
	readonly deduplicationKey: string;
	/** Fail where the key is known from other media, instead of skipping the item. */
	readonly stopsOnOtherMedia: boolean;
	/** `undefined` = don't wait. */
	readonly maxWaitMs: number | undefined;
	/** Check everything and send nothing. */
	readonly validateOnly: boolean;
}

/** @throws InputError for values of the wrong kind */
export function readPostOptions(item: Item): PostOptions {
	const { chunkSizeMb, maxWaitSeconds, onOtherMedia, validateOnly } = readOptions(item);
	const waitUntilFinished: unknown = item.n8n.getNodeParameter(
		'waitUntilFinished',
		item.index,
		true,
	);
	const isWaiting = parseBoolean(waitUntilFinished, 'Wait Until Finished') ?? true;
	const megabytes = parseNumber(chunkSizeMb, 'Chunk Size (MB)');
	const maxWaitMs = parseMaxWaitMs(maxWaitSeconds);
	return {
		chunkBytes: megabytes === undefined ? undefined : toChunkBytes(megabytes),
		deduplicationKey: readDeduplicationKey(item),
		stopsOnOtherMedia:
			parseChoice(onOtherMedia ?? 'skip', ON_OTHER_MEDIA_LABEL, ON_OTHER_MEDIA) === 'stop',
		maxWaitMs: isWaiting ? maxWaitMs : undefined,
		validateOnly: parseBoolean(validateOnly, 'Validate Only') ?? false,
	};
}
