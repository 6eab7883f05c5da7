/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions
   -- the command talks with people in a terminal; it is never shipped */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { readAppKey } from '../../nodes/shared/tiktok/api/appKey';
import { usersEnvironment } from './ownN8nFolder';
import type { AppKeys } from '../../credentials/oauth/appKeys';

const KEY_VARIABLE = 'TIKTOK_CLIENT_KEY';
const SECRET_VARIABLE = 'TIKTOK_CLIENT_SECRET';
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
	darwin: ['open'],
	win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/**
 * The app's keys, from the environment or typed in; they are stored nowhere.
 *
 * @throws Error where there is neither the one nor a terminal
 */
export async function askForKeys(): Promise<AppKeys> {
	const clientKey = process.env[KEY_VARIABLE] ?? (await ask('Client key of the sandbox: '));
	const secret = process.env[SECRET_VARIABLE] ?? (await ask('Client secret (not shown): ', true));
	const keys = { clientKey: readAppKey(clientKey), clientSecret: readAppKey(secret) };
	if (keys.clientKey !== '' && keys.clientSecret !== '') return keys;
	throw new Error('There is no client key or no client secret');
}

/** Whether the answer is a yes; without a terminal it is a no. */
export async function agree(question: string): Promise<boolean> {
	if (!process.stdin.isTTY) return false;
	return /^y(es)?$/i.test((await ask(`${question} [y/N] `)).trim());
}

/** Opens the address in the user's browser, if there is one. */
export function openInBrowser(url: string): void {
	const [command = '', ...args] = OPENERS[process.platform] ?? ['xdg-open'];
	const options = { stdio: 'ignore', detached: true, env: usersEnvironment } as const;
	const browser = spawn(command, [...args, url], options);
	// The address stands in the terminal as well.
	browser.on('error', () => {});
	browser.unref();
}

async function ask(question: string, isHidden = false): Promise<string> {
	if (!process.stdin.isTTY) {
		throw new Error(`Set ${KEY_VARIABLE} and ${SECRET_VARIABLE}: there is no terminal to ask at`);
	}
	// What is typed is shown by the prompt itself, so a hidden answer needs one that shows nothing.
	if (isHidden) process.stdout.write(question);
	const silent = new Writable({ write: (_piece, _encoding, done) => done() });
	const output = isHidden ? silent : process.stdout;
	const terminal = createInterface({ input: process.stdin, output, terminal: true });
	try {
		return await terminal.question(isHidden ? '' : question);
	} finally {
		terminal.close();
		if (isHidden) process.stdout.write('\n');
	}
}
