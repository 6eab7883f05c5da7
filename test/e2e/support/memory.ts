/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests look into n8n's process; they are never shipped */

import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';

const KB_PER_MB = 1000;
const RESET_PEAK = '5';
const MOST_ROUNDS = 6;

/** Whether this system tells a process's peak memory: Linux does. */
export const CAN_MEASURE_MEMORY = existsSync('/proc/self/clear_refs');

/** What a process took while something was done. */
export interface MemoryUse {
	/** Resident memory before, in MB. */
	idle: number;
	/** The most that it rose above that, in MB. */
	rise: number;
}

/** Measures the resident memory of a process while `work` is done. */
export async function measureMemory(pid: number, work: () => Promise<void>): Promise<MemoryUse> {
	await writeFile(`/proc/${pid}/clear_refs`, RESET_PEAK);
	const idle = await readMegabytes(pid, 'VmRSS');
	await work();
	const peak = await readMegabytes(pid, 'VmHWM');
	return { idle, rise: peak - idle };
}

/**
 * Measures up to six times, until the rise is within the limit: what a busy process has to collect only adds to it, so
 * the smallest rise tells.
 *
 * @returns what was measured, the one with the smallest rise first
 */
export async function measureUntilWithin(
	limitMb: number,
	measure: () => Promise<MemoryUse>,
): Promise<[MemoryUse, ...MemoryUse[]]> {
	const uses: [MemoryUse, ...MemoryUse[]] = [await measure()];
	while (uses[0].rise > limitMb && uses.length < MOST_ROUNDS) {
		uses.push(await measure());
		uses.sort((one, other) => one.rise - other.rise);
	}
	return uses;
}

export function describeUse({ idle, rise }: MemoryUse): string {
	return `up to ${rise} MB above ${idle} MB`;
}

async function readMegabytes(pid: number, field: 'VmRSS' | 'VmHWM'): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	const kilobytes = Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]);
	return Math.round(kilobytes / KB_PER_MB);
}
