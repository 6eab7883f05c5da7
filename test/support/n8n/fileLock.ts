/* eslint-disable @n8n/community-nodes/no-restricted-globals,
   @n8n/community-nodes/no-restricted-imports,
   @n8n/community-nodes/require-node-api-error
   -- test support starts real processes; it is never shipped */

import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How often a waiting process looks whether the lock is free. */
const POLL_MS = 500;

/**
 * Runs `work` while holding `lockFile`, so that two commands started together do not install into
 * the same folder. A lock whose owner is gone (killed, power cut) is taken over.
 */
export async function withFileLock<T>(lockFile: string, work: () => Promise<T>): Promise<T> {
	await mkdir(dirname(lockFile), { recursive: true });
	while (!(await tryLock(lockFile))) {
		if (!(await ownerIsAlive(lockFile))) await rm(lockFile, { force: true });
		else await sleep(POLL_MS);
	}
	try {
		return await work();
	} finally {
		await rm(lockFile, { force: true });
	}
}

async function tryLock(lockFile: string): Promise<boolean> {
	try {
		const handle = await open(lockFile, 'wx');
		await handle.writeFile(String(process.pid));
		await handle.close();
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	}
}

async function ownerIsAlive(lockFile: string): Promise<boolean> {
	const text = await readFile(lockFile, 'utf8').catch(() => '');
	// An empty file is a lock whose owner is just about to write its process id.
	if (text === '') return await fileWasFilled(lockFile);
	return isAlive(Number(text));
}

async function fileWasFilled(lockFile: string): Promise<boolean> {
	await sleep(POLL_MS);
	return (await readFile(lockFile, 'utf8').catch(() => '')) !== '';
}

/** Whether a process with this id exists. */
export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
