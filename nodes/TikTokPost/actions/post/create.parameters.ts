import type { Item } from '../../../shared/n8n/api/item';
import { InputError } from '../../../shared/tiktok/api/errors';
import type { PhotoPost } from '../../../shared/tiktok/post/photoRules';
import type {
	CommercialContent,
	DirectPost,
	Interaction,
	VideoPost,
} from '../../../shared/tiktok/post/postRules';
import { parseBoolean, parseChoices, parseNumber, parsePostText, readOptions } from '../parameters';
import { readPhotoTexts } from './photoTexts';
import { parsePrivacyLevel } from './privacyLevel';

/** What viewers can do with a video; with photos they can only comment. */
const VIDEO_INTERACTIONS: readonly Interaction[] = ['comment', 'duet', 'stitch'];
const PHOTO_INTERACTIONS: readonly Interaction[] = ['comment'];
const COMMERCIAL_CONTENT: readonly CommercialContent[] = ['yourBrand', 'brandedContent'];

/**
 * The video post as the user filled it in.
 *
 * @throws InputError for values of the wrong kind, which expressions can produce
 */
export function readVideoPost(item: Item): VideoPost {
	const { videoCoverTimestampMs } = readOptions(item);
	return {
		...readDirectPost(item, VIDEO_INTERACTIONS),
		caption: parsePostText(item.n8n.getNodeParameter('caption', item.index, ''), 'Caption'),
		videoCoverTimestampMs: parseNumber(videoCoverTimestampMs, 'Cover Timestamp (Ms)'),
	};
}

/**
 * The photo post as the user filled it in.
 *
 * @throws InputError for values of the wrong kind, which expressions can produce
 */
export function readPhotoPost(item: Item): PhotoPost {
	const { autoAddMusic } = readOptions(item);
	return {
		...readDirectPost(item, PHOTO_INTERACTIONS),
		...readPhotoTexts(item),
		autoAddMusic: parseBoolean(autoAddMusic, 'Add Music Automatically') ?? false,
	};
}

function readDirectPost(item: Item, interactions: readonly Interaction[]): DirectPost {
	const allowUsersTo: unknown = item.n8n.getNodeParameter('allowUsersTo', item.index, []);
	const isAigc: unknown = item.n8n.getNodeParameter('isAigc', item.index, false);
	return {
		privacyLevel: parsePrivacyLevel(item.n8n.getNodeParameter('privacyLevel', item.index, '')),
		allowUsersTo: parseChoices(allowUsersTo, 'Allow Users To', interactions),
		isAigc: parseBoolean(isAigc, 'AI-Generated') ?? false,
		commercialContent: readCommercialContent(item),
	};
}

function readCommercialContent(item: Item): CommercialContent[] {
	const disclose: unknown = item.n8n.getNodeParameter(
		'discloseCommercialContent',
		item.index,
		false,
	);
	if (parseBoolean(disclose, 'Disclose Commercial Content') !== true) return [];
	const value: unknown = item.n8n.getNodeParameter('commercialContent', item.index, []);
	const chosen = parseChoices(value, 'Commercial Content', COMMERCIAL_CONTENT);
	if (chosen.length > 0) return chosen;
	throw new InputError(
		'Commercial Content is empty although Disclose Commercial Content is on',
		'Choose Your Brand, Branded Content or both, or switch Disclose Commercial Content off.',
	);
}
