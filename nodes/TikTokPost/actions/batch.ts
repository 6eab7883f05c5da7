import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { TikTokClient } from '../../shared/n8n/api/client';
import { stopSignalOf } from '../../shared/n8n/api/caller';
import type { Item } from '../../shared/n8n/api/item';
import { WaitingRoom, type Waiting } from '../../shared/n8n/publish/waitingRoom';
import { asError, StoppedError } from '../../shared/tiktok/api/errors';
import { toErrorItem, toNodeError } from '../toNodeError';
import { findOperation } from './findOperation';
import type { ItemOutput, PreparedItem } from './operation';
import { PendingOutput } from './pendingOutput';
import { readRateLimitPolicy } from './rateLimitPolicy';

/** An item that is waited for. */
interface WaitingItem extends Waiting {
	readonly index: number;
	readonly pending: PendingOutput;
}

/**
 * The items of one run of the node: sent one after the other, then waited for together. While TikTok's minute has no room
 * for the next one, those that were sent are looked at.
 *
 * With Continue On Fail an item that fails becomes an error item and the others go on; nothing may be thrown then,
 * because n8n would send the input down the success branch. Without it the first one that fails ends the run: what was
 * sent is in its checkpoint, and the next try waits for it without sending it again.
 */
export class Batch {
	/** By item. */
	private readonly outputs: INodeExecutionData[][] = [];
	private readonly room: WaitingRoom<WaitingItem>;
	/** The next item, while the one before it is on its way. */
	private ahead: { readonly index: number; readonly item: PreparedItem } | undefined;

	constructor(private readonly n8n: IExecuteFunctions) {
		this.room = new WaitingRoom(new TikTokClient(n8n), stopSignalOf(n8n));
	}

	/**
	 * The output of all items, in their order.
	 *
	 * @throws NodeApiError or NodeOperationError for the first item that fails, or is stopped
	 */
	async run(): Promise<INodeExecutionData[]> {
		const { room } = this;
		const count = this.n8n.getInputData().length;
		try {
			for (let index = 0; index < count; index++) {
				await this.settle(index, async () => await this.execute(index, count));
				await this.look(async () => await room.lookFor(0));
				await this.settleEnded();
			}
			while (room.waiting.length > 0) {
				await this.look(async () => await room.lookUntilEnd());
				await this.settleEnded();
			}
		} finally {
			await this.ahead?.item.giveUp();
		}
		return this.outputs.flat();
	}

	private async execute(index: number, count: number): Promise<ItemOutput> {
		const ahead = this.ahead?.index === index ? this.ahead.item : undefined;
		this.ahead = undefined;
		if (ahead !== undefined) return await ahead.execute();
		const operation = findOperation(this.n8n, index);
		const item = this.openItem(index, async () => await this.getReady(index + 1, count));
		return 'execute' in operation
			? await operation.execute(item)
			: await (await operation.prepare(item)).execute();
	}

	/** What can't be got ready yet is so when it is its turn. */
	private async getReady(index: number, count: number): Promise<void> {
		// An item that somebody else overtook begins once more, and so would this.
		if (index === count || this.ahead?.index === index) return;
		try {
			const operation = findOperation(this.n8n, index);
			if ('execute' in operation) return;
			const item = this.openItem(index, async () => await this.getReady(index + 1, count));
			this.ahead = { index, item: await operation.prepare(item) };
			await this.ahead.item.claimAhead();
		} catch {
			await this.ahead?.item.giveUp();
			this.ahead = undefined;
		}
	}

	private openItem(index: number, onItsWay: () => Promise<void>): Item {
		const { n8n, room } = this;
		const policy = readRateLimitPolicy({ n8n, index });
		const tiktok = new TikTokClient(n8n, policy, async (ms) => await room.lookFor(ms));
		return { n8n, index, tiktok, onItsWay };
	}

	private async look(looks: () => Promise<void>): Promise<void> {
		try {
			await looks();
		} catch (error) {
			const [longest] = this.room.waiting;
			if (longest === undefined) throw asError(error);
			throw toNodeError(this.n8n.getNode(), longest.pending.explain(error), longest.index);
		}
	}

	private async settleEnded(): Promise<void> {
		// To describe one may take time in which others end.
		for (let ended = this.room.takeEnded(); ended.length > 0; ended = this.room.takeEnded()) {
			for (const { waiting, result } of ended) {
				await this.settle(waiting.index, async () => await waiting.pending.end(result));
			}
		}
	}

	private async settle(index: number, work: () => Promise<ItemOutput>): Promise<void> {
		const pairedItem = { item: index };
		const node = this.n8n.getNode();
		try {
			const result = await work();
			if (result instanceof PendingOutput) {
				this.room.add({ ...result.post, index, pending: result });
			} else {
				const given = Array.isArray(result) ? result : [result];
				this.outputs[index] = given.map((json) => ({ json, pairedItem }));
			}
		} catch (error) {
			if (!this.n8n.continueOnFail() || error instanceof StoppedError) {
				throw toNodeError(node, error, index);
			}
			this.outputs[index] = [{ json: toErrorItem(node, error, index), pairedItem }];
		}
	}
}
