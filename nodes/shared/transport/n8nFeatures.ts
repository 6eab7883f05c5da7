import * as workflow from 'n8n-workflow';

/** What `n8n-workflow` has had since n8n 2.36, and a later addition should n8n drop the first. */
const SINCE_2_36 = ['redactedHeaders', 'N8N_NODES_API_VERSION'] as const;

/**
 * Whether this n8n takes an item of `error`, `message` and `details` for a failed one. An older n8n
 * (before 2.34.6, 2.35.3 and 2.36) takes only `error` and `message` and sends all others down the
 * success branch. It shows no version to nodes; of 2.34 and 2.35 all are taken for older.
 */
export function takesErrorDetails(): boolean {
	return SINCE_2_36.some((name) => name in workflow);
}
