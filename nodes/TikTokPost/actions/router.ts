import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { StoppedError } from '../../shared/tiktok/api/errors';
import { takesErrorDetails } from '../n8nFeatures';
import { TikTokClient } from '../../shared/n8n/api/client';
import { settleLedger } from '../../shared/n8n/once/postLedger';
import { toErrorItem, toNodeError } from '../toNodeError';
import type { Operation } from './operation';
import { readRateLimitPolicy } from './rateLimitPolicy';
import * as getCreator from './creator/get.operation';
import * as getProfile from './creator/getProfile.operation';
import * as cancel from './post/cancel.operation';
import * as create from './post/create.operation';
import * as getPost from './post/get.operation';
import * as getMany from './post/getMany.operation';
import * as getStatus from './post/getStatus.operation';
import * as upload from './post/upload.operation';

const OPERATIONS: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
	creator: { get: getCreator, getProfile },
	post: { cancel, create, get: getPost, getMany, getStatus, upload },
};

const OLD_N8N =
	'On the error output of an n8n older than 2.36, failed items have no "details". Update n8n, and workflows can branch on them.';

/**
 * Runs the chosen operation for each item, one after the other. With Continue On Fail an item that
 * fails becomes an error item and the others go on; nothing may be thrown then, because n8n would send
 * the input down the success branch.
 */
export async function router(n8n: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const output: INodeExecutionData[] = [];
	try {
		for (let itemIndex = 0; itemIndex < n8n.getInputData().length; itemIndex++) {
			for (const one of await runItem(n8n, itemIndex)) output.push(one);
		}
	} finally {
		await settleLedger(n8n);
	}
	if (!takesErrorDetails(n8n.getNode()) && output.some(({ json }) => 'error' in json)) {
		n8n.addExecutionHints({ message: OLD_N8N, type: 'warning', location: 'outputPane' });
	}
	return [output];
}

async function runItem(n8n: IExecuteFunctions, index: number): Promise<INodeExecutionData[]> {
	const pairedItem = { item: index };
	try {
		const operation = findOperation(n8n, index);
		const tiktok = new TikTokClient(n8n, readRateLimitPolicy({ n8n, index }));
		const given = await operation.execute({ n8n, index, tiktok });
		return (Array.isArray(given) ? given : [given]).map((json) => ({ json, pairedItem }));
	} catch (error) {
		if (!n8n.continueOnFail() || error instanceof StoppedError) {
			throw toNodeError(n8n.getNode(), error, index);
		}
		return [{ json: toErrorItem(n8n.getNode(), error, index), pairedItem }];
	}
}

function findOperation(n8n: IExecuteFunctions, itemIndex: number): Operation {
	const resource = n8n.getNodeParameter('resource', itemIndex) as string;
	const operation = n8n.getNodeParameter('operation', itemIndex) as string;
	const found = OPERATIONS[resource]?.[operation];
	if (found !== undefined) return found;
	throw new NodeOperationError(
		n8n.getNode(),
		`Operation "${resource}: ${operation}" does not exist`,
		{ description: 'Choose a Resource and an Operation from the lists.', itemIndex },
	);
}
