import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Item } from '../../shared/n8n/api/item';
import type { PendingOutput } from './pendingOutput';

/** What comes of one item: one output item, several, or one that comes later. */
export type ItemOutput = IDataObject | IDataObject[] | PendingOutput;

/** One operation: what the editor shows for it, and what it does for one item. */
export type Operation = SimpleOperation | PreparedOperation;

interface SimpleOperation {
	readonly description: INodeProperties[];
	/**
	 * Returns the output of one item, or several, or what it is still waiting for; throws one of the errors that
	 * `toNodeError` knows.
	 */
	execute(item: Item): Promise<ItemOutput>;
}

/** One in which something can be done for an item while the one before it is on its way. */
interface PreparedOperation {
	readonly description: INodeProperties[];
	/**
	 * Reads what the item says; nothing is done about it yet.
	 *
	 * @throws one of the errors that `toNodeError` knows
	 */
	prepare(item: Item): Promise<PreparedItem>;
}

/** An item whose parameters are read. */
export interface PreparedItem {
	/** Returns its output, or what it is still waiting for; throws one of the errors that `toNodeError` knows. */
	execute(): Promise<ItemOutput>;
	/** Does in advance what others need time to notice. Never waits. To be given up where `execute` does not follow. */
	claimAhead(): Promise<void>;
	giveUp(): Promise<void>;
}
