import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { StoppedError } from '../../shared/tiktok/api/errors';
import { takesErrorDetails } from '../n8nFeatures';
import { useRateLimitPolicyOf } from '../../shared/n8n/api/pacing';
import { toErrorItem, toNodeError } from '../toNodeError';
import type { Operation } from './operation';
import * as getCreator from './creator/get.operation';
import * as cancel from './post/cancel.operation';
import * as create from './post/create.operation';
import * as getStatus from './post/getStatus.operation';
import * as upload from './post/upload.operation';

const OPERATIONS: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
	creator: { get: getCreator },
	post: { cancel, create, getStatus, upload },
};

const OLD_N8N =
	'On the error output of an n8n older than 2.36, failed items have no "details". Update n8n, and workflows can branch on them.';

/**
 * Runs the chosen operation for each item, one after the other. With Continue On Fail an item that
 * fails becomes an error item and the others go on; nothing may be thrown then, because n8n would send
 * the input down the success branch.
 */
export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const output: INodeExecutionData[] = [];
	for (let itemIndex = 0; itemIndex < this.getInputData().length; itemIndex++) {
		output.push(await runItem.call(this, itemIndex));
	}
	if (!takesErrorDetails(this.getNode()) && output.some(({ json }) => 'error' in json)) {
		this.addExecutionHints({ message: OLD_N8N, type: 'warning', location: 'outputPane' });
	}
	return [output];
}

async function runItem(this: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData> {
	try {
		const operation = findOperation.call(this, itemIndex);
		useRateLimitPolicyOf.call(this, itemIndex);
		const json = await operation.execute.call(this, itemIndex);
		return { json, pairedItem: { item: itemIndex } };
	} catch (error) {
		if (!this.continueOnFail() || error instanceof StoppedError) {
			throw toNodeError(this.getNode(), error, itemIndex);
		}
		return { json: toErrorItem(this.getNode(), error, itemIndex), pairedItem: { item: itemIndex } };
	}
}

function findOperation(this: IExecuteFunctions, itemIndex: number): Operation {
	const resource = this.getNodeParameter('resource', itemIndex) as string;
	const operation = this.getNodeParameter('operation', itemIndex) as string;
	const found = OPERATIONS[resource]?.[operation];
	if (found !== undefined) return found;
	throw new NodeOperationError(
		this.getNode(),
		`Operation "${resource}: ${operation}" does not exist`,
		{
			description: 'Choose a Resource and an Operation from the lists.',
			itemIndex,
		},
	);
}
