import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** One operation: what the editor shows for it, and what it does for one item. */
export interface Operation {
	readonly description: INodeProperties[];
	/** Returns the output of one item; throws one of the errors that `toNodeError` knows. */
	execute(this: IExecuteFunctions, itemIndex: number): Promise<IDataObject>;
}
