import type { IExecuteFunctions } from 'n8n-workflow';
import type { PhotoTexts } from '../../../shared/tiktok/post/photoRules';
import { parsePostText } from '../parameters';

/** @throws InputError for values of the wrong kind */
export function readPhotoTexts(this: IExecuteFunctions, itemIndex: number): PhotoTexts {
	return {
		title: parsePostText(this.getNodeParameter('photoTitle', itemIndex, ''), 'Title'),
		description: parsePostText(
			this.getNodeParameter('photoDescription', itemIndex, ''),
			'Description',
		),
	};
}
