import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { signEntry, type Turn } from './ledgerEntries';

const MAX_SAVED_IDS = 200;

/**
 * Keeps in the workflow's static data, which n8n saves when a production execution ends, which post a Deduplication
 * Key stands for. It serves the answer to "which post was that"; whether there was one at all, and whether it
 * was this one, is the ledger's business.
 *
 * n8n saves the static data of all nodes together, if any of it was written to, and a long execution would overwrite
 * what others have saved meanwhile. So this writes only what is new.
 *
 * @param turn of the Deduplication Key in the ledger
 */
export function savePublishedId(n8n: IExecuteFunctions, turn: Turn, publishId: string): void {
	const saved = savedIds(n8n);
	const key = signEntry(turn);
	if (saved[key] === publishId) return;
	const others = Object.entries(saved).filter(([savedKey]) => savedKey !== key);
	const newest = [...others, [key, publishId]].slice(-MAX_SAVED_IDS);
	n8n.getWorkflowStaticData('node').publishIds = Object.fromEntries(newest) as IDataObject;
}

/** The publish id that was saved for a turn of a key. */
export function recallPublishedId(n8n: IExecuteFunctions, turn: Turn): string | undefined {
	const saved = savedIds(n8n)[signEntry(turn)];
	return typeof saved === 'string' ? saved : undefined;
}

function savedIds(n8n: IExecuteFunctions): Readonly<IDataObject> {
	const { publishIds } = n8n.getWorkflowStaticData('node');
	return typeof publishIds === 'object' && publishIds !== null ? (publishIds as IDataObject) : {};
}
