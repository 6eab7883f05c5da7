import type { INodeProperties } from 'n8n-workflow';
import * as cancel from './cancel.operation';
import * as create from './create.operation';
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
			name: 'Create',
			value: 'create',
			description: 'Publish a video or photos directly to the account',
			action: 'Publish video or photos',
		},
		{
			name: 'Upload',
			value: 'upload',
			description: "Put a video or photos as a draft into the creator's TikTok inbox",
			action: 'Send draft to inbox',
		},
		{
			name: 'Get Status',
			value: 'getStatus',
			description: 'Check whether a post is published',
			action: 'Get post status',
		},
		{
			name: 'Cancel',
			value: 'cancel',
			description: 'Stop a post whose media TikTok is still downloading from a URL',
			action: 'Cancel post',
		},
	],
	default: 'create',
};

/** Everything the editor shows for the resource Post. */
export const description: INodeProperties[] = [
	OPERATION,
	...create.description,
	...upload.description,
	...getStatus.description,
	...cancel.description,
];
