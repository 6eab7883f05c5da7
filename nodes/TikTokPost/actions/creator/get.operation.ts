import { updateDisplayOptions, type IDataObject, type INodeProperties } from 'n8n-workflow';
import { asError, TikTokError } from '../../../shared/tiktok/api/errors';
import { saysCannotPost } from '../../../shared/tiktok/api/saysCannotPost';
import { assertScopeGranted } from '../../../shared/n8n/api/account';
import type { Item } from '../../../shared/n8n/api/item';
import { makeOptionsField, RATE_LIMIT_OPTIONS } from '../optionFields';
import { describeCreator } from '../output';

const FIELDS: INodeProperties[] = [makeOptionsField(RATE_LIMIT_OPTIONS)];

/** What the editor shows for Creator: Get. */
export const description = updateDisplayOptions(
	{ show: { resource: ['creator'], operation: ['get'] } },
	FIELDS,
);

/** Tells what the connected account may post right now. "Nothing" is an answer, not an error. */
export async function execute({ n8n, tiktok }: Item): Promise<IDataObject> {
	await assertScopeGranted(n8n, 'video.publish');
	try {
		return { can_post: true, ...describeCreator(await tiktok.creatorInfo()) };
	} catch (error) {
		if (error instanceof TikTokError && saysCannotPost(error)) return describeObstacle(error);
		throw asError(error);
	}
}

function describeObstacle({ failure }: TikTokError): IDataObject {
	return {
		can_post: false,
		reason: failure.code,
		reason_message: `${failure.message}. ${failure.advice}`,
	};
}
