import {
	deepCopy,
	type IDataObject,
	type INodeExecutionData,
	type IRunExecutionData,
} from 'n8n-workflow';
import { makeExecutionData } from '../../../support/node/executeNode';
import type { Account, StartPlan } from './plans';

export type Ending = 'running' | 'success' | 'error' | 'crashed';

/** One execution as n8n saves it. */
export interface Execution {
	/** The same for an execution and all retries of it. */
	readonly lineage: number;
	readonly startMode: StartPlan['mode'];
	/** How many retries lie between the first execution and this one. */
	readonly depth: number;
	/** Its files are also those of another lineage, with other texts. */
	sharesFiles: boolean;
	/** The node's runs, as in a loop, each with its items. */
	readonly runs: INodeExecutionData[][];
	/** After a crash n8n's retry begins anew, but counts on from the runs that it knows the crashed one had. */
	lostRuns: number;
	/** Saved when it ends in order; what a retry starts from. */
	data: IRunExecutionData;
	nextRun: number;
	/** The one it ran with. */
	account: Account;
	ending: Ending;
	/** Codes of the errors it ended with. */
	codes: string[];
}

/** @param beganAt what n8n notes of when it began, and keeps through crashes; older versions don't */
export function startExecution(
	given: Pick<Execution, 'lineage' | 'startMode' | 'account' | 'sharesFiles' | 'runs'>,
	beganAt: number | undefined,
): Execution {
	const data = makeExecutionData();
	if (data.executionData !== undefined && beganAt !== undefined) {
		const { startMode: source } = given;
		data.executionData.runtimeData = { version: 1, establishedAt: beganAt, source };
	}
	return { ...given, depth: 0, lostRuns: 0, data, nextRun: 0, ending: 'running', codes: [] };
}

/** What n8n starts when Retry is pressed on an execution. */
export function retryExecution(original: Execution, account: Account): Execution {
	const data = deepCopy(original.data);
	return { ...original, depth: original.depth + 1, account, data, ending: 'running', codes: [] };
}

/**
 * n8n enters a node that had run to its end into the record of a crashed execution, once however often it
 * ran. It does so only for nodes that the record says nothing of, so not in a retry.
 */
export function loseRuns(execution: Execution, finishedRuns: number): void {
	if (execution.depth === 0 && finishedRuns > 0) execution.lostRuns = 1;
}

/** What the test has written into an item. */
export interface ItemFacts extends IDataObject {
	/** What the post is to be; its caption begins with it. */
	id: string;
	/** Deduplication Key, or `''`. */
	key: string;
	isChanging: boolean;
	videoUrl: string;
	sha256: string;
}

export function factsOf(item: INodeExecutionData): ItemFacts {
	return item.json as ItemFacts;
}
