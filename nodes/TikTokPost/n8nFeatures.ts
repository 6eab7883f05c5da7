import * as workflow from 'n8n-workflow';
import type { INode } from 'n8n-workflow';

/** What `n8n-workflow` has had since n8n 2.36, and a later addition should n8n drop the first. */
const SINCE_2_36 = ['redactedHeaders', 'N8N_NODES_API_VERSION'] as const;

/**
 * Whether a failed item of this node may have `details`. On the error output an older n8n (before
 * 2.34.6, 2.35.3 and 2.36) takes only items of `error` and `message` for failed ones, and sends all
 * others down the success branch. It shows no version to nodes; 2.34 and 2.35 are taken for older.
 */
export function takesErrorDetails({ onError }: INode): boolean {
	return onError !== 'continueErrorOutput' || SINCE_2_36.some((name) => name in workflow);
}
