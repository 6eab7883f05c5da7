import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

const MAX_SAVED_IDS = 200;

/**
 * Keeps in the workflow's static data, which n8n saves when a production execution ends, which post a key
 * stands for. It serves the answer to "which post was that"; whether there was one at all, and whether it
 * was this one, is the ledger's business.
 */
export function savePublishedId(this: IExecuteFunctions, key: string, publishId: string): void {
	const saved = savedIds.call(this);
	delete saved[key];
	saved[key] = publishId;
	for (const oldest of Object.keys(saved).slice(0, -MAX_SAVED_IDS)) delete saved[oldest];
}

/** The publish id that was saved for a key. */
export function recallPublishedId(this: IExecuteFunctions, key: string): string | undefined {
	const saved = savedIds.call(this)[key];
	return typeof saved === 'string' ? saved : undefined;
}

function savedIds(this: IExecuteFunctions): IDataObject {
	const staticData = this.getWorkflowStaticData('node');
	staticData.publishIds ??= {};
	return staticData.publishIds as IDataObject;
}
