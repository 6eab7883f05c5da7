import { UserError } from 'n8n-workflow';

import type { TokenRefusal } from './tokenData';

/** What can be wrong with a credential, as far as the user's next step differs. */
export type CredentialProblem =
	| 'not_connected'
	| 'connect_refused'
	| 'reconnect_needed'
	| 'wrong_app_keys'
	| 'domain_not_allowed'
	| 'temporarily_unavailable'
	| 'unreachable'
	| 'refused'
	| 'no_credential'
	| 'n8n_too_old'
	| 'scope_missing';

/** A problem with the credential in words for the user; never holds a token or a secret. */
export interface CredentialFailure {
	code: CredentialProblem;
	/** What happened, in one line. */
	message: string;
	/** What to do next, with TikTok's own words where there are any. */
	description: string;
	/** True if trying again later can help without anybody changing anything. */
	retryable: boolean;
}

/**
 * Thrown by the credential's hook inside n8n. n8n wraps it in its own error and keeps message and
 * description. The failure has a name of its own because n8n reads an error's `code` and `status`
 * as HTTP codes.
 */
export class TikTokCredentialError extends UserError {
	readonly credentialFailure: CredentialFailure;

	constructor(failure: CredentialFailure) {
		super(failure.message, { description: failure.description, level: 'warning' });
		this.name = 'TikTokCredentialError';
		this.credentialFailure = failure;
	}
}

const CONNECT_AGAIN =
	'Open the credential and connect the account again (“Switch account” or “Reconnect”).';

const CHECK_KEYS =
	'Copy Client Key and Client Secret again from your app’s page on developers.tiktok.com (a sandbox has its own), save the credential and connect again.';

/** What the user can do about each `error` of TikTok's token endpoint when connecting. */
const CONNECT_ADVICE: Record<string, string> = {
	invalid_client: CHECK_KEYS,
	unauthorized_client: CHECK_KEYS,
	access_denied: `Access was not allowed in TikTok. ${CONNECT_AGAIN}`,
	invalid_scope:
		'Add the products and scopes you selected to your app on developers.tiktok.com, or select fewer scopes, then connect again.',
	invalid_request:
		'Register n8n’s OAuth Redirect URL in your app under Login Kit exactly as the credential shows it, and set App Platform to the platform it is registered for, then connect again.',
	invalid_grant:
		'The code from TikTok was used, too old, or issued for another redirect URL or platform. Check App Platform and the OAuth Redirect URL, then connect again.',
	server_error: `TikTok had trouble. Wait a moment. ${CONNECT_AGAIN}`,
	temporarily_unavailable: `TikTok had trouble. Wait a moment. ${CONNECT_AGAIN}`,
};

/** The credential holds no access token and no reason why. */
export function describeNotConnected(): CredentialFailure {
	return {
		code: 'not_connected',
		message: 'The TikTok credential is not connected',
		description:
			'Open the credential, choose “Connect” (or “Connect my account”) and allow access in TikTok, then run this again.',
		retryable: false,
	};
}

/** TikTok refused the connect, although n8n's window said “Connection successful”. */
export function describeRefusedConnect(refusal: TokenRefusal): CredentialFailure {
	return {
		code: 'connect_refused',
		message: 'TikTok refused to connect this credential',
		description: `n8n may have shown “Connection successful”, but ${quoteTikTok(refusal)} ${CONNECT_ADVICE[refusal.error] ?? CONNECT_AGAIN}`,
		retryable: false,
	};
}

/** TikTok refused to renew the access of a connected credential. */
export function describeRefusedRefresh(refusal: TokenRefusal): CredentialFailure {
	const said = quoteTikTok(refusal);
	switch (refusal.error) {
		case 'invalid_client':
		case 'unauthorized_client':
			return {
				code: 'wrong_app_keys',
				message: 'TikTok does not accept this credential’s Client Key and Client Secret',
				description: `${said} ${CHECK_KEYS}`,
				retryable: false,
			};
		case 'invalid_grant':
		case 'access_denied':
			return describeReconnectNeeded(said);
		case 'server_error':
		case 'temporarily_unavailable':
			return describeTrouble(said);
		default:
			return {
				code: 'refused',
				message: 'TikTok refused to renew the access of this credential',
				description: `${said} Check Client Key, Client Secret and Scopes. ${CONNECT_AGAIN}`,
				retryable: false,
			};
	}
}

/** Only connecting again helps; `said` is TikTok's or n8n's reason, if there is one. */
export function describeReconnectNeeded(said = ''): CredentialFailure {
	const reason = said === '' ? '' : `${said} `;
	return {
		code: 'reconnect_needed',
		message: 'TikTok no longer accepts this connection. Connect the account again',
		description: `${reason}The app was removed in TikTok’s settings, the connection was replaced or unused for too long, or the credential now belongs to another app. ${CONNECT_AGAIN}`,
		retryable: false,
	};
}

/** The token endpoint failed in a way that passes; nothing was changed. */
export function describeTrouble(said = ''): CredentialFailure {
	return {
		code: 'temporarily_unavailable',
		message: 'TikTok could not renew the access of this credential right now',
		description: `${said === '' ? '' : `${said} `}The connection is kept. Try again in a few minutes. If it stays, connect the account again.`,
		retryable: true,
	};
}

/** No answer came from the token endpoint. */
export function describeUnreachable(): CredentialFailure {
	return {
		code: 'unreachable',
		message: 'n8n could not reach TikTok to renew the access of this credential',
		description:
			'Check that this n8n instance can open https://open.tiktokapis.com (network, firewall, proxy), then try again. If it stays, connect the account again.',
		retryable: true,
	};
}

/** The credential's own domain list keeps it from TikTok. */
export function describeBlockedDomain(): CredentialFailure {
	return {
		code: 'domain_not_allowed',
		message: 'The credential’s “Allowed Domains” do not include TikTok',
		description:
			'Open the credential and add *.tiktokapis.com to “Allowed Domains”, or set “Allowed HTTP Request Domains” to “All”, then run this again.',
		retryable: false,
	};
}

/** The node has no credential, or one that was deleted. */
export function describeNoCredential(): CredentialFailure {
	return {
		code: 'no_credential',
		message: 'No TikTok credential is selected',
		description:
			'Select or create a “TikTok OAuth2 API” credential in this node and connect the account.',
		retryable: false,
	};
}

/** n8n never ran the credential's hook, so it can't renew TikTok's access. */
export function describeOldN8n(): CredentialFailure {
	return {
		code: 'n8n_too_old',
		message: 'This n8n version cannot renew access to TikTok',
		description: `TikTok’s access ended and n8n did not run the step that renews it: n8n 2.20 or later does. Update n8n. Until then: ${CONNECT_AGAIN}`,
		retryable: false,
	};
}

/** The account did not grant a scope that the call needs. */
export function describeMissingScope(scope: string): CredentialFailure {
	return {
		code: 'scope_missing',
		message: `The connected TikTok account did not grant the scope ${scope}`,
		description: `Select ${scope} under Scopes in the credential, make sure your app on developers.tiktok.com has it, then connect again and leave it switched on in TikTok’s consent page.`,
		retryable: false,
	};
}

function quoteTikTok({ error, description, logId }: TokenRefusal): string {
	const text = description === '' ? '' : `: ${description.replace(/[.\s]+$/, '')}`;
	const log = logId === '' ? '' : ` (log_id ${logId})`;
	return `TikTok answered ${error}${text}${log}.`;
}
