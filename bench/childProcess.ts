/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals
   -- benchmarks run in plain Node */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** Starts a file of this folder as a process; it ends when this one does. */
export function startProcess(
	file: string,
	args: readonly string[],
	environment: Readonly<Record<string, string>> = {},
): ChildProcess {
	return fork(path.join(__dirname, file), args, {
		execArgv: [
			'--expose-gc',
			...(file.endsWith('.ts') ? ['--require', require.resolve('tsx/cjs')] : []),
		],
		env: { ...process.env, ...environment },
	});
}

/** The first message of a process. Fails when it ends without one. */
export async function firstMessage<T>(child: ChildProcess): Promise<T> {
	const ended = once(child, 'exit').then(([code]) => {
		throw new Error(`${child.spawnargs.at(-1)} ended with code ${String(code)} and no result`);
	});
	const [message] = (await Promise.race([once(child, 'message'), ended])) as [T];
	return message;
}
