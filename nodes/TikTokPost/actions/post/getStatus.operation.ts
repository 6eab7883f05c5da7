import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';
import { InputError } from '../../../shared/tiktok/errors';
import { PUBLISH_ID_PATTERN } from '../../../shared/tiktok/limits';
import type { PublishStatus } from '../../../shared/tiktok/publishStatus';
import { fetchPublishStatus } from '../../../shared/transport/fetchPublishStatus';
import { waitForPublish } from '../../../shared/transport/waitForPublish';
import { findCreatorUsername, makePostOutput } from '../output';
import { parseMaxWaitMs, parseText, readOptions } from '../parameters';

const FIELDS: INodeProperties[] = [
	{
		displayName: 'Publish ID',
		name: 'publishId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. v_pub_file~v2-1.7700000000000000001',
		description: 'The publish_id that Create returned, for a post of the same account',
	},
	{
		displayName: 'Wait Until Finished',
		name: 'waitUntilFinished',
		type: 'boolean',
		default: false,
		description: 'Whether to wait until TikTok has finished with the post instead of asking once',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show: { waitUntilFinished: [true] } },
		options: [
			{
				displayName: 'Max Wait (Seconds)',
				name: 'maxWaitSeconds',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 7200 },
				default: 600,
				description:
					'How long to wait at most. After that the item goes on with the status reached so far.',
			},
		],
	},
];

/** What the editor shows for Post: Get Status. */
export const description = updateDisplayOptions(
	{ show: { resource: ['post'], operation: ['getStatus'] } },
	FIELDS,
);

/** Tells how a post is doing. A post that failed at TikTok is an answer, not an error. */
export async function execute(this: IExecuteFunctions, itemIndex: number): Promise<IDataObject> {
	const publishId = readPublishId.call(this, itemIndex);
	if (this.getNodeParameter('waitUntilFinished', itemIndex, false) !== true) {
		return await toOutput.call(this, publishId, await fetchPublishStatus.call(this, publishId));
	}
	const maxWaitMs = parseMaxWaitMs(readOptions.call(this, itemIndex).maxWaitSeconds);
	const { status, timedOut } = await waitForPublish.call(this, publishId, maxWaitMs);
	const output = await toOutput.call(this, publishId, status);
	return timedOut ? { ...output, timed_out: true } : output;
}

function readPublishId(this: IExecuteFunctions, itemIndex: number): string {
	const publishId = parseText(this.getNodeParameter('publishId', itemIndex), 'Publish ID').trim();
	if (PUBLISH_ID_PATTERN.test(publishId)) return publishId;
	throw new InputError(
		publishId === '' ? 'Publish ID is empty' : 'Publish ID is not one that TikTok issues',
		'Use the publish_id that Create returned, for example {{ $json.publish_id }}.',
	);
}

async function toOutput(
	this: IExecuteFunctions,
	publishId: string,
	status: PublishStatus,
): Promise<IDataObject> {
	const username = status.post_ids.length > 0 ? await findCreatorUsername.call(this) : '';
	return makePostOutput(publishId, status, username);
}
