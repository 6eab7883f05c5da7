import type { IDataObject } from 'n8n-workflow';

import {
	ConnectedN8n,
	MANUAL_START,
	RUN_TIMEOUT_MS,
	START_TIMEOUT_MS,
	type FlowNode,
} from './support/connectedN8n';
import { ToolCallingModel } from './support/toolCallingModel';

const HEARD =
	'Input Binary Field: the item has no binary field "data". n8n hands no files to the tools of an AI agent. Set Video Source to URL instead.';

let stage: ConnectedN8n;
let model: ToolCallingModel;
let credentialId: string;

beforeAll(async () => {
	stage = await ConnectedN8n.open();
	model = await ToolCallingModel.open();
	credentialId = await stage.n8n.rest.createCredential('openAiApi', 'Model', {
		apiKey: 'none',
		url: model.url,
	});
}, START_TIMEOUT_MS);

afterAll(async () => {
	await model?.close();
	await stage?.close();
}, START_TIMEOUT_MS);

describe('an AI agent hears once what is wrong with its tool, and what to do', () => {
	it.each<[what: string, settings: IDataObject, heard: IDataObject]>([
		['with n8n’s defaults', {}, { error: HEARD }],
		[
			'with On Error: Continue',
			{ onError: 'continueRegularOutput' },
			{
				error: HEARD,
				details: { code: 'invalid_input', stage: 'media', retryable: false },
			},
		],
	])(
		'%s',
		async (_what, settings, heard) => {
			await runAgent(stage.toolNode(settings));
			expect(JSON.parse(model.heard.at(-1) ?? '')).toEqual([heard]);
		},
		RUN_TIMEOUT_MS,
	);
});

async function runAgent(tool: FlowNode): Promise<void> {
	const agent: FlowNode = {
		name: 'Agent',
		type: '@n8n/n8n-nodes-langchain.agent',
		typeVersion: 3.1,
		parameters: { promptType: 'define', text: 'Post it', options: {} },
	};
	const chatModel: FlowNode = {
		name: 'Model',
		type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
		typeVersion: 1.2,
		credentials: { openAiApi: { id: credentialId, name: 'Model' } },
		parameters: { model: { __rl: true, mode: 'id', value: 'stub' }, options: {} },
	};
	const workflowId = await stage.n8n.rest.importWorkflow({
		name: 'Agent',
		nodes: [MANUAL_START, agent, chatModel, tool].map((node, index) => ({
			...node,
			id: `node-${index}`,
			position: [index * 220, 0],
		})),
		connections: {
			[MANUAL_START.name]: connect('main'),
			[chatModel.name]: connect('ai_languageModel'),
			[tool.name]: connect('ai_tool'),
		},
	});
	await stage.n8n.rest.runWorkflow(workflowId);
}

/** To the agent. */
function connect(type: string): IDataObject {
	return { [type]: [[{ node: 'Agent', type, index: 0 }]] };
}
