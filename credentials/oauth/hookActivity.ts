let hookHasRun = false;

/** Notes that n8n called the credential's hook in this process. */
export function recordHookRun(): void {
	hookHasRun = true;
}

/**
 * True once n8n has called the credential's hook in this process. n8n before 2.20 never does for
 * OAuth2 credentials, so access can't be renewed there and users deserve to hear why.
 */
export function hasHookRun(): boolean {
	return hookHasRun;
}
