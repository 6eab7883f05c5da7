/* eslint-disable @n8n/community-nodes/no-restricted-globals
   -- benchmarks run in plain Node */
const SAMPLE_INTERVAL_MS = 20;
const SETTLE_MS = 300;

/** What a piece of work cost the process that did it. */
export interface Measurement {
	readonly seconds: number;
	readonly cpuSeconds: number;
	/** Highest resident memory during the work above that of the idle process. */
	readonly peakBytes: number;
	/** What the heap keeps of the work after garbage collection, or less than nothing. */
	readonly keptBytes: number;
}

/** Resident memory of this process after it has come to rest. */
export async function readIdleMemory(): Promise<number> {
	global.gc?.();
	await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
	return process.memoryUsage.rss();
}

export async function measure(idleBytes: number, work: () => Promise<void>): Promise<Measurement> {
	global.gc?.();
	const heapBefore = process.memoryUsage().heapUsed;
	let peakBytes = 0;
	const sample = () => (peakBytes = Math.max(peakBytes, process.memoryUsage.rss()));
	const sampler = setInterval(sample, SAMPLE_INTERVAL_MS);
	const cpuBefore = process.cpuUsage();
	const startedAt = performance.now();
	await work();
	const seconds = (performance.now() - startedAt) / 1_000;
	const cpu = process.cpuUsage(cpuBefore);
	clearInterval(sampler);
	sample();
	global.gc?.();
	return {
		seconds,
		cpuSeconds: (cpu.user + cpu.system) / 1_000_000,
		peakBytes: peakBytes - idleBytes,
		keptBytes: process.memoryUsage().heapUsed - heapBefore,
	};
}
