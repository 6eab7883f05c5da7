import type { NodeApiError, NodeOperationError } from 'n8n-workflow';

/**
 * n8n's errors are told by their shape: where npm has put a second `n8n-workflow` beside this package,
 * n8n throws errors of classes that are not the ones imported here.
 */

/** What all errors of n8n have that say something to the user. */
export interface N8nError {
	readonly message: string;
	readonly description?: string | null;
}

/** An error that n8n shows as it is: it names its node already. */
export function isNodeError(error: unknown): error is NodeApiError | NodeOperationError {
	return isN8nError(error) && 'node' in error && 'messages' in error;
}

/** Any error that n8n throws on purpose, for example about an expression that can't be resolved. */
export function isN8nError(error: unknown): error is N8nError {
	if (!(error instanceof Error) || !('level' in error) || !('tags' in error)) return false;
	return typeof error.level === 'string' && typeof error.tags === 'object';
}
