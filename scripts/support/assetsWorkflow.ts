import type { WorkflowJson } from '../../test/support/n8n';
import { readVideoNode } from './readVideoNode';

/** Path of the webhook that assets are delivered to. */
export const ASSETS_PATH = 'asset-approved';
/** Name of the node that posts. */
export const POST_NODE = 'Post it';

const NOTE = `## Post an approved asset once
An asset manager calls the webhook, and may call it twice. **Deduplication Key** is the asset's name, so that whichever worker gets the second call skips it.`;

/** What an asset is posted with. */
export function captionOf(asset: string): string {
	return `${asset}, approved #n8n`;
}

/** A workflow that posts a video for each asset that is delivered, as n8n's editor would export it. */
export function buildAssetsWorkflow(
	videoFile: string,
	credential: { id: string; name: string },
): WorkflowJson {
	const asset = "{{ $('Call').first().json.body.asset }}";
	return {
		name: 'Post approved assets',
		nodes: [
			{
				id: 'call',
				name: 'Call',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				webhookId: `${ASSETS_PATH}-webhook`,
				position: [0, 0],
				parameters: {
					httpMethod: 'POST',
					path: ASSETS_PATH,
					responseMode: 'onReceived',
					options: {},
				},
			},
			readVideoNode(videoFile),
			{
				id: 'post',
				name: POST_NODE,
				type: 'n8n-nodes-tiktok-post.tikTokPost',
				typeVersion: 1,
				credentials: { tikTokOAuth2Api: credential },
				position: [440, 0],
				parameters: {
					resource: 'post',
					operation: 'create',
					binaryPropertyName: 'data',
					caption: `=${captionOf(asset)}`,
					privacyLevel: 'PUBLIC_TO_EVERYONE',
					allowUsersTo: ['comment'],
					waitUntilFinished: true,
					options: { deduplicationKey: `=${asset}` },
				},
			},
			{
				id: 'note',
				name: 'About this workflow',
				type: 'n8n-nodes-base.stickyNote',
				typeVersion: 1,
				position: [-20, -240],
				parameters: { content: NOTE, width: 640, height: 180 },
			},
		],
		connections: { Call: connectTo('Read the video'), 'Read the video': connectTo(POST_NODE) },
	};
}

function connectTo(node: string) {
	return { main: [[{ node, type: 'main', index: 0 }]] };
}
