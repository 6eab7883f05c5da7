import { UserError } from 'n8n-workflow';

import { nameOfScope } from './scopes';
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
	| 'editor_cannot_renew'
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

/** What happened, in one line. Each is told apart by its words alone, see `recallFailure`. */
const MESSAGES: Readonly<Record<Exclude<CredentialProblem, 'scope_missing'>, string>> = {
	not_connected: 'The TikTok credential is not connected',
	connect_refused: 'TikTok refused to connect this credential',
	reconnect_needed: 'TikTok no longer accepts this connection. Connect the account again',
	wrong_app_keys: 'TikTok does not accept this credential’s Client Key and Client Secret',
	domain_not_allowed: 'The credential’s “Allowed Domains” do not include TikTok',
	temporarily_unavailable: 'TikTok could not renew the access of this credential right now',
	unreachable: 'n8n could not reach TikTok to renew the access of this credential',
	refused: 'TikTok refused to renew the access of this credential',
	no_credential: 'No TikTok credential is selected',
	n8n_too_old: 'This n8n version cannot renew access to TikTok',
	editor_cannot_renew: 'TikTok’s access ended, and the editor cannot renew it for this app',
};

const CONNECT_AGAIN =
	'Open the credential and connect the account again (“Switch account” or “Reconnect”).';

const CHECK_KEYS =
	'Copy Client Key and Client Secret again from your app’s page on developers.tiktok.com (a sandbox has its own), save the credential and connect again.';

const UNPAD_SECRET =
	'The stored Client Secret begins or ends with a blank, a line break or an invisible character, and n8n sends it like that. Copy it again without anything around it, save the credential and connect again.';

/** What is known of the keys that TikTok was sent. */
export interface SentKeys {
	readonly isSecretPadded: boolean;
}

/** What the user can do about each `error` of TikTok's token endpoint when connecting. */
const CONNECT_ADVICE: Record<string, string> = {
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
	return describe(
		'not_connected',
		'Open the credential, choose “Connect” (or “Connect my account”) and allow access in TikTok, then run this again.',
	);
}

/** TikTok refused the connect, although n8n's window said “Connection successful”. */
export function describeRefusedConnect(refusal: TokenRefusal, keys?: SentKeys): CredentialFailure {
	const advice = adviseOnKeys(refusal, keys) ?? CONNECT_ADVICE[refusal.error] ?? CONNECT_AGAIN;
	return describe(
		'connect_refused',
		`n8n may have shown “Connection successful”, but ${quoteTikTok(refusal)} ${advice}`,
	);
}

/** TikTok refused to renew the access of a connected credential. */
export function describeRefusedRefresh(refusal: TokenRefusal, keys?: SentKeys): CredentialFailure {
	const said = quoteTikTok(refusal);
	const keyAdvice = adviseOnKeys(refusal, keys);
	if (keyAdvice !== undefined) return describe('wrong_app_keys', `${keyAdvice} ${said}`);
	switch (refusal.error) {
		case 'invalid_grant':
		case 'access_denied':
			return describeReconnectNeeded(said);
		case 'server_error':
		case 'temporarily_unavailable':
			return describeTrouble(said);
		default:
			return describe(
				'refused',
				`Check Client Key, Client Secret and Scopes. ${CONNECT_AGAIN} ${said}`,
			);
	}
}

/**
 * Outside an execution n8n asks TikTok for a token of the app, and TikTok refused that in a way that ends
 * n8n's refresh. So it tells nothing about the keys or the connection.
 */
export function describeRefusedInEditor(refusal?: TokenRefusal): CredentialFailure {
	const said = refusal === undefined ? '' : ` (${quoteTikTok(refusal).replace(/\.$/, '')})`;
	return describe(
		'editor_cannot_renew',
		`TikTok’s access lasts about two hours. Run the workflow once, which renews it, then load this list again, or enter the value as an expression. The editor itself can only renew it for apps to which TikTok gives tokens of their own${said}.`,
	);
}

/** Only connecting again helps; `said` is TikTok's or n8n's reason, if there is one. */
export function describeReconnectNeeded(said = ''): CredentialFailure {
	return describe(
		'reconnect_needed',
		[
			CONNECT_AGAIN,
			'The app was removed in TikTok’s settings, the connection was replaced or unused for too long, or the credential now belongs to another app.',
			said,
		]
			.join(' ')
			.trim(),
	);
}

/** The token endpoint failed in a way that passes; nothing was changed. */
export function describeTrouble(said = ''): CredentialFailure {
	return describe(
		'temporarily_unavailable',
		`The connection is kept. Try again in a few minutes. If it stays, connect the account again. ${said}`.trim(),
	);
}

/** No answer came from the token endpoint. */
export function describeUnreachable(): CredentialFailure {
	return describe(
		'unreachable',
		'Check that this n8n instance can open https://open.tiktokapis.com (network, firewall, proxy), then try again. If it stays, connect the account again.',
	);
}

/** The credential's own domain list keeps it from TikTok. */
export function describeBlockedDomain(): CredentialFailure {
	return describe(
		'domain_not_allowed',
		'Open the credential and add *.tiktokapis.com to “Allowed Domains”, or set “Allowed HTTP Request Domains” to “All”, then run this again.',
	);
}

/** The node has no credential, or one that was deleted. */
export function describeNoCredential(): CredentialFailure {
	return describe(
		'no_credential',
		'Select or create a “TikTok OAuth2 API” credential in this node and connect the account.',
	);
}

/** n8n never ran the credential's hook, so it can't renew TikTok's access. */
export function describeOldN8n(): CredentialFailure {
	return describe(
		'n8n_too_old',
		`TikTok’s access ended and n8n did not run the step that renews it, as n8n before 2.20 never does. Update n8n to 2.36 or newer. Until then: ${CONNECT_AGAIN}`,
	);
}

/** The account did not grant a scope that the call needs. */
export function describeMissingScope(scope: string): CredentialFailure {
	return {
		code: 'scope_missing',
		message: `The connected TikTok account did not grant the scope ${scope}`,
		description: `Select “${nameOfScope(scope)}” under Scopes in the credential, beside all others that you need, make sure your app on developers.tiktok.com has it, then connect again and leave it switched on in TikTok’s consent page.`,
		retryable: false,
	};
}

/**
 * The failure that n8n shows with these words. Before 2.34 n8n keeps an error's message and description
 * and drops what it wraps, so the words are all that is left of a `TikTokCredentialError`.
 */
export function recallFailure(message: string, description: string): CredentialFailure | undefined {
	const codes = Object.keys(MESSAGES) as Array<keyof typeof MESSAGES>;
	const code = codes.find((it) => MESSAGES[it] === message);
	return code && describe(code, description);
}

function describe(code: keyof typeof MESSAGES, description: string): CredentialFailure {
	const retryable = code === 'temporarily_unavailable' || code === 'unreachable';
	return { code, message: MESSAGES[code], description, retryable };
}

/** What to do where TikTok takes the keys for wrong, else undefined. */
function adviseOnKeys({ error }: TokenRefusal, keys?: SentKeys): string | undefined {
	if (error !== 'invalid_client' && error !== 'unauthorized_client') return undefined;
	return keys?.isSecretPadded === true ? UNPAD_SECRET : CHECK_KEYS;
}

function quoteTikTok({ error, description, logId }: TokenRefusal): string {
	const text = description === '' ? '' : `: ${description.replace(/[.\s]+$/, '')}`;
	const log = logId === '' ? '' : ` (log_id ${logId})`;
	return `TikTok answered ${error}${text}${log}.`;
}
