import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../nodes/shared/tiktok/values/isRecord';

/** TikTok's token endpoint, for codes and for refreshes alike. */
export const TOKEN_URL = 'https://open.tiktokapis.com/v2/oauth/token/';

/** How TikTok's client tokens start: they stand for the app, not for a user, and can't post. */
const CLIENT_TOKEN_PREFIX = 'clt.';

/** What TikTok adds to a refused token request. n8n merges it into the stored token data. */
const ERROR_FIELDS = ['error', 'error_description', 'log_id', 'logid'];

/** TikTok's reason for refusing a token request; every part is safe to show. */
export interface TokenRefusal {
	error: string;
	description: string;
	logId: string;
}

/** Token data as n8n stores it, whatever is there; anything but an object counts as empty. */
export function readTokenData(value: unknown): IDataObject {
	return isRecord(value) ? (value as IDataObject) : {};
}

/** The field's text, or '' if it is missing or not a string. */
export function readText(data: Record<string, unknown>, field: string): string {
	const value = data[field];
	return typeof value === 'string' ? value : '';
}

/**
 * TikTok's refusal in an answer of the token endpoint, or undefined if there is none. TikTok may
 * send it with HTTP 200, so the body alone decides.
 * https://developers.tiktok.com/doc/oauth-error-handling
 */
export function readRefusal(answer: Record<string, unknown>): TokenRefusal | undefined {
	const error = readText(answer, 'error');
	if (error === '') return undefined;
	return {
		error,
		description: readText(answer, 'error_description'),
		logId: readText(answer, 'log_id') || readText(answer, 'logid'),
	};
}

/** The same token data without what a refused request left in it. */
export function withoutRefusal(data: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(data).filter(([field]) => !ERROR_FIELDS.includes(field)),
	);
}

/** True if the answer carries an access token of a user and no refusal. */
export function holdsUserToken(answer: Record<string, unknown>): boolean {
	const accessToken = readText(answer, 'access_token');
	return (
		accessToken !== '' &&
		!accessToken.startsWith(CLIENT_TOKEN_PREFIX) &&
		readRefusal(answer) === undefined
	);
}
