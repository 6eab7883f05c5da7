import type { SupplyDataContext } from 'n8n-core';
import { getSchema } from 'n8n-core/dist/execution-engine/node-execution-context/utils/create-node-as-tool';
import { makeHandleToolInvocation } from 'n8n-core/dist/execution-engine/node-execution-context/utils/get-input-connection-data';
import { NodeHelpers, type IDataObject, type INode, type INodeType } from 'n8n-workflow';
import { TikTokPost } from '../../../nodes/TikTokPost/TikTokPost.node';
import { makeExecutionData } from '../../support/node/executeNode';
import { addPublicPosts } from '../../support/node/publicPosts';
import { createParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';

const VIDEO_URL = 'https://media.example.com/clips/run.mp4';

/** What n8n's editor writes when somebody lets the model fill a parameter. */
function fromAi(key: string, type = 'string'): string {
	return `={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${key}', \`\`, '${type}') }}`;
}

/** A builder's choice: the model writes caption, URL and the AI label; who may see it stays theirs. */
const PARAMETERS = createParameters({
	videoSource: 'url',
	videoUrl: fromAi('Video_URL'),
	caption: fromAi('Caption'),
	isAigc: fromAi('AI-Generated', 'boolean'),
});

function toolNode(parameters: IDataObject): INode {
	return { name: 'Post', type: 'x.tikTokPostTool', parameters } as unknown as INode;
}

/** What agents before version 3 hear of a tool's error: n8n-core's own code makes it of what the node throws. */
async function hearFromTool(thrown: unknown): Promise<string> {
	const tool: Pick<INodeType, 'execute'> = { execute: async () => await Promise.reject(thrown) };
	const context: Partial<SupplyDataContext> = {
		addInputData: () => ({ index: 0 }),
		addOutputData: () => {},
	};
	const call = makeHandleToolInvocation(
		() => context as SupplyDataContext,
		toolNode({}),
		tool as INodeType,
		makeExecutionData(),
	);
	return await call({}).then(String, (error: Error) => error.message);
}

describe('as the tool of an AI agent', () => {
	const use = useStage();

	beforeEach(() => {
		const { simulator, video } = use.stage;
		simulator.media.serve(VIDEO_URL, { content: video, contentType: 'video/mp4' });
	});

	it('asks the model for what the builder left to it, and for nothing else', () => {
		expect(Object.keys(getSchema(toolNode(PARAMETERS)).shape)).toEqual([
			'Caption',
			'AI-Generated',
			'Video_URL',
		]);
	});

	it.each([
		['post', 'create', 'Publish video or photos in TikTok Post'],
		['post', 'upload', 'Send draft to inbox in TikTok Post'],
		['post', 'get', 'Get posts with views and likes in TikTok Post'],
		['post', 'getMany', 'Get many posts with views and likes in TikTok Post'],
		['post', 'getStatus', 'Get post status in TikTok Post'],
		['post', 'cancel', 'Cancel post in TikTok Post'],
		['creator', 'get', 'Check what account may post in TikTok Post'],
		['creator', 'getProfile', 'Get profile with followers and likes in TikTok Post'],
	])('%s: %s tells the model what it does', (resource, operation, description) => {
		const nodeType = new TikTokPost();
		const node = toolNode({ resource, operation });
		expect(NodeHelpers.getToolDescriptionForNode(node, nodeType)).toBe(description);
	});

	it('posts what the model hands over', async () => {
		const toolInput = { Video_URL: VIDEO_URL, Caption: 'Written by a model', 'AI-Generated': true };
		const output = await use.runOne(PARAMETERS, { toolInput });
		expect(output.status).toBe('PUBLISH_COMPLETE');
		expect(use.stage.simulator.posts).toMatchObject([
			{ postInfo: { title: 'Written by a model', is_aigc: true } },
		]);
	});

	it('takes switches that the model writes as text', async () => {
		const toolInput = { Video_URL: VIDEO_URL, Caption: 'a', 'AI-Generated': 'true' };
		await use.run(PARAMETERS, { toolInput });
		expect(use.stage.simulator.posts).toMatchObject([{ postInfo: { is_aigc: true } }]);
	});

	it('tells the model what is wrong with its values', async () => {
		const toolInput = { Video_URL: 'the video', Caption: 'a', 'AI-Generated': 'maybe' };
		const error = await use.fail(PARAMETERS, { toolInput });
		expect(error.message).toBe(
			'AI-Generated must be true or false, but it is "maybe". Give AI-Generated as true or false.',
		);
		const url = { ...toolInput, 'AI-Generated': false };
		expect((await use.fail(PARAMETERS, { toolInput: url })).message).toBe(
			'Video URL: "the video" is not a URL. Give the http or https address of the video file itself, for example https://media.example.com/clip.mp4.',
		);
	});

	describe('says what is wrong and what to do about it once', () => {
		const PROBLEM = 'Input Binary Field: the item has no binary field "data"';
		const ADVICE =
			'n8n hands no files to the tools of an AI agent. Set Video Source to URL instead.';
		const FROM_FILE = createParameters();

		it('in the message, which is all that n8n hands an agent', async () => {
			const error = await use.fail(FROM_FILE, { toolInput: {} });
			expect(error.message).toBe(`${PROBLEM}. ${ADVICE}`);
			expect(error.description).toBeUndefined();
		});

		it('where n8n joins message and description for older agents', async () => {
			const heard = await hearFromTool(await use.fail(FROM_FILE, { toolInput: {} }));
			expect(heard).toBe(`${PROBLEM}. ${ADVICE}`);
		});

		it('with On Error: Continue', async () => {
			const onError = 'continueRegularOutput';
			const output = await use.runOne(FROM_FILE, { toolInput: {}, onError });
			expect(output).toEqual({
				error: `${PROBLEM}. ${ADVICE}`,
				details: { code: 'invalid_input', stage: 'media', retryable: false },
			});
		});

		it('of what TikTok refuses, with its code', async () => {
			use.stage.simulator.faults.add({ on: { endpoint: 'videoInit' }, do: 'rate-limit' });
			const toolInput = { Video_URL: VIDEO_URL, Caption: 'a', 'AI-Generated': false };
			const heard = await hearFromTool(await use.fail(PARAMETERS, { toolInput }));
			expect(heard.match(/limit of calls per minute/g)).toHaveLength(1);
			expect(heard).toContain('(code rate_limit_exceeded');
		});
	});

	describe('reads what became of posts', () => {
		/** What a model reads for one post; a short caption, a dozen such posts fit into any context. */
		const LONGEST_OUTPUT = 400;
		const GET = { resource: 'post', operation: 'get', postIds: fromAi('Post_IDs'), options: {} };
		const GET_MANY = {
			resource: 'post',
			operation: 'getMany',
			limit: fromAi('Limit', 'number'),
			options: {},
		};

		it('by ids that the model hands over, in short outputs', async () => {
			const [a = '', b = ''] = addPublicPosts(use.stage.simulator, 2);
			const toolInput = { Post_IDs: `${a}, ${b}` };
			const { output } = await use.run(GET, { toolInput });
			expect(output.map(({ json }) => json.id)).toEqual([a, b]);
			for (const { json } of output) {
				expect(JSON.stringify(json).length).toBeLessThan(LONGEST_OUTPUT);
			}
		});

		it('by a number of posts, also as text', async () => {
			const ids = addPublicPosts(use.stage.simulator, 5);
			for (const Limit of [3, '3']) {
				const { output } = await use.run(GET_MANY, { toolInput: { Limit } });
				expect(output.map(({ json }) => json.id)).toEqual(ids.slice(0, 3));
				expect(JSON.stringify(output[0]?.json).length).toBeLessThan(LONGEST_OUTPUT);
			}
		});

		it('and tells the model what is wrong with its ids', async () => {
			const error = await use.fail(GET, { toolInput: { Post_IDs: 'my last post' } });
			expect(error.message).toMatch(/^Post IDs: "my" is not the ID of a post\. Use post_ids/);
		});
	});

	it('lets no model reach into the private network', async () => {
		const toolInput = {
			Video_URL: 'http://169.254.169.254/latest/meta-data/',
			Caption: 'a',
			'AI-Generated': false,
		};
		expect((await use.fail(PARAMETERS, { toolInput })).message).toMatch(/private network/);
	});

	it('posts once, although the model calls again with the same values', async () => {
		const executionData = makeExecutionData();
		const toolInput = { Video_URL: VIDEO_URL, Caption: 'Once', 'AI-Generated': false };
		const first = await use.runOne(PARAMETERS, { toolInput, executionData, runIndex: 0 });
		const second = await use.runOne(PARAMETERS, { toolInput, executionData, runIndex: 1 });
		expect(second).toEqual(first);
		expect(use.stage.simulator.posts).toHaveLength(1);
		const other = { ...toolInput, Caption: 'Twice' };
		await use.run(PARAMETERS, { toolInput: other, executionData, runIndex: 2 });
		expect(use.stage.simulator.posts).toHaveLength(2);
	});

	it('never posts what the model calls again after a lost answer', async () => {
		const executionData = makeExecutionData();
		use.stage.simulator.app.verifiedProperties.push('media.example.com');
		const parameters = { ...PARAMETERS, videoSource: 'pullFromUrl' };
		const toolInput = { Video_URL: VIDEO_URL, Caption: 'Once', 'AI-Generated': false };
		use.stage.simulator.faults.add({ on: { endpoint: 'videoInit' }, do: 'reset-after' });
		await use.fail(parameters, { toolInput, executionData, runIndex: 0 });
		const error = await use.fail(parameters, { toolInput, executionData, runIndex: 1 });
		expect(error.message).toContain('code outcome_unknown');
		expect(use.stage.simulator.posts).toHaveLength(1);
	});

	it('never posts what the model calls again when the minute is full meanwhile', async () => {
		const executionData = makeExecutionData();
		const { simulator } = use.stage;
		simulator.app.verifiedProperties.push('media.example.com');
		const parameters = { ...PARAMETERS, videoSource: 'pullFromUrl' };
		const callAs = async (Caption: string, runIndex: number, run = executionData) => {
			const toolInput = { Video_URL: VIDEO_URL, Caption, 'AI-Generated': false };
			await use.run(parameters, { toolInput, executionData: run, runIndex });
		};
		await callAs('Once', 0);
		for (const caption of ['2', '3', '4', '5', '6']) await callAs(caption, 0, makeExecutionData());
		await callAs('Once', 1);
		const captions = simulator.posts.map(({ postInfo }) => postInfo.title);
		expect(captions.filter((caption) => caption === 'Once')).toHaveLength(1);
	});
});
