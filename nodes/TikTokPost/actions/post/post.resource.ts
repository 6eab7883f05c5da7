import type { INodeProperties } from 'n8n-workflow';
import * as cancel from './cancel.operation';
import * as create from './create.operation';
import * as get from './get.operation';
import * as getMany from './getMany.operation';
import * as getStatus from './getStatus.operation';
import * as upload from './upload.operation';

const OPERATION: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['post'] } },
	options: [
		{
			name: 'Cancel',
			value: 'cancel',
			description: 'Stop a post whose media TikTok is still downloading from a URL',
			action: 'Cancel post',
		},
		{
			name: 'Create',
			value: 'create',
			description: 'Publish a video or photos directly to the account',
			action: 'Publish video or photos',
		},
		{
			name: 'Get',
			value: 'get',
			description: 'Get public posts of the account by their IDs, with their views and likes',
			action: 'Get posts with views and likes',
		},
		{
			name: 'Get Many',
			value: 'getMany',
			description: 'List the public posts of the account, newest first, with their views and likes',
			action: 'Get many posts with views and likes',
		},
		{
			name: 'Get Status',
			value: 'getStatus',
			description: 'Check whether a post is published',
			action: 'Get post status',
		},
		{
			name: 'Upload',
			value: 'upload',
			description: "Put a video or photos as a draft into the creator's TikTok inbox",
			action: 'Send draft to inbox',
		},
	],
	default: 'create',
};

/** Everything the editor shows for the resource Post. */
export const description: INodeProperties[] = [
	OPERATION,
	...create.description,
	...upload.description,
	...get.description,
	...getMany.description,
	...getStatus.description,
	...cancel.description,
];
