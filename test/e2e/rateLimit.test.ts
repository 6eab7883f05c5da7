import axios from 'axios';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { makeClient } from '../contract/support/client';
import { executionError, outputItems, type Execution, type WorkflowJson } from '../support/n8n';
import {
	ConnectedN8n,
	MANUAL_START,
	readFileNode,
	RUN_TIMEOUT_MS,
	START_TIMEOUT_MS,
	type FlowNode,
} from './support/connectedN8n';
import { waitUntil } from './support/waitUntil';
import { waitForWebhook } from './support/webhooks';

const INIT_URL = 'https://open.tiktokapis.com/v2/post/publish/video/init/';
const INIT_PATH = new URL(INIT_URL).pathname;
const INITS_PER_MINUTE = 6;
const MINUTE_MS = 60_000;
/** How long after TikTok's first refusal it takes calls again. */
const LIFTS_AFTER_MS = 3_000;
const WEBHOOK_PATH = 'asset-approved';

/** What n8n tells its users of the limit, in the panel as well as on the error output. */
const LIMIT_MESSAGE = /^TikTok's limit of calls per minute is reached/;

let stage: ConnectedN8n;
let video: string;

beforeAll(async () => {
	stage = await ConnectedN8n.open();
	video = await stage.provideSampleVideo();
}, START_TIMEOUT_MS);

beforeEach(() => {
	// A minute in which nobody posted.
	stage.simulator.clock.advance(2 * MINUTE_MS);
	stage.simulator.switches.postCapPerDay = 100;
});

afterAll(async () => await stage?.close(), START_TIMEOUT_MS);

