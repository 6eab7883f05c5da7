import axios from 'axios';

import { waitUntil } from '../../test/e2e/support/waitUntil';
import type { Simulator } from '../../test/simulator';
import { executionError, outputItems, type Execution } from '../../test/support/n8n';
import type { N8nMember, QueueStack } from '../../test/support/n8n/queue';
import { isWebhookRegistered } from '../../test/support/n8n/webhooks';
import { ASSETS_PATH, buildAssetsWorkflow, captionOf, POST_NODE } from './assetsWorkflow';

const ASSETS = ['asset-1', 'asset-2', 'asset-3'];
const WAIT_MS = 60_000;

/** An execution and the worker that ran it. */
export interface RanExecution {
	execution: string;
	worker: string;
	what: string;
	outcome: string;
}

/** What a person can try with a stack that is up. */
export interface QueuePlaces {
	workflow: string;
	webhooks: string[];
	/** As they are named and numbered by the system. */
	workers: string[];
}

/** The part of the demo that only an n8n of many processes has. */
export class DemoQueue {
	private workflowId = '';

	constructor(
		private readonly stack: QueueStack,
		private readonly simulator: Simulator,
	) {}

	get places(): QueuePlaces {
		const { url, webhookProcessors, workers } = this.stack;
		return {
			workflow: `${url}/workflow/${this.workflowId}`,
			webhooks: webhookProcessors.map(addressOn),
			workers: workers.map(({ name, pid }) => `${pid} (${name})`),
		};
	}

	get isEachPostedOnce(): boolean {
		return ASSETS.every((asset) => this.countPosts(asset) === 1);
	}

	/** The workflow that posts an asset when a caller delivers it. */
	async importWorkflow(videoFile: string, credential: { id: string; name: string }): Promise<void> {
		const { rest, webhookProcessors } = this.stack;
		this.workflowId = await rest.importWorkflow(buildAssetsWorkflow(videoFile, credential));
		await rest.activateWorkflow(this.workflowId);
		await waitUntil(
			async () => {
				const known = await Promise.all(
					webhookProcessors.map(
						async ({ webhookUrl }) => await isWebhookRegistered(webhookUrl, ASSETS_PATH),
					),
				);
				return known.every(Boolean);
			},
			'the webhook processors know the workflow',
			WAIT_MS,
		);
	}

	describeManualRun(executionId: string): RanExecution {
		return this.describe(executionId, 'the workflow run as in the editor', 'posted');
	}

	/** Delivers each asset to both webhook processors at once, as callers do that repeat themselves. */
	async deliverAssets(): Promise<RanExecution[]> {
		const { rest, webhookProcessors } = this.stack;
		for (const asset of ASSETS) {
			await Promise.all(
				webhookProcessors.map(
					async (processor) => await axios.post(addressOn(processor), { asset }, { proxy: false }),
				),
			);
		}
		const deliveries = ASSETS.length * webhookProcessors.length;
		let ids: string[] = [];
		await waitUntil(
			async () => {
				ids = await rest.listExecutions(this.workflowId);
				return ids.length === deliveries;
			},
			'each delivery starts an execution',
			WAIT_MS,
		);
		const executions = await Promise.all(ids.map(async (id) => await rest.waitForExecution(id)));
		const oldestFirst = executions.sort((a, b) => Number(a.id) - Number(b.id));
		return oldestFirst.map((execution) => this.describeDelivery(execution));
	}

	private describeDelivery(execution: Execution): RanExecution {
		const body = outputItems(execution, 'Call')[0]?.json.body as { asset?: string } | undefined;
		const what = `${body?.asset ?? 'an asset'}, delivered twice at once`;
		return this.describe(execution.id, what, describeOutcome(execution));
	}

	private describe(execution: string, what: string, outcome: string): RanExecution {
		const names = this.stack.workersOf(execution).map(({ name }) => name);
		return { execution, worker: names.join(', ') || 'no worker', what, outcome };
	}

	private countPosts(asset: string): number {
		return this.simulator.posts.filter(
			({ hasAllBytes, postInfo }) => hasAllBytes && postInfo.title === captionOf(asset),
		).length;
	}
}

function addressOn({ webhookUrl }: N8nMember): string {
	return `${webhookUrl}/${ASSETS_PATH}`;
}

function describeOutcome(execution: Execution): string {
	if (execution.status !== 'success') return executionError(execution)?.message ?? execution.status;
	const output = outputItems(execution, POST_NODE)[0]?.json;
	return output?.skipped === true ? 'skipped, posted already' : 'posted';
}
