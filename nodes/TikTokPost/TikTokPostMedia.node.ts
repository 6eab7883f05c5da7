import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { description, webhooks } from './serve/serve.description';
import { servePhotos } from './serve/servePhotos';

/** Serves photos to TikTok. What a request gets is in `serve/servePhotos`. */
export class TikTokPostMedia implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'TikTok Post Media',
		name: 'tikTokPostMedia',
		icon: { light: 'file:../../icons/tiktok.svg', dark: 'file:../../icons/tiktok.dark.svg' },
		group: ['trigger'],
		version: [1],
		subtitle: '={{ "photos for TikTok to download" }}',
		description: 'Lets TikTok download photos that are files in n8n: no web server needed',
		eventTriggerDescription: 'Waiting for TikTok to download photos',
		activationMessage:
			'TikTok can download photos from this n8n now, once its Production URL is verified.',
		defaults: { name: 'TikTok Post Media' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'tikTokOAuth2Api', required: true }],
		webhooks,
		triggerPanel: {
			header: 'Let TikTok download photos',
			executionsHelp: {
				inactive:
					'This node needs no test: it starts no executions. Publish (activate) the workflow, and open the Production URL in a browser: one line of text says that it works.',
				active:
					'This workflow answers TikTok on its own. It starts no executions, so the executions list stays empty.',
			},
			activationHint:
				'Publish (activate) the workflow: TikTok downloads from the Production URL only.',
		},
		properties: description,
	};

	/**
	 * n8n calls these when it activates and deactivates the workflow. TikTok has no API for verifying an address: a
	 * person does it in the developer portal, once, and the notice in the node says how.
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
			/** The address stays verified; while the workflow is inactive, n8n answers 404 there. */
			async delete(): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await servePhotos(this);
	}
}
