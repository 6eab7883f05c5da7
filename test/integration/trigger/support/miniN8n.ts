/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests start a server */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { WebhookContext } from 'n8n-core';
import {
	Workflow,
	type IDataObject,
	type INode,
	type INodeType,
	type INodeTypes,
	type IWebhookData,
	type IWebhookFunctions,
	type IWebhookResponseData,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { makeCredentialsHelper, type TestCredential } from '../../../support/node/testCredential';

type WebhookRequest = IncomingMessage & {
	rawBody?: Buffer;
	readRawBody?: () => Promise<void>;
	body?: unknown;
};

const NODE_ID = '5e9a7d7a-0000-4000-8000-000000000002';
const WEBHOOK_DATA = { webhookDescription: { name: 'default' } } as unknown as IWebhookData;

/**
 * n8n's way of a webhook to a node, around n8n-core's own context: reads the workflow, then the body, calls
 * the node, creates an execution, saves the static data if it changed, and answers. Over real sockets.
 */
export class MiniN8n {
	/** What each execution started with; `error` where the node threw, for which n8n starts one too. */
	readonly executions: Array<IDataObject | 'error'> = [];

	parameters: IDataObject = { events: [], options: {} };

	credential: TestCredential | undefined;

	mode: WorkflowExecuteMode = 'webhook';

	/** How many of the next executions n8n fails to create. */
	failingStarts = 0;

	/** How often the static data was written. */
	writes = 0;

	/** Whether n8n reads the body before the node does, or can't hand over its bytes at all. */
	body: 'read' | 'unread' | 'lost' = 'read';

	/** n8n creates no execution before this many requests have come. */
	slowUntil = 0;

	/** How many of the next senders are gone before n8n calls the node. */
	senderLeaves = 0;

	nodeId = NODE_ID;

	url = '';

	/** The column of the database. */
	private staticData = '{}';

	private readonly server: Server;

	private requests = 0;

	private waiting: Array<() => void> = [];

	private constructor(private nodeType: INodeType) {
		this.server = createServer((request, response) => {
			this.handle(request, response).catch(() => response.writeHead(500).end());
		});
	}

	static async open(): Promise<MiniN8n> {
		const instance = new MiniN8n(loadNodeType());
		await new Promise<void>((resolve) => instance.server.listen(0, '127.0.0.1', resolve));
		instance.url = `http://127.0.0.1:${(instance.server.address() as AddressInfo).port}/webhook`;
		return instance;
	}

	/** The process ends and starts anew: what is not in the database is gone. */
	restart(): void {
		this.nodeType = loadNodeType();
	}

	/** As another node or a person that overwrites the workflow's static data. */
	overwriteStaticData(data: IDataObject): void {
		this.staticData = JSON.stringify(data);
	}

	readStaticData(): IDataObject {
		return JSON.parse(this.staticData) as IDataObject;
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private async handle(request: WebhookRequest, response: ServerResponse): Promise<void> {
		const workflow = this.loadWorkflow();
		const isParsed = await readBody(request, response, this.body);
		if (!isParsed) return;
		if (this.senderLeaves > 0) {
			this.senderLeaves -= 1;
			request.socket.destroy();
			await once(response, 'close');
		}
		this.countRequest();
		const result = await this.callNode(workflow, request, response);
		if (result === undefined || result.noWebhookResponse === true) return;
		if (result.workflowData !== undefined) {
			// n8n writes the execution to its database meanwhile.
			await this.createExecution();
			if (this.failingStarts > 0) {
				this.failingStarts -= 1;
				response.writeHead(500).end();
				return;
			}
			this.executions.push(result.workflowData[0]?.[0]?.json ?? {});
		}
		this.saveStaticData(workflow);
		response.writeHead(200).end('{"message":"Workflow was started"}');
	}

	private countRequest(): void {
		this.requests += 1;
		if (this.requests < this.slowUntil) return;
		for (const resolve of this.waiting.splice(0)) resolve();
	}

	private async createExecution(): Promise<void> {
		if (this.requests >= this.slowUntil) return;
		await new Promise<void>((resolve) => this.waiting.push(resolve));
	}

	private async callNode(
		workflow: Workflow,
		request: WebhookRequest,
		response: ServerResponse,
	): Promise<IWebhookResponseData | undefined> {
		const node = workflow.getNode('TikTok Post Trigger') as INode;
		const context = new WebhookContext(
			workflow,
			node,
			this.makeAdditionalData(request, response),
			this.mode,
			WEBHOOK_DATA,
			[],
			null,
		);
		try {
			return await this.nodeType.webhook?.call(context as unknown as IWebhookFunctions);
		} catch {
			this.executions.push('error');
			response.writeHead(500).end();
			return undefined;
		}
	}

	private loadWorkflow(): Workflow {
		const { nodeType } = this;
		const nodeTypes: INodeTypes = {
			getByName: () => nodeType,
			getByNameAndVersion: () => nodeType,
			getKnownTypes: () => ({}),
		};
		const node: INode = {
			id: this.nodeId,
			name: 'TikTok Post Trigger',
			type: 'n8n-nodes-tiktok-post.tikTokPostTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: this.parameters as INode['parameters'],
			...(this.credential && {
				credentials: { tikTokOAuth2Api: { id: '1', name: 'TikTok test app' } },
			}),
		};
		const staticData = this.readStaticData();
		return new Workflow({
			id: 'wf1',
			nodes: [node],
			connections: {},
			active: true,
			nodeTypes,
			staticData,
		});
	}

	private saveStaticData(workflow: Workflow): void {
		if (workflow.staticData.__dataChanged !== true) return;
		this.staticData = JSON.stringify(workflow.staticData);
		this.writes += 1;
	}

	private makeAdditionalData(
		httpRequest: WebhookRequest,
		httpResponse: ServerResponse,
	): IWorkflowExecuteAdditionalData {
		return {
			credentialsHelper: makeCredentialsHelper(this.credential, ''),
			httpRequest,
			httpResponse: addExpress(httpResponse),
		} as unknown as IWorkflowExecuteAdditionalData;
	}
}

function loadNodeType(): INodeType {
	let nodeType: INodeType | undefined;
	jest.isolateModules(() => {
		const path = '../../../../nodes/TikTokPost/TikTokPostTrigger.node';
		const { TikTokPostTrigger } = jest.requireActual<Record<string, new () => INodeType>>(path);
		nodeType = TikTokPostTrigger && new TikTokPostTrigger();
	});
	if (nodeType === undefined) throw new Error('The node did not load');
	return nodeType;
}

/** n8n reads and parses every body but multipart forms before it calls a node; false: it refused. */
async function readBody(
	request: WebhookRequest,
	response: ServerResponse,
	how: MiniN8n['body'],
): Promise<boolean> {
	const contentType = request.headers['content-type'] ?? '';
	request.readRawBody = async () => {
		if (!request.readable) throw new Error('Request body stream was aborted or is not readable');
		const isGzip = request.headers['content-encoding'] === 'gzip';
		request.rawBody = await buffer(isGzip ? request.pipe(createGunzip()) : request);
	};
	if (how === 'unread') return true;
	if (how === 'lost') {
		request.body = JSON.parse((await buffer(request)).toString());
		return true;
	}
	if (contentType.startsWith('multipart/form-data')) {
		await buffer(request);
		request.body = { data: {} };
		return true;
	}
	await request.readRawBody();
	if (!contentType.startsWith('application/json') || !request.rawBody?.length) return true;
	try {
		request.body = JSON.parse(request.rawBody.toString().replace(/^\ufeff/, '')) as unknown;
		return true;
	} catch {
		response.writeHead(422).end();
		return false;
	}
}

/** The two methods of n8n's web framework that a node may need. */
function addExpress(response: ServerResponse): ServerResponse {
	return Object.assign(response, {
		status(code: number) {
			response.statusCode = code;
			return response;
		},
		json(value: unknown) {
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify(value));
			return response;
		},
	});
}
