import type { CredentialFailure } from './credentialError';
import {
	describeBlockedDomain,
	describeNoCredential,
	describeNotConnected,
	describeOldN8n,
	describeReconnectNeeded,
	describeRefusedRefresh,
	describeTrouble,
	describeUnreachable,
} from './credentialError';
import { hasHookRun } from './hookActivity';
import { isRecord, readRefusal, readText, TOKEN_URL } from './tokenData';

/** n8n nests errors at most this deep around the one that tells the reason. */
const MAX_CAUSE_DEPTH = 6;

/** n8n's own texts about a credential, and what they mean. */
const N8N_MESSAGES: ReadonlyArray<[RegExp, () => CredentialFailure]> = [
	[/OAuth credentials not connected|Unable to sign without access token/i, describeNotConnected],
	[/needs to be reconnected|no refresh token is available/i, describeReconnectNeededBare],
	[/^Domain not allowed|No allowed domains specified/i, describeBlockedDomain],
	[/does not have any credentials|^Credentials not found/i, describeNoCredential],
	[/^Credential with ID .* does not exist/i, describeNoCredential],
	[/from OAuth2 token endpoint/i, describeTroubleBare],
];

/**
 * What is wrong with the credential, if that is what the error is about, else undefined. For
 * errors caught around n8n's `httpRequestWithAuthentication` and `getCredentials`. The result
 * holds nothing of the error but TikTok's reason, so it is safe to show; the error is not: it
 * may carry tokens and the client secret.
 */
export function explainCredentialFailure(error: unknown): CredentialFailure | undefined {
	let current = error;
	for (let depth = 0; depth < MAX_CAUSE_DEPTH && isRecord(current); depth++) {
		const failure =
			readOwnFailure(current) ?? readTokenEndpointFailure(current) ?? readN8nMessage(current);
		if (failure) return failure;
		current = current.cause;
	}
	return undefined;
}

/** What to tell when TikTok still calls the access token invalid after n8n's refresh. */
export function explainStillUnauthorized(): CredentialFailure {
	return hasHookRun() ? describeReconnectNeeded() : describeOldN8n();
}

function readOwnFailure({
	credentialFailure,
}: Record<string, unknown>): CredentialFailure | undefined {
	return isRecord(credentialFailure)
		? (credentialFailure as unknown as CredentialFailure)
		: undefined;
}

/** Errors of n8n's OAuth2 client and of its HTTP client on the way to the token endpoint. */
function readTokenEndpointFailure(error: Record<string, unknown>): CredentialFailure | undefined {
	if (error.code === 'EAUTH' && isRecord(error.body)) {
		const refusal = readRefusal(error.body);
		// An n8n without the hook sends its own refresh, which TikTok always refuses.
		if (refusal && !hasHookRun()) return describeOldN8n();
		return refusal && describeRefusedRefresh(refusal);
	}
	if (error.code === 'ESTATUS') return describeTrouble();
	if (isRecord(error.config) && readText(error.config, 'url').startsWith(TOKEN_URL)) {
		return error.response === undefined ? describeUnreachable() : describeTrouble();
	}
	return undefined;
}

function readN8nMessage(error: Record<string, unknown>): CredentialFailure | undefined {
	const message = readText(error, 'message');
	return N8N_MESSAGES.find(([pattern]) => pattern.test(message))?.[1]();
}

function describeReconnectNeededBare(): CredentialFailure {
	return describeReconnectNeeded();
}

function describeTroubleBare(): CredentialFailure {
	return describeTrouble();
}