describe("TikTok's limit of calls per minute, used up by another program", () => {
	it(
		'the error output gets the item with all a workflow can branch on',
		async () => {
			const published = listPublished();
			await useUpInits();
			const execution = await stage.n8n.rest.runWorkflow(
				await stage.n8n.rest.importWorkflow(errorOutputWorkflow()),
			);

			expect(execution.status).toBe('success');
			expect(outputItems(execution, 'Post', 0)).toEqual([]);
			expect(outputItems(execution, 'Posted')).toEqual([]);
			for (const item of [onlyItem(execution, 1), outputItems(execution, 'Refused')[0]?.json]) {
				// n8n adds what the item held before.
				expect(item).toMatchObject({
					fileName: 'sample.mp4',
					error: expect.stringMatching(LIMIT_MESSAGE),
					message: expect.stringMatching(
						/Wait a minute before the next try.*On Rate Limit.*code rate_limit_exceeded/,
					),
					details: {
						code: 'rate_limit_exceeded',
						stage: 'init',
						retryable: true,
						log_id: expect.any(String),
						http_status: 429,
						retry_after_seconds: 60,
					},
				});
				expect(Object.keys(item?.details ?? {})).toHaveLength(6);
			}
			expect(listPublished()).toEqual(published);
			stage.simulator.expectClean();
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'an error workflow gets the error with HTTP code 429',
		async () => {
			const alarmId = await stage.importChain('Alarm', [ERROR_TRIGGER]);
			await stage.n8n.rest.activateWorkflow(alarmId);
			await useUpInits();
			const failing = chainWithErrorWorkflow(alarmId);
			const workflowId = await stage.n8n.rest.importWorkflow(failing);
			await stage.n8n.rest.activateWorkflow(workflowId);
			await waitForWebhook(stage.n8n, WEBHOOK_PATH);
			await axios.get(`${stage.n8n.webhookUrl}/${WEBHOOK_PATH}`, { proxy: false });

			const alarm = await waitForOnlyExecution(alarmId);
			const [failed] = await stage.n8n.rest.listExecutions(workflowId);
			expect(alarm).toMatchObject({
				workflow: { id: workflowId },
				execution: {
					id: failed,
					lastNodeExecuted: 'Post',
					error: {
						name: 'NodeApiError',
						httpCode: '429',
						message: expect.stringMatching(LIMIT_MESSAGE),
						description: expect.stringMatching(/Wait a minute.*code rate_limit_exceeded/),
					},
				},
			});
			const execution = await stage.n8n.rest.getExecution(failed ?? '');
			expect(executionError(execution)?.message).toMatch(LIMIT_MESSAGE);
			stage.simulator.expectClean();
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'Retry On Fail outlasts a limit that lifts after three seconds, and posts once',
		async () => {
			const fullSince = stage.simulator.clock.now();
			await useUpInits();
			const workflowId = await stage.importChain('Retries', [
				MANUAL_START,
				readFileNode(video),
				stage.postNode({}, { retryOnFail: true, maxTries: 5, waitBetweenTries: 2_000 }),
			]);

			const refusedBefore = countInits(429);
			const executionId = await stage.n8n.rest.startWorkflow(workflowId);
			await waitUntil(async () => countInits(429) > refusedBefore, 'TikTok refuses the first try');
			const { clock } = stage.simulator;
			clock.advance(fullSince + MINUTE_MS - LIFTS_AFTER_MS - clock.now());
			const execution = await stage.n8n.rest.waitForExecution(executionId);

			expect(execution.status).toBe('success');
			expect(onlyItem(execution, 0)).toMatchObject({ status: 'PUBLISH_COMPLETE' });
			expect(listPublished()).toEqual([onlyItem(execution, 0).publish_id]);
			stage.simulator.expectClean();
		},
		RUN_TIMEOUT_MS,
	);
});

const ERROR_TRIGGER: FlowNode = {
	name: 'Alarm',
	type: 'n8n-nodes-base.errorTrigger',
	typeVersion: 1,
	parameters: {},
};

/** Another program posts for the same account until TikTok takes no more; nothing of it is published. */
async function useUpInits(): Promise<void> {
	const client = makeClient(stage.simulator);
	const { openId = '' } = stage.simulator.creators[0] ?? {};
	const accessToken = stage.simulator.tokens.lastIssued(openId)?.access_token ?? '';
	const body = {
		post_info: { title: '', privacy_level: 'SELF_ONLY' },
		source_info: { source: 'FILE_UPLOAD', video_size: 9, chunk_size: 9, total_chunk_count: 1 },
	};
	for (let call = 0; call < INITS_PER_MINUTE; call++) {
		const { status } = await client.post(INIT_URL, JSON.stringify(body), {
			headers: {
				Authorization: `Bearer ${accessToken}`,
				'Content-Type': 'application/json; charset=UTF-8',
			},
		});
		expect(status).toBe(200);
	}
}

function countInits(status: number): number {
	return stage.simulator.requests.filter(
		(request) => request.path === INIT_PATH && request.status === status,
	).length;
}

function listPublished(): string[] {
	return stage.simulator.posts
		.filter(({ status }) => status === 'PUBLISH_COMPLETE')
		.map(({ publishId }) => publishId);
}

function onlyItem(execution: Execution, output: number): IDataObject {
	const items: INodeExecutionData[] = outputItems(execution, 'Post', output);
	expect(items).toHaveLength(1);
	return items[0]?.json ?? {};
}

function errorOutputWorkflow(): WorkflowJson {
	const nodes = [
		MANUAL_START,
		readFileNode(video),
		stage.postNode({}, { onError: 'continueErrorOutput' }),
		passThroughNode('Posted'),
		passThroughNode('Refused'),
	];
	return {
		name: 'Branches',
		nodes: place(nodes),
		connections: {
			Start: { main: [[link('Read')]] },
			Read: { main: [[link('Post')]] },
			Post: { main: [[link('Posted')], [link('Refused')]] },
		},
	};
}

function chainWithErrorWorkflow(errorWorkflow: string): WorkflowJson {
	const webhook: FlowNode = {
		name: 'Approved',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: 'asset-approved-webhook',
		parameters: { path: WEBHOOK_PATH, responseMode: 'onReceived' },
	};
	return {
		name: 'Fails in production',
		nodes: place([webhook, readFileNode(video), stage.postNode()]),
		connections: {
			Approved: { main: [[link('Read')]] },
			Read: { main: [[link('Post')]] },
		},
		settings: { executionOrder: 'v1', errorWorkflow },
	};
}

/** The item that the error workflow was started with. */
async function waitForOnlyExecution(workflowId: string): Promise<IDataObject> {
	const { rest } = stage.n8n;
	await waitUntil(
		async () => (await rest.listExecutions(workflowId)).length > 0,
		'the error workflow runs',
	);
	const [executionId = ''] = await rest.listExecutions(workflowId);
	const execution = await rest.waitForExecution(executionId);
	return outputItems(execution, ERROR_TRIGGER.name)[0]?.json ?? {};
}

function passThroughNode(name: string): FlowNode {
	return { name, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };
}

function place(nodes: FlowNode[]): WorkflowJson['nodes'] {
	return nodes.map((node, index) => ({ ...node, id: `node-${index}`, position: [index * 220, 0] }));
}

function link(node: string): IDataObject {
	return { node, type: 'main', index: 0 };
}
