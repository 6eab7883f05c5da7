import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Item } from '../../shared/n8n/api/item';

/** One operation: what the editor shows for it, and what it does for one item. */
export interface Operation {
	readonly description: INodeProperties[];
	/** Returns the output of one item, or several; throws one of the errors that `toNodeError` knows. */
	execute(item: Item): Promise<IDataObject | IDataObject[]>;
}
