import type { INodeProperties } from 'n8n-workflow';
import * as get from './get.operation';
import * as getProfile from './getProfile.operation';

const OPERATION: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['creator'] } },
	options: [
		{
			name: 'Get',
			value: 'get',
			description:
				'Get what the connected account may post right now: whether it can post, its privacy levels and limits',
			action: 'Check what account may post',
		},
		{
			name: 'Get Profile',
			value: 'getProfile',
			description: 'Get the profile of the connected account with its followers and likes',
			action: 'Get profile with followers and likes',
		},
	],
	default: 'get',
};

/** Everything the editor shows for the resource Creator. */
export const description: INodeProperties[] = [
	OPERATION,
	...get.description,
	...getProfile.description,
];
