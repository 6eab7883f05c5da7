import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import * as creator from './actions/creator/creator.resource';
import * as post from './actions/post/post.resource';
import { router } from './actions/router';
import * as loadOptions from './methods/loadOptions';

/** The operation in words. */
const SUBTITLE =
	'={{ ({ create: "Publish", upload: "Send draft", get: $parameter["resource"] === "creator" ? "Check account" : "Get posts", getMany: "Get many posts", getProfile: "Get profile", getStatus: "Get status", cancel: "Cancel" })[$parameter["operation"]] }}';

/** Publishes to TikTok. The operations are in `actions`, one file each. */
export class TikTokPost implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'TikTok Post',
		name: 'tikTokPost',
		icon: { light: 'file:../../icons/tiktok.svg', dark: 'file:../../icons/tiktok.dark.svg' },
		group: ['output'],
		version: [1],
		subtitle: SUBTITLE,
		// n8n shows the trigger's description for both, so both have the same.
		description: 'Publish videos and photos to TikTok, and start workflows on what becomes of them',
		defaults: { name: 'TikTok Post' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'tikTokOAuth2Api', required: true }],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Creator', value: 'creator' },
					{ name: 'Post', value: 'post' },
				],
				default: 'post',
			},
			...post.description,
			...creator.description,
		],
	};

	methods = { loadOptions };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await router(this);
	}
}
