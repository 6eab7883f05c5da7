import {
	explainCredentialFailure,
	explainStillUnauthorized,
} from '../../../credentials/oauth/credentialFailure';
import type { CredentialFailure } from '../../../credentials/oauth/credentialError';
import { StoppedError, TikTokError, type PostStage } from '../tiktok/errors';

/** Node's and axios' names for trouble on the way to TikTok. */
const NETWORK_CODES: Readonly<Record<string, string>> = {
	EAI_AGAIN: 'the name could not be resolved',
	ECONNABORTED: 'no answer in time',
	ECONNREFUSED: 'the connection was refused',
	ECONNRESET: 'the connection was closed',
	EHOSTUNREACH: 'the host is unreachable',
	ENETUNREACH: 'the network is unreachable',
	ENOTFOUND: 'the name could not be resolved',
	EPIPE: 'the connection was closed',
	ERR_BAD_RESPONSE: 'the answer was cut off',
	ETIMEDOUT: 'no answer in time',
};

/** Trouble before a connection stands: nothing of the request was sent. */
const UNSENT_CODES: readonly unknown[] = [
	'EAI_AGAIN',
	'ECONNREFUSED',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ENOTFOUND',
];

/** Foreign errors can point at themselves, so only this many causes are followed. */
const MAX_CAUSE_DEPTH = 6;

/**
 * Turns what n8n's request helpers throw into an error of ours. The thrown object holds tokens, the
 * client secret and the request in memory, so only its codes and what the credential says are read.
 */
export function errorFromRequestFailure(
	error: unknown,
	stage: PostStage,
): TikTokError | StoppedError {
	const chain = listCauses(error);
	const codes = chain.map((link) => propertyOf(link, 'code'));
	if (codes.includes('ERR_CANCELED')) return new StoppedError();
	const credentialFailure = explainCredentialFailure(error);
	if (credentialFailure !== undefined) return errorFromCredential(credentialFailure, stage);
	if (chain.some(isUnauthorized)) return errorFromCredential(explainStillUnauthorized(), stage);
	return networkError(codes, stage);
}

/** What the credential says about itself, as an error of the post. */
export function errorFromCredential(failure: CredentialFailure, stage: PostStage): TikTokError {
	return new TikTokError({
		code: failure.code,
		message: failure.message,
		advice: failure.description,
		retry: failure.retryable ? 'soon' : 'config',
		stage,
		isUnheard: true,
	});
}

function networkError(codes: readonly unknown[], stage: PostStage): TikTokError {
	const code = codes.find(
		(candidate) => typeof candidate === 'string' && Object.hasOwn(NETWORK_CODES, candidate),
	);
	const reason = code === undefined ? 'the connection failed' : NETWORK_CODES[String(code)];
	return new TikTokError({
		code: 'network_error',
		message: `TikTok could not be reached: ${reason}`,
		advice: 'Check that this n8n may reach open.tiktokapis.com, then try again.',
		retry: 'soon',
		stage,
		...(UNSENT_CODES.includes(code) ? { isUnheard: true } : {}),
	});
}

function isUnauthorized(link: unknown): boolean {
	const status = propertyOf(propertyOf(link, 'response'), 'status');
	return status === 401 || propertyOf(link, 'httpCode') === '401';
}

/** The error and its causes, outermost first. */
function listCauses(error: unknown): unknown[] {
	const chain: unknown[] = [];
	let link = error;
	while (link !== undefined && link !== null && chain.length < MAX_CAUSE_DEPTH) {
		chain.push(link);
		link = propertyOf(link, 'cause');
	}
	return chain;
}

function propertyOf(value: unknown, key: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
