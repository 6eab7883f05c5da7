/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error
   -- the command listens on loopback for TikTok's answer; it is never shipped */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { readText } from '../../credentials/oauth/tokenData';
import { resolveCredential } from '../support/node/testCredential';

const PATIENCE_MS = 600_000;
const NOT_FOUND = 404;
/** What n8n calls the execution where there is none. */
const OUTSIDE_EXECUTION = '__UNKNOWN__';
const ANY_PORT = ':*/';
const HTTP_PORT = 80;

/** Where TikTok asks the account. */
export interface ConsentPage {
	/** Registered at TikTok under Login Kit, Desktop; `:*` takes any free port. */
	readonly redirectUri: string;
	/** Brings TikTok's page before the user. */
	open(url: string): Promise<void>;
}

/** What TikTok sent back, and what the exchange for tokens has to repeat. */
export interface Consent {
	readonly code: string;
	readonly redirectUri: string;
	/** Of the credential's own expression: `client_key`, and the verifier of desktop apps. */
	readonly tokenFields: Readonly<Record<string, string>>;
}

/**
 * Asks the account for its consent, with the address that the credential's expressions make for a desktop app, and
 * waits at the redirect URI for TikTok's answer, ten minutes at most.
 *
 * @throws Error when the account says no, or nothing comes
 */
export async function askForConsent(
	saved: ICredentialDataDecryptedObject,
	page: ConsentPage,
): Promise<Consent> {
	const credential = resolveCredential(saved, OUTSIDE_EXECUTION) as Record<string, unknown>;
	const server = createServer();
	const redirectUri = await listenAt(server, page.redirectUri);
	try {
		const state = randomUUID();
		const callback = waitForCallback(server, redirectUri, state);
		await Promise.all([page.open(addressOf(credential, redirectUri, state)), callback]);
		const fields = JSON.parse(readText(credential, 'additionalBodyProperties')) as object;
		return { code: await callback, redirectUri, tokenFields: { ...fields } };
	} finally {
		server.close();
		server.closeAllConnections();
	}
}

/** As n8n makes it of the credential. */
function addressOf(
	credential: Record<string, unknown>,
	redirectUri: string,
	state: string,
): string {
	const query = new URLSearchParams({
		client_id: readText(credential, 'clientId'),
		redirect_uri: redirectUri,
		response_type: 'code',
		state,
		scope: readText(credential, 'scope'),
	});
	const more = readText(credential, 'authQueryParameters');
	return `${readText(credential, 'authUrl')}?${query.toString()}&${more}`;
}

async function listenAt(server: Server, redirectUri: string): Promise<string> {
	const isAnyPort = redirectUri.includes(ANY_PORT);
	const { hostname, port } = new URL(isAnyPort ? redirectUri.replace(ANY_PORT, '/') : redirectUri);
	server.listen(isAnyPort ? 0 : Number(port) || HTTP_PORT, hostname);
	try {
		await once(server, 'listening');
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code !== 'EADDRINUSE') throw error;
		throw new Error(
			`Port ${port} is taken. Stop n8n for the time of the check, or register another address with TikTok and name it with --redirect-uri`,
		);
	}
	return redirectUri.replace(ANY_PORT, `:${(server.address() as AddressInfo).port}/`);
}

async function waitForCallback(
	server: Server,
	redirectUri: string,
	state: string,
): Promise<string> {
	return await new Promise((resolve, reject) => {
		const giveUp = () => reject(new Error('TikTok has not sent anybody back within ten minutes'));
		const timer = setTimeout(giveUp, PATIENCE_MS);
		server.on('request', (request, response) => {
			const url = new URL(request.url ?? '', redirectUri);
			const { searchParams: query } = url;
			// Browsers also ask for icons, and other pages could call.
			const isOurs = url.pathname === new URL(redirectUri).pathname && query.get('state') === state;
			if (!isOurs) return void response.writeHead(NOT_FOUND).end();
			response.end('Thank you. You can close this page and go back to the terminal.');
			clearTimeout(timer);
			const code = query.get('code');
			if (code !== null) return resolve(code);
			const reasons = ['error', 'error_description'].map((name) => query.get(name) ?? '');
			const reason = reasons.filter((text) => text !== '').join(', ');
			reject(new Error(`TikTok sends no code, but: ${reason || 'nothing else'}`));
		});
	});
}
