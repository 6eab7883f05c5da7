/* eslint-disable @n8n/community-nodes/no-dangerous-functions,
   @n8n/community-nodes/no-restricted-globals,
   @n8n/community-nodes/no-restricted-imports
   -- test support starts real processes; it is never shipped */

import { spawn, type ChildProcess } from 'node:child_process';

/** A system user that a process runs as. */
export interface SystemUser {
	uid: number;
	gid: number;
}

/** What a finished command left behind. `code` is null when a signal ended it. */
export interface CommandResult {
	code: number | null;
	stdout: string;
	stderr: string;
}

/** Options of {@link runCommand}. */
export interface CommandOptions {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	/** Kill the command after this long; a command without it may take as long as it likes. */
	timeoutMs?: number;
	/** Who it runs as; whoever runs this if left out. */
	user?: SystemUser;
}

/** How much of each end of a failed command's output goes into the error message. */
const ERROR_OUTPUT_CHARACTERS = 1500;

/**
 * Environment for a child process: the current one without what test runners and npm put there.
 * `NODE_ENV=test` alone makes n8n refuse to load nodes, and npm's settings of one folder must not
 * rule an install in another.
 */
export function cleanEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
	const unwanted = /^(npm_|jest_|n8n_|node_env$|node_options$|node_path$|init_cwd$)/i;
	const kept = Object.entries(process.env).filter(([name]) => !unwanted.test(name));
	return { ...Object.fromEntries(kept), ...extra };
}

const running = new Set<ChildProcess>();

/**
 * Ends every command that {@link runCommand} has under way; for a program that is told to stop.
 * At once: asked politely, npm first takes its time to undo half an installation.
 */
export function stopRunningCommands(): void {
	for (const child of running) child.kill('SIGKILL');
}

/** Runs a command to its end and returns its output; a non-zero exit code is a value, not an error. */
export async function runCommand(
	command: string,
	args: readonly string[],
	options: CommandOptions = {},
): Promise<CommandResult> {
	return await new Promise((resolve, reject) => {
		const child = spawn(command, args, {
			cwd: options.cwd,
			...options.user,
			env: options.env ?? cleanEnvironment(),
			stdio: ['ignore', 'pipe', 'pipe'],
			timeout: options.timeoutMs,
			killSignal: 'SIGKILL',
			// npm is a .cmd file on Windows, which only a shell can start.
			shell: process.platform === 'win32',
		});
		running.add(child);
		child.once('close', () => running.delete(child));
		let stdout = '';
		let stderr = '';
		child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
		child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
		child.once('error', reject);
		child.once('close', (code) => resolve({ code, stdout, stderr }));
	});
}

/** As {@link runCommand}, but a non-zero exit code throws with `advice` and the end of the output. */
export async function runOrThrow(
	command: string,
	args: readonly string[],
	advice: string,
	options: CommandOptions = {},
): Promise<CommandResult> {
	const result = await runCommand(command, args, options);
	if (result.code === 0) return result;
	const output = shorten(`${result.stdout}\n${result.stderr}`.trim());
	throw new Error(
		`"${command} ${args.join(' ')}" failed (exit code ${String(result.code)}). ${advice}\n${output}`,
	);
}

/** The reason stands at the beginning for npm and at the end for most others. */
function shorten(output: string): string {
	if (output.length <= 2 * ERROR_OUTPUT_CHARACTERS) return output;
	return `${output.slice(0, ERROR_OUTPUT_CHARACTERS)}\n…\n${output.slice(-ERROR_OUTPUT_CHARACTERS)}`;
}
