/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- test code is never shipped */

import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import {
	ConnectedN8n,
	credentialReference,
	START_TIMEOUT_MS,
} from '../../e2e/support/connectedN8n';
import { waitUntil } from '../../e2e/support/waitUntil';
import type { Simulator } from '../../simulator';
import { startQueueStack, type QueueStack } from '../../support/n8n/queue';
import { writePaddedMp4, type WrittenVideo } from '../../support/video';

export { RUN_TIMEOUT_MS } from '../../e2e/support/connectedN8n';
/** Eight processes on two cores, and their accounts. */
export const STACK_TIMEOUT_MS = 2 * START_TIMEOUT_MS;
const UNLIMITED = 1_000_000;
const VIDEO_BYTES = 400_000;

/** One TikTok account, connected. */
export interface Account {
	openId: string;
	credentials: IDataObject;
}

/** A simulator without limits and a real n8n in queue mode. */
export class QueueStage {
	private readonly accounts: Account[] = [];

	private video: Promise<WrittenVideo> | undefined;

	private constructor(readonly connected: ConnectedN8n<QueueStack>) {}

	static async open(): Promise<QueueStage> {
		const connected = await ConnectedN8n.openOn(
			async (simulator) => await startQueueStack({ simulator }),
		);
		const stage = new QueueStage(connected);
		stage.liftLimits();
		return stage;
	}

	get simulator(): Simulator {
		return this.connected.simulator;
	}

	get stack(): QueueStack {
		return this.connected.n8n;
	}

	/** What is left of TikTok's limits is what the node itself keeps: six posts a minute for each account and process. */
	liftLimits(): void {
		Object.assign(this.simulator.switches, { rateLimits: false, postCapPerDay: UNLIMITED });
	}

	/** The first so many accounts; those that are missing are made. */
	async provideAccounts(count: number): Promise<Account[]> {
		while (this.accounts.length < count) this.accounts.push(await this.makeAccount());
		return this.accounts.slice(0, count);
	}

	/** An account that no other test uses. */
	async makeAccount(): Promise<Account> {
		const { openId } = this.simulator.addCreator({
			openId: `queue-account-${this.simulator.creators.length}`,
		});
		const id = await this.connected.createUnconnectedCredential();
		await this.stack.rest.connect(id, { decision: 'allow', openId });
		return { openId, credentials: credentialReference(id) };
	}

	async waitFor(condition: () => boolean, what: string, timeoutMs?: number): Promise<void> {
		await waitUntil(async () => condition(), what, timeoutMs);
	}

	/** `kill -9` to the worker that has taken up an execution. */
	async killWorkersOf(executionId: string): Promise<void> {
		const workers = this.stack.workersOf(executionId);
		expect(workers).toHaveLength(1);
		for (const worker of workers) await worker.kill();
	}

	/** Forgets violations that a test provokes. */
	forgive(rule: string): void {
		const { violations } = this.simulator;
		const others = violations.filter((violation) => violation.rule !== rule);
		violations.splice(0, violations.length, ...others);
	}

	/** After each test: every process runs that should, and TikTok has nothing to complain about. */
	async recover(): Promise<void> {
		const { simulator } = this;
		await this.stack.start();
		try {
			simulator.expectClean();
		} finally {
			simulator.violations.length = 0;
		}
	}

	/** Path of the video that flows post where nothing else is said; of 400 kB. */
	async provideVideo(): Promise<string> {
		const file = join(this.stack.filesFolder, 'small.mp4');
		this.video ??= writePaddedMp4(file, VIDEO_BYTES);
		return (await this.video).path;
	}

	async close(): Promise<void> {
		await this.connected.close();
	}
}
