import { updateDisplayOptions, type IDataObject, type INodeProperties } from 'n8n-workflow';
import type { Item } from '../../../shared/n8n/api/item';
import { makeOptionsField, RATE_LIMIT_OPTIONS } from '../optionFields';
import { makePostOutput } from '../output';
import { PUBLISH_ID_FIELD, readPublishId } from './publishId';

const CANCEL_NOTICE =
	'TikTok can only cancel a post whose media it is still downloading from a URL. A video that was uploaded as a file, and a post that TikTok has finished with, cannot be cancelled.';

const FIELDS: INodeProperties[] = [
	{ displayName: CANCEL_NOTICE, name: 'cancelNotice', type: 'notice', default: '' },
	PUBLISH_ID_FIELD,
	makeOptionsField(RATE_LIMIT_OPTIONS),
];

/** What the editor shows for Post: Cancel. */
export const description = updateDisplayOptions(
	{ show: { resource: ['post'], operation: ['cancel'] } },
	FIELDS,
);

/** Cancels a download that runs at TikTok, and tells what the post is then. */
export async function execute(item: Item): Promise<IDataObject> {
	const publishId = readPublishId(item);
	await item.tiktok.cancel(publishId);
	return { ...(await describeCancelled(item, publishId)), cancel_accepted: true };
}

/** TikTok has accepted the cancellation; that its effect can't be seen yet is no reason to fail. */
async function describeCancelled(item: Item, publishId: string): Promise<IDataObject> {
	try {
		return makePostOutput(publishId, await item.tiktok.status(publishId), '');
	} catch {
		return { publish_id: publishId };
	}
}
