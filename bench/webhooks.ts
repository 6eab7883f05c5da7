/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @typescript-eslint/no-require-imports
   -- benchmarks run in plain Node */
/**
 * What a webhook costs the node that gets it, in n8n-core's own context and in a process of its own: genuine
 * and forged ones at TikTok Post Trigger, beside a node that takes whatever comes. Sends the results to its
 * parent.
 */
import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { WebhookContext } from 'n8n-core';
import {
	Workflow,
	type IDataObject,
	type INode,
	type INodeType,
	type INodeTypes,
	type IWebhookData,
	type IWebhookFunctions,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import type * as triggerModule from '../nodes/TikTokPost/TikTokPostTrigger.node';
import { median } from './median';
import { signWebhook } from '../test/simulator/webhooks/signature';
import { captureLogs } from '../test/support/node/captureLogs';
import { makeCredentialsHelper } from '../test/support/node/testCredential';

// With its ending, because the codex file `TikTokPostTrigger.node.json` would be found first.
const { TikTokPostTrigger } =
	require('../nodes/TikTokPost/TikTokPostTrigger.node.ts') as typeof triggerModule;

const ROUNDS = 15;
const REQUESTS_PER_ROUND = 100;
const MS_PER_SECOND = 1_000;
const YEAR_SEC = 31_536_000;
const OK = 200;
const UNAUTHORIZED = 401;

const APP = { clientId: 'bench', clientSecret: 'bench of webhooks' };

/** One kind of request, as the node sees it. */
export interface WebhookResult {
	readonly webhook: string;
	/** Median over the rounds. */
	readonly msPerRequest: number;
	/** The same ÷ that of the node that takes whatever comes. */
	readonly ratio: number;
	/** How often the credential was read and decrypted. */
	readonly credentialReadsPerRequest: number;
}

type WebhookRequest = IncomingMessage & { rawBody?: Buffer };

const AGENT = new Agent({ keepAlive: true });

interface Kind {
	readonly name: string;
	readonly nodeType: INodeType;
	/** What it is answered with. */
	readonly status: number;
	sign(body: string, nowSec: number): string | undefined;
}

/** Reads what came in and starts the workflow with it, as n8n's own Webhook node does without authentication. */
const PLAIN = {
	description: { name: 'plain', properties: [], credentials: [] },
	async webhook(this: IWebhookFunctions) {
		const json = {
			headers: this.getHeaderData(),
			params: this.getParamsData(),
			query: this.getQueryData(),
			body: this.getBodyData(),
		};
		return { workflowData: [[{ json: json as unknown as IDataObject }]] };
	},
} as unknown as INodeType;

const TRIGGER: INodeType = new TikTokPostTrigger();
const sign = (body: string, nowSec: number) => signWebhook(body, APP.clientSecret, nowSec);

const KINDS: Kind[] = [
	{ name: 'plain', nodeType: PLAIN, status: OK, sign },
	{ name: 'genuine', nodeType: TRIGGER, status: OK, sign },
	{ name: 'no-signature', nodeType: TRIGGER, status: UNAUTHORIZED, sign: () => undefined },
	{
		name: 'malformed-signature',
		nodeType: TRIGGER,
		status: UNAUTHORIZED,
		sign: () => 'sha256=nonsense',
	},
	{
		name: 'old-signature',
		nodeType: TRIGGER,
		status: UNAUTHORIZED,
		sign: (body, at) => sign(body, at - YEAR_SEC),
	},
	{
		name: 'wrong-signature',
		nodeType: TRIGGER,
		status: UNAUTHORIZED,
		sign: (_body, at) => sign('another', at),
	},
];

let requests = 0;
let credentialReads = 0;
let serving: Kind | undefined;

async function main(): Promise<void> {
	captureLogs();
	const server = createServer((request, response) => void serve(request, response));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const timesOf = new Map<Kind, number[]>();
	const readsOf = new Map<Kind, number>();
	for (let round = 0; round <= ROUNDS; round += 1) {
		for (const kind of KINDS) {
			credentialReads = 0;
			serving = kind;
			const ms = await measureRound(kind, port);
			// The first round loads and compiles code.
			if (round > 0) timesOf.set(kind, [...(timesOf.get(kind) ?? []), ms]);
			readsOf.set(kind, credentialReads / REQUESTS_PER_ROUND);
		}
	}
	const msOf = (kind: Kind | undefined) => median(kind ? (timesOf.get(kind) ?? []) : []);
	const results: WebhookResult[] = KINDS.map((kind) => ({
		webhook: kind.name,
		msPerRequest: msOf(kind),
		ratio: msOf(kind) / msOf(KINDS[0]),
		credentialReadsPerRequest: readsOf.get(kind) ?? NaN,
	}));
	process.send?.(results, () => process.exit(0));
}

async function measureRound({ sign: signIt, status }: Kind, port: number): Promise<number> {
	const startedAt = performance.now();
	for (let count = 0; count < REQUESTS_PER_ROUND; count += 1) {
		requests += 1;
		const nowSec = Math.floor(Date.now() / MS_PER_SECOND);
		const body = makeBody(nowSec);
		const answered = await send(port, body, signIt(body, nowSec));
		if (answered !== status) throw new Error(`Answered ${answered} instead of ${status}`);
	}
	return (performance.now() - startedAt) / REQUESTS_PER_ROUND;
}

/** The status of the answer. */
async function send(port: number, body: string, signature: string | undefined): Promise<number> {
	return await new Promise((resolve, reject) => {
		const headers = {
			'content-type': 'application/json',
			'content-length': Buffer.byteLength(body),
			...(signature === undefined ? {} : { 'tiktok-signature': signature }),
		};
		request({ port, method: 'POST', agent: AGENT, headers }, (response) =>
			response.resume().once('end', () => resolve(response.statusCode ?? 0)),
		)
			.once('error', reject)
			.end(body);
	});
}

/** n8n's part: it reads and parses the body, makes the workflow and the context, and answers. */
async function serve(incoming: WebhookRequest, response: ServerResponse): Promise<void> {
	const { nodeType } = serving ?? { nodeType: PLAIN };
	incoming.rawBody = await buffer(incoming);
	Object.assign(incoming, { body: JSON.parse(incoming.rawBody.toString()), params: {}, query: {} });
	const workflow = makeWorkflow(nodeType);
	const context = new WebhookContext(
		workflow,
		workflow.getNode('Node') as INode,
		{
			credentialsHelper: CREDENTIALS_HELPER,
			httpRequest: incoming,
			httpResponse: addExpress(response),
		} as unknown as IWorkflowExecuteAdditionalData,
		'webhook',
		{ webhookDescription: { name: 'default' } } as unknown as IWebhookData,
		[],
		null,
	);
	const result = await nodeType.webhook?.call(context as unknown as IWebhookFunctions);
	if (result?.noWebhookResponse !== true) response.end('{"message":"Workflow was started"}');
}

/** The two methods of n8n's web framework that the node uses. */
function addExpress(response: ServerResponse): ServerResponse {
	return Object.assign(response, {
		status(code: number) {
			response.statusCode = code;
			return response;
		},
		json: (value: unknown) => response.end(JSON.stringify(value)),
	});
}

const CREDENTIALS_HELPER = makeCredentialsHelper(
	{
		get saved() {
			credentialReads += 1;
			return APP;
		},
	},
	'1',
);

function makeBody(nowSec: number): string {
	const content = JSON.stringify({ publish_id: `v_pub_file~v2-1.${requests}` });
	return JSON.stringify({
		client_key: APP.clientId,
		event: 'post.publish.complete',
		create_time: nowSec,
		user_openid: 'bench',
		content,
	});
}

function makeWorkflow(nodeType: INodeType): Workflow {
	const nodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	} as INodeTypes;
	const node: INode = {
		id: 'bench',
		name: 'Node',
		type: 'bench.node',
		typeVersion: 1,
		position: [0, 0],
		parameters: { events: ['post.publish.complete'], options: {} },
		credentials: { tikTokOAuth2Api: { id: '1', name: 'Bench' } },
	};
	return new Workflow({ id: '1', nodes: [node], connections: {}, active: true, nodeTypes });
}

void main();
