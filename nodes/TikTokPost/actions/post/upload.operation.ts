import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { photoDraftCall, videoDraftCall } from '../../../shared/tiktok/post/initCalls';
import { MAX_DRAFT_SECONDS } from '../../../shared/tiktok/limits';
import { checkPhotoTexts } from '../../../shared/tiktok/post/photoRules';
import type { InitCall } from '../../../shared/tiktok/api/wire';
import { assertScopeGranted } from '../../../shared/n8n/api/account';
import { makePost } from './makePost';
import { findMedia, readMediaType } from './media';
import { readPhotoTexts } from './photoTexts';
import type { CheckedCreator } from './postDraft';

export { description } from './upload.description';

/** Any creator may finish a draft of this length in the app; nothing has to be asked. */
const INBOX: CheckedCreator = {
	destination: { kind: 'inbox', maxDurationSeconds: MAX_DRAFT_SECONDS },
};

/** Puts a video or photos into the creator's inbox, where they finish the post in the TikTok app. */
export async function execute(this: IExecuteFunctions, itemIndex: number): Promise<IDataObject> {
	const call = readCall.call(this, itemIndex);
	await assertScopeGranted.call(this, 'video.upload');
	const media = await findMedia.call(this, itemIndex);
	return await makePost.call(this, itemIndex, { call, media, checkCreator: async () => INBOX });
}

function readCall(this: IExecuteFunctions, itemIndex: number): InitCall {
	if (readMediaType.call(this, itemIndex) === 'video') return videoDraftCall();
	const texts = readPhotoTexts.call(this, itemIndex);
	checkPhotoTexts(texts);
	return photoDraftCall(texts);
}
