import type { CredentialFailure, SentKeys } from './credentialError';
import {
	describeBlockedDomain,
	describeNoCredential,
	describeNotConnected,
	describeOldN8n,
	describeReconnectNeeded,
	describeRefusedInEditor,
	describeRefusedRefresh,
	describeTrouble,
	describeUnreachable,
	recallFailure,
} from './credentialError';
import { hasHookRun } from './hookActivity';
import { listCauses } from './listCauses';
import { readRefusal, readText, TOKEN_URL, type TokenRefusal } from './tokenData';
import { isRecord } from '../../nodes/shared/tiktok/values/isRecord';

/** What n8n's OAuth2 client calls a refusal of the token endpoint with an HTTP status of 400 or more. */
const REFUSED_CODE = 'EAUTH';

/** n8n's own texts about a credential, and what they mean. */
const N8N_MESSAGES: ReadonlyArray<[RegExp, () => CredentialFailure]> = [
	[/OAuth credentials not connected|Unable to sign without access token/i, describeNotConnected],
	[/needs to be reconnected|no refresh token is available/i, () => describeReconnectNeeded()],
	[/^Domain not allowed|No allowed domains specified/i, describeBlockedDomain],
	[/does not have any credentials|^Credentials not found/i, describeNoCredential],
	[/^Credential with ID .* does not exist/i, describeNoCredential],
	[/from OAuth2 token endpoint/i, () => describeTrouble()],
];

/** n8n's words for an `invalid_grant` that came with an HTTP status of 400 or more. */
const N8N_REVOKED = /needs to be reconnected/i;

/** The sentences by which n8n's OAuth2 client replaces codes of the token endpoint. */
const N8N_REFUSALS: ReadonlyArray<[RegExp, string]> = [
	[/^The provided authorization grant .* or refresh token is invalid/, 'invalid_grant'],
	[/^Client authentication failed/, 'invalid_client'],
	[/^The authorization server encountered an unexpected condition/, 'server_error'],
	[/^The authorization server is currently unable to handle/, 'temporarily_unavailable'],
];

/** What is known about the request beside its error. */
export interface RequestContext extends SentKeys {
	/** n8n refreshes differently outside executions, see expressions.ts. */
	readonly place: 'execution' | 'editor';
}

const IN_EXECUTION: RequestContext = { place: 'execution', isSecretPadded: false };

/**
 * What is wrong with the credential, if that is what the error is about, else undefined. For
 * errors caught around n8n's `httpRequestWithAuthentication` and `getCredentials`. The result
 * holds nothing of the error but TikTok's reason, so it is safe to show; the error is not: it
 * may carry tokens and the client secret.
 */
export function explainCredentialFailure(
	error: unknown,
	context: RequestContext = IN_EXECUTION,
): CredentialFailure | undefined {
	for (const link of listCauses(error).filter(isRecord)) {
		const failure =
			readOwnFailure(link) ??
			readTokenEndpointFailure(link, context) ??
			readN8nMessage(link, context);
		if (failure) return failure;
	}
	return undefined;
}

/** What to tell when TikTok still calls the access token invalid after n8n's refresh. */
export function explainStillUnauthorized(): CredentialFailure {
	return hasHookRun() ? describeReconnectNeeded() : describeOldN8n();
}

function readOwnFailure(error: Record<string, unknown>): CredentialFailure | undefined {
	const { credentialFailure } = error;
	return isRecord(credentialFailure)
		? (credentialFailure as unknown as CredentialFailure)
		: recallFailure(readText(error, 'message'), readText(error, 'description'));
}

/** Errors of n8n's OAuth2 client and of its HTTP client on the way to the token endpoint. */
function readTokenEndpointFailure(
	error: Record<string, unknown>,
	context: RequestContext,
): CredentialFailure | undefined {
	const refusal = readN8nsRefusal(error);
	if (refusal) {
		// An n8n without the hook sends its own refresh, which TikTok always refuses.
		if (!hasHookRun()) return describeOldN8n();
		return context.place === 'editor'
			? describeRefusedInEditor(refusal)
			: describeRefusedRefresh(refusal, context);
	}
	if (error.code === 'ESTATUS') return describeTrouble();
	if (isRecord(error.config) && readText(error.config, 'url').startsWith(TOKEN_URL)) {
		return error.response === undefined ? describeUnreachable() : describeTrouble();
	}
	return undefined;
}

/** Before 2.34 n8n drops the error that it wraps and keeps its code and text: TikTok's, or its meaning. */
function readN8nsRefusal(error: Record<string, unknown>): TokenRefusal | undefined {
	if (error.code === REFUSED_CODE)
		return isRecord(error.body) ? readRefusal(error.body) : undefined;
	if (error.httpCode !== REFUSED_CODE || error.cause !== undefined) return undefined;
	const description = readText(error, 'message');
	const code = N8N_REFUSALS.find(([pattern]) => pattern.test(description))?.[1];
	return { error: code ?? 'with a refusal', description, logId: '' };
}

function readN8nMessage(
	error: Record<string, unknown>,
	{ place }: RequestContext,
): CredentialFailure | undefined {
	const message = readText(error, 'message');
	if (place === 'editor' && N8N_REVOKED.test(message)) return describeRefusedInEditor();
	return N8N_MESSAGES.find(([pattern]) => pattern.test(message))?.[1]();
}
