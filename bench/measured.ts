/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals
   -- benchmarks run in plain Node */
/**
 * One measurement, in a process of its own: `measured.ts <strategy> <file> <TLS port>`, with the proxy
 * and the certificate in BENCH_PROXY and BENCH_CA.
 * Sends the result to its parent.
 */
import { createReadStream } from 'node:fs';
import { openBinaryStorage } from '../test/support/node/binaryStorage';
import { routeInProcess } from '../test/support/routing';
import { SAMPLE_MP4_PATH } from '../test/support/video';
import { STRATEGIES, type StrategyName } from './strategies';

const SAMPLE_INTERVAL_MS = 20;
const SETTLE_MS = 300;

/** What one upload cost the process that made it. */
export interface Measurement {
	readonly seconds: number;
	readonly cpuSeconds: number;
	/** Highest resident memory during the upload above that of the idle process, before it ever sent anything. */
	readonly peakBytes: number;
}

async function main(): Promise<void> {
	const [, , strategy = '', file = '', tlsPort = ''] = process.argv;
	const storage = await openBinaryStorage();
	const item = await storage.store(createReadStream(file));
	const send = STRATEGIES[strategy as StrategyName];
	const idleBytes = await readIdleMemory();
	routeInProcess({ proxyUrl: process.env.BENCH_PROXY ?? '', caFile: process.env.BENCH_CA ?? '' });
	// Once with a small file, so that the time of loading and compiling code counts for nobody.
	await send(await storage.store(createReadStream(SAMPLE_MP4_PATH)), Number(tlsPort));
	const result = await measure(idleBytes, async () => await send(item, Number(tlsPort)));
	await storage.close();
	process.send?.(result, () => process.exit(0));
}

async function readIdleMemory(): Promise<number> {
	global.gc?.();
	await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
	return process.memoryUsage.rss();
}

async function measure(idleBytes: number, work: () => Promise<void>): Promise<Measurement> {
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
	return {
		seconds,
		cpuSeconds: (cpu.user + cpu.system) / 1_000_000,
		peakBytes: peakBytes - idleBytes,
	};
}

main().catch((error: Error & { description?: string }) => {
	const text = [error.name, error.message, error.description].filter(Boolean).join(': ');
	process.send?.({ error: text }, () => process.exit(1));
});
