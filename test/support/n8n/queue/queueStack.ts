/* eslint-disable @n8n/community-nodes/no-restricted-imports,
   @n8n/community-nodes/require-node-api-error
   -- test support starts real processes; it is never shipped */

import { rm } from 'node:fs/promises';

import type { RunningN8n } from '..';
import { N8nCommandLine, type CliResult, type DecryptedCredential } from '../n8nCommandLine';
import { N8nRestClient } from '../n8nRestClient';
import type { N8nMember } from './n8nMember';
import type { PostgresServer } from './postgres';
import { prepareStack, type StackParts, type StartQueueOptions } from './prepareStack';
import type { RedisServer } from './redis';
import type { StackMember } from './stackMember';

export type { StartQueueOptions } from './prepareStack';

/**
 * Starts an n8n in queue mode with the packed package in each of its processes: Postgres, Redis, one
 * main, two webhook processors and three workers, all on loopback, with TikTok's host names routed to
 * the simulator. An owner is set up and logged in.
 */
export async function startQueueStack(options: StartQueueOptions): Promise<QueueStack> {
	const parts = await prepareStack(options);
	const stack = new QueueStack(parts, options);
	try {
		await stack.start();
	} catch (error) {
		await stack.kill();
		throw error;
	}
	return stack;
}

/** A running n8n in queue mode. Each process can be stopped, killed and started again by itself. */
export class QueueStack implements RunningN8n {
	readonly main: N8nMember;

	readonly webhookProcessors: readonly N8nMember[];

	readonly workers: readonly N8nMember[];

	readonly postgres: PostgresServer;

	readonly redis: RedisServer;

	readonly url: string;

	readonly version: string;

	readonly userFolder: string;

	readonly filesFolder: string;

	readonly rest: N8nRestClient;

	private readonly commandLine: N8nCommandLine;

	private restingWorkers: readonly N8nMember[] = [];

	constructor(
		private readonly parts: StackParts,
		{ simulator }: StartQueueOptions,
	) {
		const { members, postgres, redis, install, folder, filesFolder } = parts;
		this.main = members.main;
		this.webhookProcessors = members.webhookProcessors;
		this.workers = members.workers;
		this.postgres = postgres;
		this.redis = redis;
		this.url = this.main.url;
		this.version = install.version;
		this.userFolder = folder;
		this.filesFolder = filesFolder;
		this.rest = new N8nRestClient(this.url, simulator);
		this.commandLine = new N8nCommandLine(install, parts.environmentOf(this.main.name));
	}

	/** Of the first processor; each has its own. */
	get webhookUrl(): string {
		return this.webhookProcessors[0]?.webhookUrl ?? this.main.webhookUrl;
	}

	/** Of the main process. */
	get pid(): number {
		return this.main.pid;
	}

	/** Every process of n8n's. */
	get n8nMembers(): readonly N8nMember[] {
		return [this.main, ...this.webhookProcessors, ...this.workers];
	}

	logs(): string {
		return this.n8nMembers.map((member) => member.logs()).join('\n');
	}

	/** Starts whatever is not running, but for workers that {@link keepWorkers} keeps out. */
	async start(): Promise<void> {
		await Promise.all([this.postgres.member.start(), this.redis.member.start()]);
		// Only the main process may bring the database up to date.
		await this.main.start();
		const members = this.n8nMembers.filter((member) => !this.restingWorkers.includes(member));
		await Promise.all(members.map(async (member) => await member.start()));
		await this.rest.logIn();
	}

	/** Runs so many workers only, until the next call of this. */
	async keepWorkers(count: number): Promise<void> {
		this.restingWorkers = this.workers.slice(count);
		await stopAll(this.restingWorkers);
		await this.start();
	}

	/** Stops all in order and removes their files. */
	async stop(): Promise<void> {
		await stopAll(this.n8nMembers);
		await stopAll([this.redis.member, this.postgres.member]);
		await this.removeFiles();
	}

	/** SIGKILL to all; files of a stack that was given its folder stay. */
	async kill(): Promise<void> {
		const all = [...this.n8nMembers, this.redis.member, this.postgres.member];
		await Promise.all(all.map(async (member) => await member.kill()));
		await this.removeFiles();
	}

	/** Stops n8n's processes and starts them again, with more settings where some are given. */
	async restart(env: Record<string, string> = {}): Promise<void> {
		await stopAll(this.n8nMembers);
		this.parts.changeSettings(env);
		await this.start();
	}

	/** The workers that took an execution up: none yet, one, or several where one died. */
	workersOf(executionId: string): N8nMember[] {
		return this.workers.filter((worker) => worker.hasRun(executionId));
	}

	async cli(args: string[]): Promise<CliResult> {
		return await this.commandLine.run(args);
	}

	async exportCredentials(): Promise<DecryptedCredential[]> {
		return await this.commandLine.exportCredentials();
	}

	private async removeFiles(): Promise<void> {
		if (this.parts.isTemporary) await rm(this.userFolder, { recursive: true, force: true });
	}
}

async function stopAll(members: readonly StackMember[]): Promise<void> {
	await Promise.all(members.map(async (member) => await member.stop()));
}
