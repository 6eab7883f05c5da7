import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { receiveWebhook } from './trigger/receiveWebhook';
import { description, SUBTITLE } from './trigger/trigger.description';

/** Starts a workflow on TikTok's webhooks. What happens to a delivery is in `trigger/receiveWebhook`. */
export class TikTokPostTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'TikTok Post Trigger',
		name: 'tikTokPostTrigger',
		icon: { light: 'file:../../icons/tiktok.svg', dark: 'file:../../icons/tiktok.dark.svg' },
		group: ['trigger'],
		version: [1],
		subtitle: SUBTITLE,
		description: 'Publish videos and photos to TikTok, and start workflows on what becomes of them',
		eventTriggerDescription: 'Waiting for a webhook from TikTok',
		activationMessage:
			'TikTok can start this workflow now, if its Production URL is the callback URL of your app.',
		defaults: { name: 'TikTok Post Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'tikTokOAuth2Api', required: true }],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
		],
		triggerPanel: {
			header: 'Pull in events from TikTok',
			executionsHelp: {
				inactive:
					'TikTok sends events to the one callback URL in its developer portal. To try this out, put the Test URL there for a while, or wait with an active workflow: its executions are in the executions list.',
				active:
					'This workflow starts on its own when TikTok sends an event to its Production URL. The executions are in the executions list, not in the editor.',
			},
			activationHint:
				'Once it works, activate (publish) the workflow, and put its Production URL into the TikTok developer portal.',
		},
		properties: description,
	};

	/**
	 * n8n calls these when it activates and deactivates the workflow. TikTok has no API for the callback URL:
	 * a person enters it in the developer portal, once, and the notice in the node says how.
	 */
	webhookMethods = {
		default: {
			/** Can't be asked, so it is taken for granted; otherwise n8n would call `create`. */
			async checkExists(): Promise<boolean> {
				return true;
			},
			/** Nothing n8n could do at TikTok. */
			async create(): Promise<boolean> {
				return true;
			},
			/** The URL stays in the portal; while the workflow is inactive, n8n answers 404 there. */
			async delete(): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveWebhook(this);
	}
}
