import type { INodeProperties } from 'n8n-workflow';
import * as create from './create.operation';
import * as getStatus from './getStatus.operation';

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
			description: 'Publish a video directly to the account',
			action: 'Create a post',
		},
		{
			name: 'Get Status',
			value: 'getStatus',
			description: 'Check whether a post is published',
			action: 'Get the status of a post',
		},
	],
	default: 'create',
};

/** Everything the editor shows for the resource Post. */
export const description: INodeProperties[] = [
	OPERATION,
	...create.description,
	...getStatus.description,
];
