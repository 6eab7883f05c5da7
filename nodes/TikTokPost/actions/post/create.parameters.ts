import type { IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../../../shared/tiktok/api/errors';
import { trimBlanks } from '../../../shared/tiktok/text/plainText';
import type { PhotoPost } from '../../../shared/tiktok/post/photoRules';
import type {
	CommercialContent,
	DirectPost,
	Interaction,
	VideoPost,
} from '../../../shared/tiktok/post/postRules';
import {
	parseBoolean,
	parseChoices,
	parseNumber,
	parsePostText,
	parseText,
	readOptions,
} from '../parameters';
import { readPhotoTexts } from './photoTexts';

/** What viewers can do with a video; with photos they can only comment. */
const VIDEO_INTERACTIONS: readonly Interaction[] = ['comment', 'duet', 'stitch'];
const PHOTO_INTERACTIONS: readonly Interaction[] = ['comment'];
const COMMERCIAL_CONTENT: readonly CommercialContent[] = ['yourBrand', 'brandedContent'];

/**
 * The video post as the user filled it in.
 *
 * @throws InputError for values of the wrong kind, which expressions can produce
 */
export function readVideoPost(this: IExecuteFunctions, itemIndex: number): VideoPost {
	const { videoCoverTimestampMs } = readOptions.call(this, itemIndex);
	return {
		...readDirectPost.call(this, itemIndex, VIDEO_INTERACTIONS),
		caption: parsePostText(this.getNodeParameter('caption', itemIndex, ''), 'Caption'),
		videoCoverTimestampMs: parseNumber(videoCoverTimestampMs, 'Cover Timestamp (Ms)'),
	};
}

/**
 * The photo post as the user filled it in.
 *
 * @throws InputError for values of the wrong kind, which expressions can produce
 */
export function readPhotoPost(this: IExecuteFunctions, itemIndex: number): PhotoPost {
	const { autoAddMusic } = readOptions.call(this, itemIndex);
	return {
		...readDirectPost.call(this, itemIndex, PHOTO_INTERACTIONS),
		...readPhotoTexts.call(this, itemIndex),
		autoAddMusic: parseBoolean(autoAddMusic, 'Add Music Automatically') ?? false,
	};
}

function readDirectPost(
	this: IExecuteFunctions,
	itemIndex: number,
	interactions: readonly Interaction[],
): DirectPost {
	const allowUsersTo: unknown = this.getNodeParameter('allowUsersTo', itemIndex, []);
	const privacyLevel: unknown = this.getNodeParameter('privacyLevel', itemIndex, '');
	const isAigc: unknown = this.getNodeParameter('isAigc', itemIndex, false);
	return {
		privacyLevel: trimBlanks(parseText(privacyLevel, 'Privacy Level')).toUpperCase(),
		allowUsersTo: parseChoices(allowUsersTo, 'Allow Users To', interactions),
		isAigc: parseBoolean(isAigc, 'AI-Generated') ?? false,
		commercialContent: readCommercialContent.call(this, itemIndex),
	};
}

function readCommercialContent(this: IExecuteFunctions, itemIndex: number): CommercialContent[] {
	const disclose: unknown = this.getNodeParameter('discloseCommercialContent', itemIndex, false);
	if (parseBoolean(disclose, 'Disclose Commercial Content') !== true) return [];
	const value: unknown = this.getNodeParameter('commercialContent', itemIndex, []);
	const chosen = parseChoices(value, 'Commercial Content', COMMERCIAL_CONTENT);
	if (chosen.length > 0) return chosen;
	throw new InputError(
		'Commercial Content is empty although Disclose Commercial Content is on',
		'Choose Your Brand, Branded Content or both, or switch Disclose Commercial Content off.',
	);
}
