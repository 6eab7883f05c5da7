import type { IDataObject } from 'n8n-workflow';
import type { Item } from '../../../shared/n8n/api/item';
import type { PlannedPost } from '../../../shared/n8n/publish/plannedPost';
import { postOnce } from './postOnce';
import { readPostOptions } from './postOptions';
import { validatePost } from './validatePost';

/** Makes the post an operation describes, or only checks it where the user wants no more. */
export async function makePost(item: Item, post: PlannedPost): Promise<IDataObject> {
	const options = readPostOptions(item);
	return options.validateOnly
		? await validatePost(item, post, options)
		: await postOnce(item, post, options);
}
