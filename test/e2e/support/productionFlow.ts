/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests use the file system and the clock; they are never shipped */

import { createReadStream } from 'node:fs';

import axios from 'axios';
import FormData from 'form-data';
import type { IDataObject } from 'n8n-workflow';

import type { WorkflowJson } from '../../support/n8n';
import type { ConnectedN8n, FlowNode } from './connectedN8n';
import { waitUntil } from './waitUntil';
import { waitForWebhook } from './webhooks';

/** Name of the webhook node that starts a {@link ProductionFlow}. */
export const CALL = 'Call';
/** Binary field that holds the file of a call. */
export const CALL_FILE = 'video';

/** Node "Loop": hands out one item after the other at its second output. */
export const LOOP: FlowNode = {
	name: 'Loop',
	type: 'n8n-nodes-base.splitInBatches',
	typeVersion: 3,
	parameters: { options: {} },
};

/** For each node the node that each of its outputs leads to; `''` for none. */
export type Links = Readonly<Record<string, readonly string[]>>;

/** An activated workflow that a webhook starts, as flows run that nobody watches. */
export class ProductionFlow {
	private constructor(
		private readonly stage: ConnectedN8n,
		readonly workflowId: string,
		private readonly path: string,
	) {}

	/**
	 * Imports and activates it. The nodes follow the webhook and one another.
	 *
	 * @param links connections between the nodes, where they are no chain
	 */
	static async open(
		stage: ConnectedN8n,
		path: string,
		nodes: readonly FlowNode[],
		links: Links = chain(nodes),
	): Promise<ProductionFlow> {
		const { rest } = stage.n8n;
		const workflowId = await rest.importWorkflow(build(path, nodes, links));
		await rest.activateWorkflow(workflowId);
		const flow = new ProductionFlow(stage, workflowId, path);
		await flow.waitUntilReady();
		return flow;
	}

	/** Waits until it can be called, also after a restart of n8n. */
	async waitUntilReady(): Promise<void> {
		await waitForWebhook(this.stage.n8n, this.path);
	}

	/** Calls the webhook, with a file or a body; returns the id of the execution that it starts. */
	async call(body: IDataObject | { file: string } = {}): Promise<string> {
		const before = await this.listExecutions();
		const data = typeof body.file === 'string' ? makeForm(body.file) : body;
		await axios.post(`${this.stage.n8n.webhookUrl}/${this.path}`, data, {
			proxy: false,
			// A larger file is not collected in memory.
			maxRedirects: 0,
			maxBodyLength: Number.POSITIVE_INFINITY,
		});
		let started: string | undefined;
		await waitUntil(async () => {
			started = (await this.listExecutions()).find((id) => !before.includes(id));
			return started !== undefined;
		}, `the call of ${this.path} starts an execution`);
		return started ?? '';
	}

	private async listExecutions(): Promise<string[]> {
		return await this.stage.n8n.rest.listExecutions(this.workflowId);
	}
}

function makeForm(file: string): FormData {
	const form = new FormData();
	form.append(CALL_FILE, createReadStream(file), {
		filename: 'clip.mp4',
		contentType: 'video/mp4',
	});
	return form;
}

function chain(nodes: readonly FlowNode[]): Links {
	const names = [CALL, ...nodes.map(({ name }) => name)];
	return Object.fromEntries(names.slice(1).map((name, index) => [names[index] ?? '', [name]]));
}

function build(path: string, nodes: readonly FlowNode[], links: Links): WorkflowJson {
	const webhook: FlowNode = {
		name: CALL,
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: `${path}-webhook`,
		parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
	};
	const outputs = (targets: readonly string[]) =>
		targets.map((node) => (node === '' ? [] : [{ node, type: 'main', index: 0 }]));
	return {
		name: path,
		nodes: [webhook, ...nodes].map((node, index) => ({
			...node,
			id: `node-${index}`,
			position: [index * 220, 0],
		})),
		connections: Object.fromEntries(
			Object.entries(links).map(([name, targets]) => [name, { main: outputs(targets) }]),
		),
	};
}
