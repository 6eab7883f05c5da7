import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import * as getCreator from './creator/get.operation';
import * as getProfile from './creator/getProfile.operation';
import type { Operation } from './operation';
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

/** @throws NodeOperationError for one that does not exist, as an expression or an old workflow may name it */
export function findOperation(n8n: IExecuteFunctions, itemIndex: number): Operation {
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
