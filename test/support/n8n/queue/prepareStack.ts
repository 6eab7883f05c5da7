/* eslint-disable @n8n/community-nodes/no-restricted-imports,
   @n8n/community-nodes/require-node-api-error
   -- test support starts real processes; it is never shipped */

import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { installCommunityPackage } from '../communityPackage';
import { ensureN8nInstalled, type N8nInstall } from '../install';
import { filesFolder, type SimulatorRouting } from '../n8nEnvironment';
import { packPackage } from '../packPackage';
import { N8nMember } from './n8nMember';
import { findQuietPort } from '../ports';
import { PostgresServer } from './postgres';
import { findQueuePrograms, type QueuePrograms } from './programs';
import { buildQueueEnvironment, type QueueRole } from './queueEnvironment';
import { RedisServer } from './redis';

const KEY_BYTES = 24;
/** Enters of its files what they are called, and lets Postgres's user pass through to its own. */
const PASSABLE = 0o711;

/** How to start an n8n in queue mode with this package in it. */
export interface StartQueueOptions {
	simulator: SimulatorRouting;
	/** Keeps everything; a new temporary folder if left out, removed by `stop()`. */
	userFolder?: string;
	/** Port of the editor; any free one if left out. */
	port?: number;
	/** More settings for each process, stronger than the harness's own. */
	env?: Record<string, string>;
	/** The packed package; built and packed from the working tree if left out. */
	packageTarball?: string;
}

/** n8n's processes of one stack. */
export interface StackMembers {
	main: N8nMember;
	webhookProcessors: N8nMember[];
	workers: N8nMember[];
}

interface Services {
	postgres: PostgresServer;
	redis: RedisServer;
}

interface Settings {
	/** Settings of the process of this name. */
	environmentOf(name: string): Record<string, string>;
	/** Counts from the next start on. */
	changeSettings(added: Record<string, string>): void;
}

/** All that a stack consists of; Postgres and Redis run, n8n's processes do not yet. */
export interface StackParts extends Services, Settings {
	install: N8nInstall;
	folder: string;
	filesFolder: string;
	isTemporary: boolean;
	members: StackMembers;
}

interface MemberPlan {
	name: string;
	role: QueueRole;
	port: number;
	brokerPort: number;
	args?: string[];
}

/** Makes the folders, starts Postgres and Redis, and puts the package where each process looks for it. */
export async function prepareStack(options: StartQueueOptions): Promise<StackParts> {
	const programs = await findQueuePrograms();
	const install = await ensureN8nInstalled();
	const tarball = options.packageTarball ?? (await packPackage());
	const isTemporary = options.userFolder === undefined;
	const folder = options.userFolder ?? (await mkdtemp(join(tmpdir(), 'n8n-tiktok-queue-')));
	try {
		await chmod(folder, PASSABLE);
		await mkdir(filesFolder(folder), { recursive: true });
		const plans = await planMembers(options.port);
		for (const { name } of plans) await installCommunityPackage(join(folder, name), tarball);
		const services = await openServices(programs, folder);
		const settings = makeSettings(plans, options, folder, services);
		const members = makeMembers(install, plans, settings.environmentOf);
		return {
			...{ install, folder, filesFolder: filesFolder(folder), isTemporary, members },
			...services,
			...settings,
		};
	} catch (error) {
		if (isTemporary) await rm(folder, { recursive: true, force: true });
		throw error;
	}
}

async function openServices(programs: QueuePrograms, folder: string): Promise<Services> {
	const redis = await RedisServer.open(programs.redisServer, folder);
	try {
		return { redis, postgres: await PostgresServer.open(programs.postgresFolder, folder) };
	} catch (error) {
		await redis.member.kill();
		throw error;
	}
}

async function planMembers(port: number | undefined): Promise<MemberPlan[]> {
	const names: Array<[name: string, role: QueueRole, args?: string[]]> = [
		['main', 'start'],
		['webhook-1', 'webhook'],
		['webhook-2', 'webhook'],
		['worker-1', 'worker', ['--concurrency=5']],
		['worker-2', 'worker', ['--concurrency=5']],
		['worker-3', 'worker', ['--concurrency=5']],
	];
	const plans: MemberPlan[] = [];
	for (const [name, role, args] of names) {
		const chosen = role === 'start' ? port : undefined;
		plans.push({
			name,
			role,
			args,
			port: chosen ?? (await findQuietPort()),
			brokerPort: await findQuietPort(),
		});
	}
	return plans;
}

function makeSettings(
	plans: readonly MemberPlan[],
	{ simulator, env }: StartQueueOptions,
	folder: string,
	{ postgres, redis }: Services,
): Settings {
	const shared = {
		simulator,
		filesFolder: filesFolder(folder),
		postgresPort: postgres.port,
		redisPort: redis.port,
		encryptionKey: randomBytes(KEY_BYTES).toString('hex'),
		webhookUrl: addressOf(plans, 'webhook'),
		editorUrl: addressOf(plans, 'start'),
	};
	let more = env ?? {};
	return {
		environmentOf: (name) => {
			const plan = plans.find((it) => it.name === name);
			if (!plan) throw new Error(`The stack has no process ${name}`);
			const { port, brokerPort } = plan;
			const own = { userFolder: join(folder, name), port, brokerPort };
			return { ...buildQueueEnvironment({ ...shared, ...own }), ...more };
		},
		changeSettings: (added) => {
			more = { ...more, ...added };
		},
	};
}

function addressOf(plans: readonly MemberPlan[], role: QueueRole): string {
	return `http://127.0.0.1:${plans.find((plan) => plan.role === role)?.port ?? 0}/`;
}

function makeMembers(
	install: N8nInstall,
	plans: readonly MemberPlan[],
	environmentOf: Settings['environmentOf'],
): StackMembers {
	const members = plans.map(
		({ name, role, args, port }) =>
			new N8nMember({ name, role, args, port, install, env: () => environmentOf(name) }),
	);
	const [main, ...others] = members;
	if (!main) throw new Error('A stack needs a main process');
	return {
		main,
		webhookProcessors: others.filter(({ role }) => role === 'webhook'),
		workers: others.filter(({ role }) => role === 'worker'),
	};
}
