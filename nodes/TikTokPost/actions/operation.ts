import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Item } from '../../shared/n8n/api/item';
import type { PendingOutput } from './pendingOutput';

/** One operation: what the editor shows for it, and what it does for one item. */
export interface Operation {
	readonly description: INodeProperties[];
	/**
	 * Returns the output of one item, or what it is still waiting for; throws one of the errors that `toNodeError` knows.
	 */
	execute(item: Item): Promise<IDataObject | PendingOutput>;
}
