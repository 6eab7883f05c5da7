/* eslint-disable @n8n/community-nodes/no-dangerous-functions,
   @n8n/community-nodes/no-restricted-globals,
   @n8n/community-nodes/no-restricted-imports,
   @n8n/community-nodes/require-node-api-error
   -- test support starts real processes; it is never shipped */

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import axios from 'axios';

import type { N8nInstall } from './install';
import { cleanEnvironment } from './runCommand';

const READY_TIMEOUT_MS = 180_000;
const READY_POLL_MS = 250;
/** n8n gives running executions time to end; after this long a stop becomes a kill. */
const STOP_TIMEOUT_MS = 30_000;
const LOG_TAIL_CHARACTERS = 3000;

interface Exit {
	code: number | null;
	signal: NodeJS.Signals | null;
}

type SupervisorMessage = { pid: number } | { error: string } | { exit: Exit };

/** What one n8n process runs with. */
export interface N8nProcessOptions {
	install: N8nInstall;
	/** Settings for n8n; the process sees nothing else of n8n's, npm's or the test runner's. */
	env: Record<string, string>;
	/** Base URL under which the started n8n answers. */
	url: string;
	/** Receives everything n8n prints. */
	onOutput: (text: string) => void;
}

/** One running `n8n start` together with its task runner, in a process group of its own. */
export class N8nProcess {
	private exit: Exit | undefined;

	private constructor(
		private readonly supervisor: ChildProcess,
		/** Process id of n8n itself. */
		readonly pid: number,
	) {}

	/** Starts n8n and returns when it answers requests; throws with the end of its output if it ends before. */
	static async start(options: N8nProcessOptions): Promise<N8nProcess> {
		const { install, env, onOutput } = options;
		const supervisor = fork(
			join(__dirname, 'supervisor.mjs'),
			[install.node24, install.n8nBin, 'start'],
			{ detached: true, silent: true, execArgv: [], env: cleanEnvironment(env) },
		);
		let tail = '';
		const collect = (chunk: Buffer) => {
			const text = chunk.toString('utf8');
			tail = (tail + text).slice(-LOG_TAIL_CHARACTERS);
			onOutput(text);
		};
		supervisor.stdout?.on('data', collect);
		supervisor.stderr?.on('data', collect);
		const n8n = new N8nProcess(supervisor, await readPid(supervisor));
		supervisor.on('message', (message: SupervisorMessage) => {
			if ('exit' in message) n8n.exit = message.exit;
		});
		try {
			await n8n.waitUntilReady(options.url, () => tail);
		} catch (error) {
			await n8n.kill();
			throw error;
		}
		return n8n;
	}

	/** Asks n8n to stop and waits for it; running executions get n8n's usual time to end. */
	async stop(): Promise<void> {
		if (this.hasEnded()) return;
		this.supervisor.kill('SIGTERM');
		const timeout = new AbortController();
		await Promise.race([
			this.waitForEnd(),
			sleep(STOP_TIMEOUT_MS, undefined, { signal: timeout.signal }).catch(() => undefined),
		]);
		timeout.abort();
		await this.kill();
	}

	/** Ends n8n and its task runner at once, as a power cut would. */
	async kill(): Promise<void> {
		if (this.hasEnded()) return;
		const ended = this.waitForEnd();
		const { pid } = this.supervisor;
		if (pid === undefined) return;
		try {
			if (process.platform === 'win32') this.supervisor.kill('SIGKILL');
			else process.kill(-pid, 'SIGKILL');
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
		}
		await ended;
	}

	private hasEnded(): boolean {
		return this.supervisor.exitCode !== null || this.supervisor.signalCode !== null;
	}

	private async waitForEnd(): Promise<void> {
		if (!this.hasEnded()) await once(this.supervisor, 'exit');
	}

	private async waitUntilReady(url: string, readTail: () => string): Promise<void> {
		const deadline = Date.now() + READY_TIMEOUT_MS;
		while (Date.now() < deadline) {
			if (this.exit || this.hasEnded()) {
				throw new Error(`n8n ended while starting. The end of its output:\n${readTail()}`);
			}
			if (await answers(url)) return;
			await sleep(READY_POLL_MS);
		}
		throw new Error(
			`n8n did not answer within ${READY_TIMEOUT_MS / 1000} s. The end of its output:\n${readTail()}`,
		);
	}
}

async function readPid(supervisor: ChildProcess): Promise<number> {
	const [message] = (await once(supervisor, 'message')) as [SupervisorMessage];
	if ('pid' in message) return message.pid;
	throw new Error(`n8n could not be started: ${'error' in message ? message.error : 'it ended'}`);
}

/** The settings are the first thing the editor loads; they answer only once n8n is fully up. */
async function answers(url: string): Promise<boolean> {
	const response = await axios
		.get<{ data?: unknown }>(`${url}/rest/settings`, { proxy: false, validateStatus: () => true })
		.catch(() => undefined);
	return response?.status === 200 && response.data.data !== undefined;
}
