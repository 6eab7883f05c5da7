import { Workflow, type INodeTypes } from 'n8n-workflow';
import { TikTokPost } from '../../../nodes/TikTokPost/TikTokPost.node';
import { TikTokPostTrigger } from '../../../nodes/TikTokPost/TikTokPostTrigger.node';

/** What the canvas shows under a node's name. */
function subtitleOf(nodeType: TikTokPost | TikTokPostTrigger, parameters: object): unknown {
	const node = {
		id: '1',
		name: 'TikTok',
		type: 'tikTok',
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: parameters as never,
	};
	const nodeTypes = { getByNameAndVersion: () => nodeType } as unknown as INodeTypes;
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const subtitle = String(nodeType.description.subtitle);
	return workflow.expression.getSimpleParameterValue(node, subtitle, 'manual', {});
}

it.each([
	['post', 'create', 'Publish'],
	['post', 'upload', 'Send draft'],
	['post', 'get', 'Get posts'],
	['post', 'getMany', 'Get many posts'],
	['post', 'getStatus', 'Get status'],
	['post', 'cancel', 'Cancel'],
	['creator', 'get', 'Check account'],
	['creator', 'getProfile', 'Get profile'],
])('%s: %s is called "%s"', (resource, operation, words) => {
	expect(subtitleOf(new TikTokPost(), { resource, operation })).toBe(words);
});

it('the trigger names its events as the list does', () => {
	const events = ['post.publish.complete', 'post.publish.failed'];
	expect(subtitleOf(new TikTokPostTrigger(), { events })).toBe('Post Published, Post Failed');
});
