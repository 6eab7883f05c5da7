import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';

import { buildChain, readFileNode, type FlowNode } from '../../e2e/support/connectedN8n';
import { waitUntil } from '../../e2e/support/waitUntil';
import type { N8nMember } from '../../support/n8n/queue';
import { isWebhookRegistered } from '../../support/n8n/webhooks';
import type { Account, QueueStage } from './queueStage';

const ANSWER_TIMEOUT_MS = 280_000;
const OK = 200;
/** Registered within some seconds; on two cores eight processes take their time. */
const REGISTER_TIMEOUT_MS = 60_000;

/** How many nodes come before Post. */
const CALL_AND_READ = 2;

/** How a {@link KeyedFlow} answered a delivery. */
export interface Answer {
	key: string;
	/** Whether the execution went well. */
	isGood: boolean;
	/** What Post put out; empty where the execution failed. */
	output: IDataObject;
}

/** What a flow differs in from others. */
export interface KeyedFlowOptions {
	account: Account;
	/** Of the video that is posted; one of 400 kB if left out. */
	file?: string;
	parameters?: IDataObject;
	/** Whether a call is answered when the execution begins, not when it ends. */
	answersAtOnce?: boolean;
}

/**
 * An activated workflow that a caller's webhook starts: it reads a video and posts it under the Deduplication
 * Key that came with the call. A worker runs it.
 */
export class KeyedFlow {
	private constructor(
		private readonly stage: QueueStage,
		readonly workflowId: string,
		readonly path: string,
		readonly account: Account,
	) {}

	static async open(
		stage: QueueStage,
		path: string,
		options: KeyedFlowOptions,
	): Promise<KeyedFlow> {
		const { rest } = stage.stack;
		const file = options.file ?? (await stage.provideVideo());
		const nodes = [callNode(path, options), readFileNode(file), postNode(stage, options)];
		const workflowId = await rest.importWorkflow(buildChain(path, nodes));
		await rest.activateWorkflow(workflowId);
		const flow = new KeyedFlow(stage, workflowId, path, options.account);
		await flow.waitUntilReady();
		return flow;
	}

	/** Of node "Post", by which n8n's deduplication store keeps its row. */
	get postNodeId(): string {
		return `node-${CALL_AND_READ}`;
	}

	/** Waits until every webhook processor knows it. */
	async waitUntilReady(): Promise<void> {
		const { webhookProcessors } = this.stage.stack;
		await Promise.all(
			webhookProcessors.map(
				async (processor) =>
					await waitUntil(
						async () => await isWebhookRegistered(processor.webhookUrl, this.path),
						`${processor.name} knows the webhook ${this.path}`,
						REGISTER_TIMEOUT_MS,
					),
			),
		);
	}

	/** Delivers a key to the webhook processor of this number, and waits for the answer. */
	async deliver(key: string, processor = 0): Promise<Answer> {
		const { status, data } = await axios.post<IDataObject>(
			`${this.processor(processor).webhookUrl}/${this.path}`,
			{ key },
			{ proxy: false, timeout: ANSWER_TIMEOUT_MS, validateStatus: () => true },
		);
		const isGood = status === OK;
		return { key, isGood, output: isGood ? data : {} };
	}

	/** Starts an execution and returns its id as soon as there is one, for a flow that answers at once. */
	async begin(key: string, processor = 0): Promise<string> {
		const before = (await this.listExecutions()).map(({ id }) => id);
		await this.deliver(key, processor);
		let started: string | undefined;
		await waitUntil(async () => {
			started = (await this.listExecutions()).find(({ id }) => !before.includes(id))?.id;
			return started !== undefined;
		}, `${key} starts an execution`);
		return started ?? '';
	}

	/** Ids and states of its executions, oldest first, as n8n's database has them. */
	async listExecutions(): Promise<Array<{ id: string; status: string }>> {
		const rows = await this.stage.stack.postgres.query(
			`SELECT id, status FROM execution_entity WHERE "workflowId" = '${this.workflowId}' ORDER BY id`,
		);
		return rows.map(([id = '', status = '']) => ({ id, status }));
	}

	private processor(index: number): N8nMember {
		const { webhookProcessors } = this.stage.stack;
		const found = webhookProcessors[index % webhookProcessors.length];
		if (!found) throw new Error('The stack has no webhook processor');
		return found;
	}
}

function callNode(path: string, { answersAtOnce = false }: KeyedFlowOptions): FlowNode {
	const responseMode = answersAtOnce ? 'onReceived' : 'lastNode';
	return {
		name: 'Call',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: `${path}-webhook`,
		parameters: { httpMethod: 'POST', path, responseMode, options: {} },
	};
}

function postNode(stage: QueueStage, { account, parameters }: KeyedFlowOptions): FlowNode {
	const { credentials } = account;
	const key = "={{ $('Call').first().json.body.key }}";
	return stage.connected.postNode(
		{
			caption: `${key} #sim`,
			waitUntilFinished: false,
			options: { deduplicationKey: key },
			...parameters,
		},
		{ credentials },
	);
}
