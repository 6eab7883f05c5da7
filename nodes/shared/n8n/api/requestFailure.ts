import {
	explainCredentialFailure,
	explainStillUnauthorized,
} from '../../../../credentials/oauth/credentialFailure';
import type { CredentialFailure } from '../../../../credentials/oauth/credentialError';
import { listCauses } from '../../../../credentials/oauth/listCauses';
import {
	StoppedError,
	TikTokError,
	type PostStage,
	type RetryClass,
} from '../../tiktok/api/errors';

const NO_HTTP = 'the answer is no proper HTTP';
const UNTRUSTED = "the server's certificate is not trusted";

/** This package's name for a connection that stands still, in the style of Node's. */
export const STALLED = 'ESTALLED';

/** Node's and axios' names for trouble on the way to a server. */
const NETWORK_CODES: Readonly<Record<string, string>> = {
	CERT_HAS_EXPIRED: UNTRUSTED,
	DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
	EAI_AGAIN: 'the name could not be resolved',
	ECONNABORTED: 'no answer in time',
	ECONNREFUSED: 'the connection was refused',
	ECONNRESET: 'the connection was closed',
	EHOSTUNREACH: 'the host is unreachable',
	ENETUNREACH: 'the network is unreachable',
	ENOTFOUND: 'the name could not be resolved',
	EPIPE: 'the connection was closed',
	ERR_BAD_RESPONSE: 'the answer was cut off',
	ERR_TLS_CERT_ALTNAME_INVALID: UNTRUSTED,
	[STALLED]: 'nothing came any more',
	ETIMEDOUT: 'no answer in time',
	HPE_INVALID_CONSTANT: NO_HTTP,
	HPE_INVALID_CONTENT_LENGTH: NO_HTTP,
	HPE_UNEXPECTED_CONTENT_LENGTH: NO_HTTP,
	SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
};

/** What can only be a name that Node or a library gave to a failure. */
const CODE_PATTERN = /^E[A-Z][A-Z0-9_]{2,40}$/;

/** Trouble before a connection stands: nothing of the request was sent. */
const UNSENT_CODES: readonly string[] = [
	'CERT_HAS_EXPIRED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'EAI_AGAIN',
	'ECONNREFUSED',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ENOTFOUND',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

/**
 * Turns what n8n's request helpers throw into an error of ours. The thrown object holds tokens, the
 * client secret and the request in memory, so only its codes and what the credential says are read.
 */
export function errorFromRequestFailure(
	error: unknown,
	stage: PostStage,
): TikTokError | StoppedError {
	const chain = listCauses(error);
	if (listCodes(chain).includes('ERR_CANCELED')) return new StoppedError();
	const credentialFailure = explainCredentialFailure(error);
	if (credentialFailure !== undefined) return errorFromCredential(credentialFailure, stage);
	if (chain.some(isUnauthorized)) return errorFromCredential(explainStillUnauthorized(), stage);
	return networkError(error, stage);
}

/** What connecting again doesn't help against. */
const OF_THE_SETTINGS: readonly CredentialFailure['code'][] = [
	'domain_not_allowed',
	'n8n_too_old',
	'no_credential',
];

/** What the credential says about itself, as an error of the post. */
export function errorFromCredential(failure: CredentialFailure, stage: PostStage): TikTokError {
	return new TikTokError({
		code: failure.code,
		message: failure.message,
		advice: failure.description,
		retry: failure.retryable ? 'soon' : retryClassOf(failure.code),
		stage,
		hadNoEffect: true,
	});
}

function retryClassOf(code: CredentialFailure['code']): RetryClass {
	return OF_THE_SETTINGS.includes(code) ? 'config' : 'credential';
}

/** What went wrong on the way to a server, in words, by the codes of Node and axios alone. */
export function describeNetworkTrouble(error: unknown): string {
	const code = findNetworkCode(listCauses(error));
	if (code === undefined) return 'the connection failed';
	return NETWORK_CODES[code] ?? `the connection failed (${code})`;
}

function networkError(error: unknown, stage: PostStage): TikTokError {
	const code = findNetworkCode(listCauses(error));
	return new TikTokError({
		code: 'network_error',
		message: `TikTok could not be reached: ${describeNetworkTrouble(error)}`,
		advice: 'Check that this n8n may reach open.tiktokapis.com, then try again.',
		retry: 'soon',
		stage,
		...(code !== undefined && UNSENT_CODES.includes(code) ? { hadNoEffect: true } : {}),
	});
}

function findNetworkCode(chain: readonly unknown[]): string | undefined {
	const codes = listCodes(chain);
	const known = codes.find((code) => Object.hasOwn(NETWORK_CODES, code));
	return known ?? codes.find((code) => CODE_PATTERN.test(code));
}

/** Before 2.34 n8n's error drops what it wraps, and its `httpCode` is all that is left of the code. */
function listCodes(chain: readonly unknown[]): string[] {
	return chain
		.flatMap((link) => [propertyOf(link, 'code'), propertyOf(link, 'httpCode')])
		.filter((code) => typeof code === 'string');
}

function isUnauthorized(link: unknown): boolean {
	const status = propertyOf(propertyOf(link, 'response'), 'status');
	return status === 401 || propertyOf(link, 'httpCode') === '401';
}

function propertyOf(value: unknown, key: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
