import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';
import type { PublishStatus } from '../../../shared/tiktok/api/publishStatus';
import { fetchPublishStatus } from '../../../shared/n8n/api/fetchPublishStatus';
import { waitForPublish } from '../../../shared/n8n/publish/waitForPublish';
import { makeOptionsField, MAX_WAIT_OPTION, RATE_LIMIT_OPTIONS } from '../optionFields';
import { findCreatorUsername, makePostOutput } from '../output';
import { parseBoolean, parseMaxWaitMs, readOptions } from '../parameters';
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
export async function execute(this: IExecuteFunctions, itemIndex: number): Promise<IDataObject> {
	const publishId = readPublishId.call(this, itemIndex);
	const waitUntilFinished: unknown = this.getNodeParameter('waitUntilFinished', itemIndex, false);
	if (parseBoolean(waitUntilFinished, 'Wait Until Finished') !== true) {
		return await toOutput.call(this, publishId, await fetchPublishStatus.call(this, publishId));
	}
	const maxWaitMs = parseMaxWaitMs(readOptions.call(this, itemIndex).maxWaitSeconds);
	const { status, timedOut } = await waitForPublish.call(this, publishId, maxWaitMs);
	const output = await toOutput.call(this, publishId, status);
	return timedOut ? { ...output, timed_out: true } : output;
}

async function toOutput(
	this: IExecuteFunctions,
	publishId: string,
	status: PublishStatus,
): Promise<IDataObject> {
	const username = status.post_ids.length > 0 ? await findCreatorUsername.call(this) : '';
	return makePostOutput(publishId, status, username);
}
