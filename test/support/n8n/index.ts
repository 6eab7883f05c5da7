/* eslint-disable @n8n/community-nodes/no-restricted-globals,
   @n8n/community-nodes/no-restricted-imports,
   @n8n/community-nodes/require-node-api-error
   -- test support starts real processes; it is never shipped */

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { installCommunityPackage } from './communityPackage';
import { containerNameOf, ensureImage, removeContainer, type N8nImage } from './image';
import { ensureN8nInstalled, type N8nInstall, type ProgressListener } from './install';
import {
	buildN8nEnvironment,
	filesFolder,
	type N8nSettings,
	type SimulatorRouting,
} from './n8nEnvironment';
import { N8nCommandLine, type CliResult, type DecryptedCredential } from './n8nCommandLine';
import { startN8nProcess } from './n8nProcess';
import { N8nRestClient } from './n8nRestClient';
import { packPackage } from './packPackage';
import { findQuietPort } from './ports';
import type { SupervisedProcess } from './supervisedProcess';

export type { ConsentChoice, ConsentResult } from './consent';
export { installCommunityPackage, packageFolderOf } from './communityPackage';
export { ensureN8nInstalled, type N8nInstall } from './install';
export type { DecryptedCredential } from './n8nCommandLine';
export { filesFolder, type SimulatorRouting } from './n8nEnvironment';
export {
	executionError,
	OWNER,
	outputItems,
	type Execution,
	type N8nRestClient,
	type WorkflowJson,
} from './n8nRestClient';
export { packPackage } from './packPackage';
export { findQuietPort } from './ports';
export { defaultVersion, isDefaultVersion } from './recipe';
export { cleanEnvironment, runOrThrow } from './runCommand';

/** How to start an n8n with this package in it. */
export interface StartN8nOptions {
	simulator: SimulatorRouting;
	/** Keeps n8n's database, key and files; a new temporary folder if left out, removed by `stop()`. */
	userFolder?: string;
	/** Port of editor, REST and webhooks; any free one if left out. */
	port?: number;
	/** More settings for n8n, stronger than the harness's own. */
	env?: Record<string, string>;
	/** The packed package; built and packed from the working tree if left out. */
	packageTarball?: string;
	/** Brings the packed package into the user folder; as n8n itself does it if left out. */
	installPackage?: (userFolder: string, tarball: string) => Promise<void>;
}

/** A real n8n that this package is installed in. */
export interface RunningN8n {
	/** Editor and REST. */
	url: string;
	/** Of n8n, such as "2.41.1". */
	version: string;
	/** Base of production webhooks: `${webhookUrl}/<path>`. */
	webhookUrl: string;
	userFolder: string;
	/** Where "Read/Write Files from Disk" may read and write. */
	filesFolder: string;
	rest: N8nRestClient;
	/** Everything n8n printed since the start, restarts included. */
	logs(): string;
	/** Process id of n8n itself; a new one after a restart. */
	readonly pid: number;
	/** Stops in order; a temporary user folder is removed. */
	stop(): Promise<void>;
	/** SIGKILL to n8n and its task runner; the user folder stays for a `restart()`. */
	kill(): Promise<void>;
	/** Stops if it runs, and starts again on the same folder and port. */
	restart(): Promise<void>;
	/** Runs n8n's command line on the same user folder, e.g. `['execute', '--id', id]`. */
	cli(args: string[]): Promise<CliResult>;
	exportCredentials(): Promise<DecryptedCredential[]>;
}

/** The n8n that `N8N_IMAGE` names, or else the installed one of {@link ensureN8nInstalled}. */
export async function ensureN8n(onProgress?: ProgressListener): Promise<N8nInstall | N8nImage> {
	const image = process.env.N8N_IMAGE;
	return image ? await ensureImage(image) : await ensureN8nInstalled(onProgress);
}

/**
 * Starts a real n8n with the packed package installed as n8n installs community packages, an owner
 * who is set up and logged in, and TikTok's host names routed to the simulator.
 */
export async function startN8n(options: StartN8nOptions): Promise<RunningN8n> {
	const program = await ensureN8n();
	const tarball = options.packageTarball ?? (await packPackage());
	const userFolder = options.userFolder ?? (await mkdtemp(join(tmpdir(), 'n8n-tiktok-')));
	await mkdir(filesFolder(userFolder), { recursive: true });
	await (options.installPackage ?? installCommunityPackage)(userFolder, tarball);
	const port = options.port ?? (await findQuietPort());
	const env = {
		...buildN8nEnvironment({
			simulator: options.simulator,
			userFolder,
			port,
			brokerPort: await findQuietPort(),
		}),
		...options.env,
	};
	const instance = new N8nInstance(program, env, {
		url: `http://127.0.0.1:${port}`,
		userFolder,
		isTemporary: options.userFolder === undefined,
		simulator: options.simulator,
	});
	try {
		await instance.start();
	} catch (error) {
		await instance.stop();
		throw error;
	}
	return instance;
}

interface InstanceSettings {
	url: string;
	userFolder: string;
	isTemporary: boolean;
	simulator: SimulatorRouting;
}

class N8nInstance implements RunningN8n {
	readonly url: string;

	readonly version: string;

	readonly webhookUrl: string;

	readonly userFolder: string;

	readonly filesFolder: string;

	readonly rest: N8nRestClient;

	private output = '';

	private process: SupervisedProcess | undefined;

	private readonly commandLine: N8nCommandLine | undefined;

	constructor(
		private readonly program: N8nInstall | N8nImage,
		private readonly env: N8nSettings,
		private readonly settings: InstanceSettings,
	) {
		this.url = settings.url;
		this.version = program.version;
		this.webhookUrl = `${settings.url}/webhook`;
		this.userFolder = settings.userFolder;
		this.filesFolder = filesFolder(settings.userFolder);
		this.rest = new N8nRestClient(settings.url, settings.simulator);
		if ('node24' in program) this.commandLine = new N8nCommandLine(program, env);
	}

	get pid(): number {
		if (!this.process) throw new Error('n8n is not running');
		return this.process.pid;
	}

	logs(): string {
		return this.output;
	}

	async start(): Promise<void> {
		this.process = await startN8nProcess({
			program: this.program,
			env: this.env,
			url: this.url,
			onOutput: (text) => (this.output += text),
		});
		await this.rest.logIn();
	}

	async stop(): Promise<void> {
		await this.process?.stop();
		this.process = undefined;
		if (this.settings.isTemporary) await rm(this.userFolder, { recursive: true, force: true });
	}

	async kill(): Promise<void> {
		await this.process?.kill();
		this.process = undefined;
		if ('image' in this.program) await removeContainer(containerNameOf(this.url));
	}

	async restart(): Promise<void> {
		await this.process?.stop();
		await this.start();
	}

	async cli(args: string[]): Promise<CliResult> {
		return await this.requireCommandLine().run(args);
	}

	async exportCredentials(): Promise<DecryptedCredential[]> {
		return await this.requireCommandLine().exportCredentials();
	}

	private requireCommandLine(): N8nCommandLine {
		if (this.commandLine) return this.commandLine;
		throw new Error('The command line of an n8n in a container is out of reach');
	}
}
