import type { Item } from '../../../shared/n8n/api/item';
import type { PhotoTexts } from '../../../shared/tiktok/post/photoRules';
import { parsePostText } from '../parameters';

/** @throws InputError for values of the wrong kind */
export function readPhotoTexts(item: Item): PhotoTexts {
	return {
		title: parsePostText(item.n8n.getNodeParameter('photoTitle', item.index, ''), 'Title'),
		description: parsePostText(
			item.n8n.getNodeParameter('photoDescription', item.index, ''),
			'Description',
		),
	};
}
