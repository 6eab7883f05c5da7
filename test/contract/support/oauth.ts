import { createHash } from 'node:crypto';
import { settle, type Answer } from './client';
import type { World } from './world';

/** Where the test app is sent back to. */
export const REDIRECT_URI = 'https://n8n.example/rest/oauth2-credential/callback';
/** The verifier of the specification's vector, and its hex challenge. */
export const VERIFIER = 'simulator-verifier-0123456789-ABCDEFGHIJKLMNOP';
export const CHALLENGE = '0c5cda41757d2d4f1b3e09912b671453ea9ae02f159bf34355685875a676863e';

/** Base64url SHA-256, as RFC 7636 wants it and TikTok does not. */
export function rfc7636Challenge(verifier: string): string {
	return createHash('sha256').update(verifier).digest('base64url');
}

type Parameters = Record<string, string | undefined>;

function encode(parameters: Parameters): string {
	const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
	return new URLSearchParams(given as Array<[string, string]>).toString();
}

/** The consent page's URL, correct but for these parameters. */
export function authorizeUrl(world: World, changes: Parameters = {}): string {
	const query = encode({
		client_key: world.simulator.app.clientKey,
		scope: 'user.info.basic,video.publish',
		response_type: 'code',
		redirect_uri: REDIRECT_URI,
		state: 'state/+&=1',
		disable_auto_auth: '1',
		...changes,
	});
	return `https://www.tiktok.com/v2/auth/authorize/?${query}`;
}

/** Sends the form of the consent page and returns the parameters of the redirect. */
export async function decide(
	world: World,
	form: Parameters,
	changes: Parameters = {},
): Promise<{ answer: Answer; query: URLSearchParams }> {
	const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
	const url = authorizeUrl(world, changes);
	const answer = await settle(world.http.post(url, encode(form), { headers }));
	const location = answer.headers.location;
	return { answer, query: location ? new URL(location).searchParams : new URLSearchParams() };
}

/** A fresh authorisation code. */
export async function obtainCode(world: World, changes: Parameters = {}): Promise<string> {
	const { query } = await decide(world, { decision: 'allow' }, changes);
	return query.get('code') ?? '';
}

/** How a token request differs from a correct one. */
export interface TokenCall {
	fields?: Parameters;
	query?: string;
	headers?: Record<string, string>;
	/** Replaces the whole body. */
	body?: string;
	path?: string;
}

/** Calls the token endpoint (or revoke) with client key and secret filled in. */
export async function callToken(world: World, call: TokenCall): Promise<Answer> {
	const { clientKey, clientSecret } = world.simulator.app;
	const body =
		call.body ?? encode({ client_key: clientKey, client_secret: clientSecret, ...call.fields });
	const url = `https://open.tiktokapis.com${call.path ?? '/v2/oauth/token/'}${call.query ?? ''}`;
	const headers = { 'Content-Type': 'application/x-www-form-urlencoded', ...call.headers };
	return await settle(world.http.post(url, body, { headers }));
}
