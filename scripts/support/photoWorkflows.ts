import type { WorkflowJson } from '../../test/support/n8n';

/** Name of the node whose output tells how the photo post ended. */
export const PHOTO_NODE = 'Post them';

const POST_NOTE = `## Post photos from files
TikTok takes photos by URL only, from a verified address. Here that address is this n8n itself: the workflow **Photos for TikTok** serves them, and the credential's **Photo Address** says where.

1. **Read the photos**: a JPEG, a PNG as image models give it, and a WebP.
2. **All in one item**: one item is one post.
3. **Post them**: makes JPEG of the PNG, signs a name for each, and waits until TikTok has downloaded them.`;

const MEDIA_NOTE = `## Photos for TikTok
Published once, and left alone: TikTok downloads photos from here. Its **Executions** stay empty.

In the demo the simulated internet knows this n8n as \`https://n8n.example\`, so that is what stands in the credential's Photo Address. Your own n8n has its public address there: the Production URL of this node.`;

/** Where the pieces of the demo's photo workflows come from. */
export interface PhotoWorkflowOptions {
	/** Pattern of the files. */
	photoFiles: string;
	credential: { id: string; name: string };
}

/** The workflow that posts, as n8n's editor would export it. */
export function buildPhotoWorkflow({ photoFiles, credential }: PhotoWorkflowOptions): WorkflowJson {
	return {
		name: 'Post photos from files to TikTok',
		nodes: [
			{
				...step('start', 'When clicking Execute workflow', 0),
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				parameters: {},
			},
			{
				...step('read', 'Read the photos', 220),
				type: 'n8n-nodes-base.readWriteFile',
				typeVersion: 1,
				parameters: { fileSelector: photoFiles, options: {} },
			},
			{
				...step('aggregate', 'All in one item', 440),
				type: 'n8n-nodes-base.aggregate',
				typeVersion: 1,
				parameters: { aggregate: 'aggregateAllItemData', options: { includeBinaries: true } },
			},
			{
				...step('post', PHOTO_NODE, 660),
				type: 'n8n-nodes-tiktok-post.tikTokPost',
				typeVersion: 1,
				credentials: { tikTokOAuth2Api: credential },
				parameters: {
					resource: 'post',
					operation: 'create',
					mediaType: 'photos',
					photoSource: 'binary',
					photoTitle: 'Three moments of an evening',
					photoDescription: 'Photos from n8n #n8n',
					privacyLevel: 'PUBLIC_TO_EVERYONE',
					allowUsersTo: ['comment'],
				},
			},
			note(POST_NOTE, 860),
		],
		connections: {
			'When clicking Execute workflow': connectTo('Read the photos'),
			'Read the photos': connectTo('All in one item'),
			'All in one item': connectTo(PHOTO_NODE),
		},
	};
}

/** The workflow that serves. */
export function buildMediaWorkflow(
	credential: PhotoWorkflowOptions['credential'],
	webhookId: string,
	verificationFile: string,
): WorkflowJson {
	return {
		name: 'Photos for TikTok',
		nodes: [
			{
				...step('media', 'TikTok Post Media', 0),
				type: 'n8n-nodes-tiktok-post.tikTokPostMedia',
				typeVersion: 1,
				webhookId,
				credentials: { tikTokOAuth2Api: credential },
				parameters: { verificationFile },
			},
			note(MEDIA_NOTE, 520),
		],
		connections: {},
	};
}

function step(id: string, name: string, x: number) {
	return { id, name, position: [x, 0] };
}

function note(content: string, width: number) {
	return {
		...step('note', 'About this workflow', -20),
		position: [-20, -340],
		type: 'n8n-nodes-base.stickyNote',
		typeVersion: 1,
		parameters: { content, width, height: 280 },
	};
}

function connectTo(node: string) {
	return { main: [[{ node, type: 'main', index: 0 }]] };
}
