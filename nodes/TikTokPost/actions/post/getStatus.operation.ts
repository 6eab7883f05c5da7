import { updateDisplayOptions, type IDataObject, type INodeProperties } from 'n8n-workflow';
import type { PublishStatus } from '../../../shared/tiktok/api/publishStatus';
import type { Item } from '../../../shared/n8n/api/item';
import { now } from '../../../shared/n8n/clock';
import { makeOptionsField, MAX_WAIT_OPTION, RATE_LIMIT_OPTIONS } from '../optionFields';
import { findCreatorUsername, makePostOutput } from '../output';
import { PendingOutput } from '../pendingOutput';
import { parseBoolean, parseMaxWaitMs, readOptions } from '../parameters';
import { showEnding } from './endingHint';
import { PUBLISH_ID_FIELD, readPublishId } from './publishId';

const FIELDS: INodeProperties[] = [
	PUBLISH_ID_FIELD,
	{
		displayName: 'Wait Until Finished',
		name: 'waitUntilFinished',
		type: 'boolean',
		default: false,
		description: 'Whether to wait until TikTok has finished with the post instead of asking once',
	},
	makeOptionsField([
		...RATE_LIMIT_OPTIONS,
		{ ...MAX_WAIT_OPTION, displayOptions: { show: { '/waitUntilFinished': [true] } } },
	]),
];

/** What the editor shows for Post: Get Status. */
export const description = updateDisplayOptions(
	{ show: { resource: ['post'], operation: ['getStatus'] } },
	FIELDS,
);

/** Tells how a post is doing. A post that failed at TikTok is an answer, not an error. */
export async function execute(item: Item): Promise<IDataObject | PendingOutput> {
	const publishId = readPublishId(item);
	const waitUntilFinished: unknown = item.n8n.getNodeParameter(
		'waitUntilFinished',
		item.index,
		false,
	);
	if (parseBoolean(waitUntilFinished, 'Wait Until Finished') !== true) {
		return await toOutput(item, publishId, await item.tiktok.status(publishId), false);
	}
	const maxWaitMs = parseMaxWaitMs(readOptions(item).maxWaitSeconds);
	const waiting = { publishId, beganAt: now(), bytes: undefined, maxWaitMs };
	return new PendingOutput(waiting, false, async ({ status, timedOut }) => {
		return await toOutput(item, publishId, status, timedOut);
	});
}

async function toOutput(
	item: Item,
	publishId: string,
	status: PublishStatus,
	timedOut: boolean,
): Promise<IDataObject> {
	const username = status.post_ids.length > 0 ? await findCreatorUsername(item) : '';
	showEnding(item, { status, timedOut, privacyLevel: undefined });
	return makePostOutput(publishId, status, username, timedOut ? { timed_out: true } : {});
}
