/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests start a server */
import {
	createServer,
	request as sendRequest,
	type IncomingMessage,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { WebhookContext } from 'n8n-core';
import {
	Workflow,
	type INode,
	type INodeTypes,
	type IWebhookData,
	type IWebhookDescription,
	type IWebhookFunctions,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { TikTokPostMedia } from '../../../nodes/TikTokPost/TikTokPostMedia.node';
import { makeCredentialsHelper, type TestCredential } from './testCredential';

/** n8n's id of the node. */
export const WEBHOOK_ID = '0b6a4a5e-6a0a-4a53-9a44-51c1a7c0f6de';

/** What came back. */
export interface Answer {
	readonly status: number;
	readonly headers: IncomingMessage['headers'];
	readonly body: Buffer;
}

interface Route {
	readonly methods: string[];
	/** Segments below `/webhook/`, as n8n registers them. */
	readonly path: string;
	readonly description: IWebhookDescription;
}

/** n8n's way of a request to the serving node: its routes as n8n registers them, around n8n-core's own context. */
export class MediaN8n {
	verificationFile = '';

	credential: TestCredential | undefined;

	/** How often the credential was read. */
	credentialReads = 0;

	/** Executions that n8n would have started. */
	started = 0;

	/** It runs where the files of the others are not, as a process with a disk of its own. */
	ownFiles = false;

	/** Answers nobody who wants to have a photo, as where a firewall lets n8n's own look through alone. */
	isDeaf = false;

	/** Whether the workflow is published. */
	isPublished = true;

	private readonly nodeType = new TikTokPostMedia();

	private readonly server = createServer((request, response) => {
		this.handle(request, response).catch(() => {
			this.started += 1;
			response.writeHead(500).end();
		});
	});

	static async open(): Promise<MediaN8n> {
		const n8n = new MediaN8n();
		await new Promise<void>((resolve) => n8n.server.listen(0, '127.0.0.1', resolve));
		return n8n;
	}

	get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	/** Sends a path as it is, dots and escapes and all. */
	async ask(path: string, method = 'GET', headers = {}): Promise<Answer> {
		const options = { host: '127.0.0.1', port: this.port, path, method, headers };
		return await new Promise((resolve, reject) => {
			const request = sendRequest(options, (response) => {
				const { statusCode: status = 0, headers: received } = response;
				buffer(response).then((body) => resolve({ status, headers: received, body }), reject);
			});
			request.once('error', reject).end();
		});
	}

	/** What n8n registers when the workflow is published. */
	listRoutes(): Route[] {
		const workflow = this.loadWorkflow();
		return (this.nodeType.description.webhooks ?? []).map((description) => {
			const path = workflow.expression.getSimpleParameterValue(
				this.nodeOf(workflow),
				description.path,
				'internal',
				{},
			) as string;
			const below = path.replace(/^\/|\/$/g, '');
			return {
				description,
				methods: String(description.httpMethod).split(','),
				path: description.isFullPath === true ? below || WEBHOOK_ID : `${WEBHOOK_ID}/${below}`,
			};
		});
	}

	private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		if (this.isDeaf && request.method === 'GET') return void request.socket.destroy();
		const { pathname } = new URL(`http://n8n${request.url ?? ''}`);
		const [, below = ''] = /^\/webhook\/(.*?)\/?$/.exec(pathname) ?? [];
		const path = decode(below);
		if (path === undefined) return void response.writeHead(400).end();
		const route = this.isPublished ? this.findRoute(request.method ?? '', path) : undefined;
		if (route === undefined) return void response.writeHead(404).end('{"code":404}');
		const file = route.path.endsWith('/:file') ? { file: path.split('/').at(-1) } : {};
		const workflow = this.loadWorkflow();
		const context = new WebhookContext(
			workflow,
			this.nodeOf(workflow),
			this.makeAdditionalData(Object.assign(request, { params: file }), response),
			'webhook',
			{ webhookDescription: route.description } as unknown as IWebhookData,
			[],
			null,
		);
		if (this.ownFiles) {
			const isGone = async () => await Promise.reject(new Error('ENOENT'));
			Object.assign(context.helpers, { getBinaryMetadata: isGone, getBinaryStream: isGone });
		}
		const result = await this.nodeType.webhook.call(context as unknown as IWebhookFunctions);
		if (result.workflowData !== undefined) this.started += 1;
		if (result.noWebhookResponse !== true) response.end('{}');
	}

	/** Fixed paths first; one that changes is found below the id, which n8n takes off the request's path. */
	private findRoute(method: string, path: string): Route | undefined {
		const routes = this.listRoutes().filter(({ methods }) => methods.includes(method));
		const [id, ...rest] = path.split('/');
		return (
			routes.find((route) => route.path === path) ??
			routes.find((route) => {
				const segments = route.path.split('/');
				return route.path.includes(':') && id === WEBHOOK_ID && rest.length === segments.length;
			})
		);
	}

	private nodeOf(workflow: Workflow): INode {
		const node = workflow.getNode('TikTok Post Media');
		if (node === null) throw new Error('The workflow has its node');
		return node;
	}

	private loadWorkflow(): Workflow {
		const { nodeType } = this;
		const nodeTypes: INodeTypes = {
			getByName: () => nodeType,
			getByNameAndVersion: () => nodeType,
			getKnownTypes: () => ({}),
		};
		const node: INode = {
			id: '5e9a7d7a-0000-4000-8000-000000000004',
			name: 'TikTok Post Media',
			type: 'n8n-nodes-tiktok-post.tikTokPostMedia',
			typeVersion: 1,
			position: [0, 0],
			webhookId: WEBHOOK_ID,
			parameters: { verificationFile: this.verificationFile },
			credentials: { tikTokOAuth2Api: { id: '1', name: 'TikTok test app' } },
		};
		return new Workflow({ id: 'wf2', nodes: [node], connections: {}, active: true, nodeTypes });
	}

	private makeAdditionalData(
		httpRequest: IncomingMessage,
		httpResponse: ServerResponse,
	): IWorkflowExecuteAdditionalData {
		const credentialsHelper = makeCredentialsHelper(this.credential, '');
		const getDecrypted = credentialsHelper.getDecrypted.bind(credentialsHelper);
		credentialsHelper.getDecrypted = async (...args) => {
			this.credentialReads += 1;
			if (this.credential === undefined) throw new Error('The credential does not exist');
			return await getDecrypted(...args);
		};
		return {
			credentialsHelper,
			httpRequest,
			httpResponse,
		} as unknown as IWorkflowExecuteAdditionalData;
	}
}

/** As n8n's web framework: a path with an escape that is none is a bad request. */
function decode(path: string): string | undefined {
	try {
		return decodeURIComponent(path);
	} catch {
		return undefined;
	}
}
