import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { PostDraft } from './postDraft';
import { postOnce } from './postOnce';
import { readPostOptions } from './postOptions';
import { validatePost } from './validatePost';

/** Makes the post an operation describes, or only checks it where the user wants no more. */
export async function makePost(
	this: IExecuteFunctions,
	itemIndex: number,
	draft: PostDraft,
): Promise<IDataObject> {
	const options = readPostOptions.call(this, itemIndex);
	return options.validateOnly
		? await validatePost.call(this, draft, options)
		: await postOnce.call(this, itemIndex, draft, options);
}
