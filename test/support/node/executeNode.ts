/* eslint-disable @typescript-eslint/no-require-imports -- see below */
import { ExecuteContext, LoadOptionsContext } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type IBinaryData,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodePropertyOptions,
	type INodeType,
	type INodeTypes,
	type IRunExecutionData,
	type IWorkflowSettings,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import type * as nodeModule from '../../../nodes/TikTokPost/TikTokPost.node';
import { installDeduplicationStore, nodeIdOfRow } from './deduplicationStore';
import { makeCredentialsHelper, type TestCredential } from './testCredential';

// With its ending, because outside Jest the codex file `TikTokPost.node.json` would be found first.
const { TikTokPost } = require('../../../nodes/TikTokPost/TikTokPost.node.ts') as typeof nodeModule;

/** One run of the node on some items; everything not given is as in a fresh workflow. */
export interface NodeRun {
	readonly parameters: IDataObject;
	readonly items?: INodeExecutionData[];
	readonly credential?: TestCredential;
	readonly onError?: INode['onError'];
	readonly runIndex?: number;
	/** How the execution was started; `manual` = from the editor, the default. */
	readonly mode?: WorkflowExecuteMode;
	readonly abortSignal?: AbortSignal;
	/** When n8n noted that the execution began, in ms; a retry of it keeps that. */
	readonly beganAt?: number;
	/** Pass the same object again to retry an execution, as n8n's Retry On Fail does. */
	readonly executionData?: IRunExecutionData;
	/** The workflow's settings. */
	readonly settings?: IWorkflowSettings;
	/** What the workflow's nodes have kept, in n8n's `ObservableObject`; by default nothing. */
	readonly staticData?: IDataObject;
	/** Runs the node as the tool of an AI agent that calls it with these values for `$fromAI`. */
	readonly toolInput?: IDataObject;
	/** Gets the context before the node does, for example to watch its requests. */
	readonly onContext?: (context: ExecuteContext) => void;
}

/** What came of a run: output items per branch, hints shown to the user. */
export interface NodeRunResult {
	readonly output: INodeExecutionData[];
	readonly hints: string[];
}

const NODE_TYPE = 'n8n-nodes-tiktok-post.tikTokPost';
const NODE_NAME = 'TikTok Post';
const EXECUTION_ID = '1';
/** What n8n calls the execution where there is none. */
const OUTSIDE_EXECUTION = '__UNKNOWN__';

/** Runs TikTok Post in n8n-core's real execution context: real HTTP helpers, real binary storage. */
export async function executeNode(run: NodeRun): Promise<NodeRunResult> {
	const context = openExecuteContext(run);
	const [output] = await new TikTokPost().execute.call(context);
	return { output: output ?? [], hints: context.hints.map((hint) => hint.message) };
}

/** The context itself, for code that does without the node. */
export function openExecuteContext(run: NodeRun): ExecuteContext {
	installDeduplicationStore();
	const context = makeContext(run, new TikTokPost());
	run.onContext?.(context);
	return context;
}

/** The error a run ends with. Fails when the run succeeds. */
export async function executeNodeToError(run: NodeRun): Promise<Error> {
	try {
		await executeNode(run);
	} catch (error) {
		return error as Error;
	}
	throw new Error('The node was expected to fail, but it succeeded');
}

/** What the editor's drop-down for Privacy Level lists with this credential. */
export async function loadPrivacyLevels(
	credential: TestCredential | undefined,
): Promise<INodePropertyOptions[]> {
	const nodeType = new TikTokPost();
	const run: NodeRun = { parameters: { resource: 'post', operation: 'create' }, credential };
	const node = makeNode(run);
	const context = new LoadOptionsContext(
		makeWorkflow(node, nodeType),
		node,
		makeAdditionalData(run, null),
		'parameters.privacyLevel',
	);
	return await nodeType.methods.loadOptions.getPrivacyLevels.call(context);
}

