/* eslint-disable @n8n/community-nodes/no-restricted-globals,
   @n8n/community-nodes/no-restricted-imports
   -- test support starts real processes; it is never shipped */

import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Where the programs are that a stack consists of beside n8n. */
export interface QueuePrograms {
	redisServer: string;
	/** Folder with `postgres`, `initdb` and `psql`. */
	postgresFolder: string;
}

/** Debian and Ubuntu keep Postgres out of the path, one folder for each version. */
const DEBIAN_FOLDER = '/usr/lib/postgresql';
const INSTALL_COMMANDS: Partial<Record<NodeJS.Platform, string>> = {
	linux: 'sudo apt-get install -y redis-server postgresql',
	darwin: 'brew install redis postgresql@15',
};

/** Finds Redis (or Valkey) and Postgres; throws with the command that installs them where one is missing. */
export async function findQueuePrograms(): Promise<QueuePrograms> {
	const redisServer = findInPath('redis-server') ?? findInPath('valkey-server');
	const postgresFolder = await findPostgresFolder();
	if (redisServer && postgresFolder) return { redisServer, postgresFolder };
	const missing = [!redisServer && 'Redis', !postgresFolder && 'Postgres'].filter(Boolean);
	throw new Error(
		`n8n's queue mode needs ${missing.join(' and ')}, not found on this machine. ${adviseInstallation()}`,
	);
}

function adviseInstallation(): string {
	const command = INSTALL_COMMANDS[process.platform];
	return command === undefined
		? 'This part of the project runs on Linux and macOS.'
		: `Install what is missing with: ${command}`;
}

async function findPostgresFolder(): Promise<string | undefined> {
	const versions = await readdir(DEBIAN_FOLDER).catch(() => []);
	const newestFirst = versions.sort((a, b) => Number(b) - Number(a));
	const folders = [
		...newestFirst.map((version) => join(DEBIAN_FOLDER, version, 'bin')),
		...listPath(),
	];
	return folders.find((folder) =>
		['postgres', 'initdb', 'psql'].every((program) => existsSync(join(folder, program))),
	);
}

function findInPath(program: string): string | undefined {
	return listPath()
		.map((folder) => join(folder, program))
		.find((file) => existsSync(file));
}

function listPath(): string[] {
	return (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
}
