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
import { measure, readIdleMemory } from './resources';
import { STRATEGIES, type StrategyName } from './strategies';

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

main().catch((error: Error & { description?: string }) => {
	const text = [error.name, error.message, error.description].filter(Boolean).join(': ');
	process.send?.({ error: text }, () => process.exit(1));
});
