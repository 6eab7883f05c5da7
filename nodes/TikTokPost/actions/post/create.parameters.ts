import type { IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../../../shared/tiktok/errors';
import type { CommercialContent, Interaction, VideoPost } from '../../../shared/tiktok/postRules';
import { parseChoices, parseNumber, parseText, readOptions } from '../parameters';

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
