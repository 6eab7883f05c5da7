import type { INode } from 'n8n-workflow';

/** Whether an AI agent runs this node as its tool. n8n hands tools no items, only what the model writes. */
export function runsAsTool(node: INode): boolean {
	return node.type.endsWith('Tool');
}
