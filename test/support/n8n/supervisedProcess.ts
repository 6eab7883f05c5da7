/* eslint-disable @n8n/community-nodes/no-dangerous-functions,
   @n8n/community-nodes/no-restricted-globals,
   @n8n/community-nodes/no-restricted-imports,
   @n8n/community-nodes/require-node-api-error
   -- test support starts real processes; it is never shipped */

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { cleanEnvironment, type SystemUser } from './runCommand';

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

/** What one supervised process runs with. */
export interface SupervisedProcessOptions {
	/** What it is called in messages. */
	name: string;
	command: readonly [string, ...string[]];
	/** Its settings; it sees nothing else of n8n's, npm's or the test runner's. */
	env: Record<string, string>;
	/** Whether it is up and does its work. */
	isReady: () => Promise<boolean>;
	/** Receives everything it prints. */
	onOutput: (text: string) => void;
	/** Who it runs as; whoever runs this if left out. */
	user?: SystemUser;
	/** What asks it to stop; SIGTERM if left out. */
	stopSignal?: NodeJS.Signals;
}

/** One running program together with what it starts itself, in a process group of its own. */
export class SupervisedProcess {
	private exit: Exit | undefined;

	private constructor(
		private readonly options: SupervisedProcessOptions,
		private readonly supervisor: ChildProcess,
		private readonly output: OutputTail,
		/** Process id of the program itself. */
		readonly pid: number,
	) {}

	/** Starts it and returns when it is ready; throws with the end of its output if it ends before. */
	static async start(options: SupervisedProcessOptions): Promise<SupervisedProcess> {
		const { user, name } = options;
		const as = user && { SUPERVISED_UID: String(user.uid), SUPERVISED_GID: String(user.gid) };
		const supervisor = fork(join(__dirname, 'supervisor.mjs'), [...options.command], {
			detached: true,
			silent: true,
			execArgv: [],
			env: cleanEnvironment({ ...options.env, ...as }),
		});
		const output = new OutputTail(options.onOutput);
		supervisor.stdout?.on('data', (chunk: Buffer) => output.add(chunk));
		supervisor.stderr?.on('data', (chunk: Buffer) => output.add(chunk));
		const pid = await readPid(supervisor, name);
		const started = new SupervisedProcess(options, supervisor, output, pid);
		await started.becomeReady();
		return started;
	}

	/** Asks it to stop and waits for it; n8n's running executions get the usual time to end. */
	async stop(): Promise<void> {
		if (this.hasEnded()) return;
		this.signal(this.options.stopSignal ?? 'SIGTERM');
		const timeout = new AbortController();
		await Promise.race([
			this.waitForEnd(),
			sleep(STOP_TIMEOUT_MS, undefined, { signal: timeout.signal }).catch(() => undefined),
		]);
		timeout.abort();
		await this.kill();
	}

	/** Ends it at once, as a power cut would; its supervisor then does so with what it started. */
	async kill(): Promise<void> {
		if (this.hasEnded()) return;
		const ended = this.waitForEnd();
		try {
			if (process.platform === 'win32') this.supervisor.kill('SIGKILL');
			else process.kill(this.pid, 'SIGKILL');
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
		}
		await ended;
	}

	/** False once it has ended, by itself or not. */
	get isRunning(): boolean {
		return this.exit === undefined && !this.hasEnded();
	}

	/** Returns when it does its work; throws if it ends before, or takes minutes. */
	async waitUntilReady(): Promise<void> {
		const { name, isReady } = this.options;
		const deadline = Date.now() + READY_TIMEOUT_MS;
		while (Date.now() < deadline) {
			if (!this.isRunning) {
				throw new Error(
					`${name} ended while starting. The end of its output:\n${this.output.tail}`,
				);
			}
			if (await isReady()) return;
			await sleep(READY_POLL_MS);
		}
		throw new Error(
			`${name} did not answer within ${READY_TIMEOUT_MS / 1000} s. The end of its output:\n${this.output.tail}`,
		);
	}

	private signal(signal: NodeJS.Signals): void {
		if (signal === 'SIGTERM') this.supervisor.kill(signal);
		else process.kill(this.pid, signal);
	}

	private hasEnded(): boolean {
		return this.supervisor.exitCode !== null || this.supervisor.signalCode !== null;
	}

	private async waitForEnd(): Promise<void> {
		if (!this.hasEnded()) await once(this.supervisor, 'exit');
	}

	private async becomeReady(): Promise<void> {
		this.supervisor.on('message', (message: SupervisorMessage) => {
			if ('exit' in message) this.exit = message.exit;
		});
		try {
			await this.waitUntilReady();
		} catch (error) {
			await this.kill();
			throw error;
		}
	}
}

/** Passes on what a process prints, and keeps the end of it. */
class OutputTail {
	tail = '';

	constructor(private readonly onOutput: (text: string) => void) {}

	add(chunk: Buffer): void {
		const text = chunk.toString('utf8');
		this.tail = (this.tail + text).slice(-LOG_TAIL_CHARACTERS);
		this.onOutput(text);
	}
}

async function readPid(supervisor: ChildProcess, name: string): Promise<number> {
	const [message] = (await once(supervisor, 'message')) as [SupervisorMessage];
	if ('pid' in message) return message.pid;
	throw new Error(
		`${name} could not be started: ${'error' in message ? message.error : 'it ended'}`,
	);
}