/** A fresh execution's data, to be shared by several tries of it. */
export function makeExecutionData(): IRunExecutionData {
	return createRunExecutionData();
}

/** An item whose binary field `data` n8n keeps in memory. */
export function itemWithVideo(
	video: Buffer,
	field = 'data',
	json: IDataObject = {},
): INodeExecutionData {
	const binary: IBinaryData = {
		data: video.toString('base64'),
		mimeType: 'video/mp4',
		fileName: 'video.mp4',
		bytes: video.length,
	};
	return { json, binary: { [field]: binary } };
}

function makeContext(run: NodeRun, nodeType: INodeType): ExecuteContext {
	const node = makeNode(run);
	const items = run.items ?? [{ json: {} }];
	const inputData = { main: [items] };
	const executionData = run.executionData ?? makeExecutionData();
	if (run.beganAt !== undefined) recordBeginning(executionData, run.beganAt);
	if (run.toolInput !== undefined) recordToolCall(executionData, run.runIndex ?? 0, run.toolInput);
	const workflow = makeWorkflow(node, nodeType, run.settings);
	if (run.staticData !== undefined) workflow.staticData = run.staticData;
	return new ExecuteContext(
		workflow,
		node,
		makeAdditionalData(run),
		run.mode ?? 'manual',
		executionData,
		run.runIndex ?? 0,
		items,
		inputData,
		{ data: inputData, node, source: null },
		[],
		run.abortSignal,
	);
}

function recordBeginning(executionData: IRunExecutionData, establishedAt: number): void {
	const { executionData: state } = executionData;
	if (state) state.runtimeData = { version: 1, establishedAt, source: 'webhook' };
}

/** Where n8n keeps what an agent hands over to a tool. */
function recordToolCall(
	executionData: IRunExecutionData,
	runIndex: number,
	toolInput: IDataObject,
): void {
	const runs = (executionData.resultData.runData[NODE_NAME] ??= []);
	runs[runIndex] = {
		startTime: 0,
		executionTime: 0,
		executionIndex: runIndex,
		source: [],
		inputOverride: { ai_tool: [[{ json: toolInput }]] },
	};
}

function makeNode(run: NodeRun): INode {
	return {
		id: nodeIdOfRow(),
		name: NODE_NAME,
		// n8n derives the tool from the node under this name.
		type: run.toolInput === undefined ? NODE_TYPE : `${NODE_TYPE}Tool`,
		typeVersion: 1,
		position: [0, 0],
		parameters: run.parameters as INode['parameters'],
		...(run.onError === undefined ? {} : { onError: run.onError }),
		...(run.credential === undefined
			? {}
			: { credentials: { tikTokOAuth2Api: referTo(run.credential) } }),
	};
}

function referTo({ id = '1', name = 'TikTok test account' }: TestCredential) {
	return { id, name };
}

function makeWorkflow(node: INode, nodeType: INodeType, settings?: IWorkflowSettings): Workflow {
	const nodeTypes: INodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const nodes = [node];
	return new Workflow({ id: 'wf1', nodes, connections: {}, active: false, nodeTypes, settings });
}

function makeAdditionalData(
	run: NodeRun,
	executionId: string | null = EXECUTION_ID,
): IWorkflowExecuteAdditionalData {
	return {
		executionId: executionId ?? undefined,
		credentialsHelper: makeCredentialsHelper(run.credential, executionId ?? OUTSIDE_EXECUTION),
		webhookWaitingBaseUrl: 'http://127.0.0.1:1/webhook-waiting',
		formWaitingBaseUrl: 'http://127.0.0.1:1/form-waiting',
		restApiUrl: 'http://127.0.0.1:1/rest',
		instanceBaseUrl: 'http://127.0.0.1:1/',
		variables: {},
		currentNodeParameters: undefined,
	} as unknown as IWorkflowExecuteAdditionalData;
}
