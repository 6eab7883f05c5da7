/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals
   -- benchmarks run in plain Node */
/**
 * One run of TikTok Post: Create with many items, in a process of its own: `batches.ts <items>`. With BENCH_LIMITS=off
 * against the sink, in real time, beside plain Node making the same calls and PUTs; otherwise against the simulator
 * with TikTok's limits, in its time. Sends the result to its parent.
 */
import './batchModules';
import { createReadStream } from 'node:fs';
import type { INodeExecutionData } from 'n8n-workflow';
import { startSimulator } from '../test/simulator';
import { leastBatchMs } from '../test/support/leastTime';
import { openBinaryStorage } from '../test/support/node/binaryStorage';
import { captureLogs } from '../test/support/node/captureLogs';
import { clearDeduplicationStore } from '../test/support/node/deduplicationStore';
import { executeNode } from '../test/support/node/executeNode';
import { createParameters } from '../test/support/node/postStage';
import { connectedCredential } from '../test/support/node/testCredential';
import { useVirtualTime } from '../test/support/node/virtualTime';
import { routeInProcess } from '../test/support/routing';
import { SAMPLE_MP4_PATH } from '../test/support/video';
import { measure, readIdleMemory } from './resources';
import { APP, STRATEGIES, TOKENS } from './strategies';

/** How often TikTok has to be asked before a post is ready. */
const LOOKS_EACH = 6;
const MS_PER_SECOND = 1_000;

export interface BatchResult {
	readonly items: number;
	/** `tiktok`: 6 posts and 30 looks a minute; `off`: none, neither at the far end nor in the node. */
	readonly limits: 'tiktok' | 'off';
	readonly seconds: number;
	/** What the limits leave as possible; without limits, what plain Node takes for the same calls. */
	readonly leastSeconds: number;
	readonly peakBytes: number;
	/** What the heap keeps after garbage collection. */
	readonly keptBytes: number;
}

async function main(): Promise<void> {
	const items = Number(process.argv[2]);
	captureLogs();
	const storage = await openBinaryStorage();
	const store = async () => await storage.store(createReadStream(SAMPLE_MP4_PATH));
	const files = await Promise.all(Array.from({ length: items }, store));
	const isLimited = process.env.BENCH_LIMITS !== 'off';
	const result = isLimited ? await runLimited(files) : await runUnlimited(files, await store());
	await storage.close();
	process.send?.(result, () => process.exit(0));
}

async function runLimited(items: INodeExecutionData[]): Promise<BatchResult> {
	const simulator = await startSimulator({ realClock: false, keepVideos: false });
	Object.assign(simulator.switches, { processingPolls: LOOKS_EACH - 1, postCapPerDay: 1_000_000 });
	routeInProcess(simulator);
	useVirtualTime(simulator.clock);
	const credential = connectedCredential(simulator);
	const begunAt = simulator.clock.now();
	const { peakBytes, keptBytes } = await measure(await readIdleMemory(), async () => {
		await executeNode({ parameters: createParameters(), items, credential });
	});
	const seconds = (simulator.clock.now() - begunAt) / MS_PER_SECOND;
	simulator.expectClean();
	const leastSeconds = leastBatchMs(items.length, LOOKS_EACH) / MS_PER_SECOND;
	return { items: items.length, limits: 'tiktok', seconds, leastSeconds, peakBytes, keptBytes };
}

async function runUnlimited(
	items: INodeExecutionData[],
	first: INodeExecutionData,
): Promise<BatchResult> {
	const { BENCH_PROXY = '', BENCH_CA = '', BENCH_TLS_PORT } = process.env;
	const idleBytes = await readIdleMemory();
	routeInProcess({ proxyUrl: BENCH_PROXY, caFile: BENCH_CA });
	const credential = connectedCredential(APP, TOKENS);
	const post = async (files: INodeExecutionData[]) => {
		await executeNode({ parameters: createParameters(), items: files, credential });
	};
	// Once before, so that the time of loading and compiling code counts for nobody.
	await post([first]);
	const plain = await measure(idleBytes, async () => {
		for (const item of items) await STRATEGIES['raw-with-look'](item, Number(BENCH_TLS_PORT));
	});
	clearDeduplicationStore();
	const { seconds, peakBytes, keptBytes } = await measure(idleBytes, async () => await post(items));
	return {
		items: items.length,
		limits: 'off',
		seconds,
		leastSeconds: plain.seconds,
		peakBytes,
		keptBytes,
	};
}

main().catch((error: Error & { description?: string }) => {
	const text = [error.stack, error.description].filter(Boolean).join(': ');
	process.send?.({ error: text }, () => process.exit(1));
});
