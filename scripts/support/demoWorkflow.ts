import type { WorkflowJson } from '../../test/support/n8n';
import { readVideoNode } from './readVideoNode';

/** Name of the node whose output tells how the post ended. */
export const STATUS_NODE = 'Check the status';

const NOTE = `## Post a video to TikTok
1. **Read the video**: any node that puts a file into a binary field will do, such as HTTP Request, Google Drive or a webhook.
2. **Post it**: uploads the video and waits until TikTok has published it.
3. **Check the status**: asks TikTok again, as a later workflow would, with the \`publish_id\`.

The TikTok behind this is a simulator on your machine. Change the caption and press *Execute workflow*: each run is one more post on the profile page.`;

/** Where the pieces of the demo workflow come from. */
export interface DemoWorkflowOptions {
	videoFile: string;
	credentialId: string;
	credentialName: string;
}

/** The workflow of the demo, as n8n's editor would export it. */
export function buildDemoWorkflow(options: DemoWorkflowOptions): WorkflowJson {
	const { videoFile, credentialId, credentialName } = options;
	const tiktok = {
		type: 'n8n-nodes-tiktok-post.tikTokPost',
		typeVersion: 1,
		credentials: { tikTokOAuth2Api: { id: credentialId, name: credentialName } },
	};
	return {
		name: 'Post a video to TikTok',
		nodes: [
			{
				id: 'start',
				name: 'When clicking Execute workflow',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			readVideoNode(videoFile),
			{
				...tiktok,
				id: 'post',
				name: 'Post it',
				position: [440, 0],
				parameters: {
					resource: 'post',
					operation: 'create',
					binaryPropertyName: 'data',
					caption: 'Posted from n8n #n8n #automation',
					privacyLevel: 'PUBLIC_TO_EVERYONE',
					allowUsersTo: ['comment'],
					waitUntilFinished: true,
				},
			},
			{
				...tiktok,
				id: 'status',
				name: STATUS_NODE,
				position: [660, 0],
				parameters: {
					resource: 'post',
					operation: 'getStatus',
					publishId: '={{ $json.publish_id }}',
					waitUntilFinished: true,
				},
			},
			{
				id: 'note',
				name: 'About this workflow',
				type: 'n8n-nodes-base.stickyNote',
				typeVersion: 1,
				position: [-20, -340],
				parameters: { content: NOTE, width: 860, height: 280 },
			},
		],
		connections: {
			'When clicking Execute workflow': connectTo('Read the video'),
			'Read the video': connectTo('Post it'),
			'Post it': connectTo(STATUS_NODE),
		},
	};
}

function connectTo(node: string) {
	return { main: [[{ node, type: 'main', index: 0 }]] };
}
