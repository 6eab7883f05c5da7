import type { IDataObject } from 'n8n-workflow';
import type { PendingOutput } from '../pendingOutput';
import type { Item } from '../../../shared/n8n/api/item';
import { showOutcome } from '../../../shared/n8n/hints';
import type { PlannedPost } from '../../../shared/n8n/publish/plannedPost';
import { postOnce } from './postOnce';
import { readPostOptions } from './postOptions';
import { validatePost } from './validatePost';

const CHECKED_ONLY =
	'Checked only, nothing was posted. Switch Options → Validate Only off to post.';

/** Makes the post an operation describes, or only checks it where the user wants no more. */
export async function makePost(
	item: Item,
	post: PlannedPost,
): Promise<IDataObject | PendingOutput> {
	const options = readPostOptions(item);
	if (!options.validateOnly) return await postOnce(item, post, options);
	const output = await validatePost(item, post, options);
	showOutcome(item.n8n, 'checked', CHECKED_ONLY);
	return output;
}
