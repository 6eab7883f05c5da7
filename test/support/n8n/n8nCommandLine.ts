/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- test support starts real processes; it is never shipped */

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import type { N8nInstall } from './install';
import { findQuietPort } from './ports';
import { cleanEnvironment, runCommand, runOrThrow } from './runCommand';

const CLI_TIMEOUT_MS = 300_000;

/** A credential as it is stored, decrypted by n8n itself. */
export interface DecryptedCredential {
	id: string;
	name: string;
	type: string;
	data: IDataObject & { oauthTokenData?: IDataObject };
}

/** How a command of n8n's ended. */
export interface CliResult {
	code: number;
	stdout: string;
	stderr: string;
}

/** n8n's command line with the settings of an n8n that may be running. */
export class N8nCommandLine {
	constructor(
		private readonly install: N8nInstall,
		private readonly env: Record<string, string>,
	) {}

	/** For instance `['execute', '--id', id]`. */
	async run(args: string[]): Promise<CliResult> {
		const { node24, n8nBin } = this.install;
		// The running n8n holds its own broker port.
		const brokerPort = String(await findQuietPort());
		const env = cleanEnvironment({ ...this.env, N8N_RUNNERS_BROKER_PORT: brokerPort });
		const result = await runCommand(node24, [n8nBin, ...args], { env, timeoutMs: CLI_TIMEOUT_MS });
		return { ...result, code: result.code ?? 1 };
	}

	async exportCredentials(): Promise<DecryptedCredential[]> {
		const folder = await mkdtemp(join(tmpdir(), 'n8n-credentials-'));
		const file = join(folder, 'credentials.json');
		try {
			await runOrThrow(
				this.install.node24,
				[this.install.n8nBin, 'export:credentials', '--all', '--decrypted', `--output=${file}`],
				'n8n did not export its credentials.',
				{ env: cleanEnvironment(this.env), timeoutMs: CLI_TIMEOUT_MS },
			);
			return JSON.parse(await readFile(file, 'utf8')) as DecryptedCredential[];
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	}
}
