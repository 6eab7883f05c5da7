/** Fields of the Options collection that several operations have. */
import type { INodeProperties } from 'n8n-workflow';

/** What to do when TikTok refuses a call for its number; every operation calls TikTok. */
export const RATE_LIMIT_OPTIONS: INodeProperties[] = [
	{
		displayName: 'Max Rate Limit Wait (Seconds)',
		name: 'maxRateLimitWaitSeconds',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 3600 },
		displayOptions: { show: { onRateLimit: ['wait'] } },
		default: 120,
		description:
			'How long to wait while TikTok takes no call of this n8n, before the node gives up. Waiting for other posts in front does not count.',
	},
	{
		displayName: 'On Rate Limit',
		name: 'onRateLimit',
		type: 'options',
		options: [
			{
				name: 'Stop',
				value: 'stop',
				description:
					'Fail at once with HTTP code 429, so that Retry On Fail or the branch for failed items decides',
			},
			{
				name: 'Wait',
				value: 'wait',
				description: 'Try again inside the node, more slowly, until TikTok takes the call',
			},
		],
		default: 'stop',
		description:
			"What to do when TikTok's limit of calls per minute is reached by something else than this n8n, which keeps within it by itself",
	},
];

/** Beside the switch that n8n's own nodes have where an output has more than ten fields. */
export const SIMPLIFY_FIELD: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

export const MAX_WAIT_OPTION: INodeProperties = {
	displayName: 'Max Wait (Seconds)',
	name: 'maxWaitSeconds',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 7200 },
	default: 600,
	description:
		'How long to wait for TikTok at most. After that the item goes on with the status reached so far and the publish_id, with which Get Status can ask again.',
};

/** The Options collection of an operation, sorted as n8n wants it. */
export function makeOptionsField(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...options].sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}
