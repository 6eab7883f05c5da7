/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console
   -- benchmarks run in plain Node and print */
/**
 * `npm run bench`: see README.md. Writes results.json and prints the tables. `npm run bench -- uploads`, `-- batches`,
 * `-- load`, `-- pictures` or `-- webhooks` measures only that and keeps the rest of results.json.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writePaddedMp4 } from '../test/support/video';
import { firstMessage, startProcess } from './childProcess';
import type { BatchResult } from './batches';
import type { PictureResult } from './pictures';
import { measureLoading, type LoadResult } from './loading';
import {
	printBatches,
	printLoading,
	printPictures,
	printTables,
	printWebhooks,
	type BenchResult,
	type Network,
} from './report';
import type { Measurement } from './resources';
import { median } from './median';
import type { StrategyName } from './strategies';
import type { WebhookResult } from './webhooks';

const BYTES_PER_MB = 1_000_000;
const LOOPBACK_SIZES = [64, 512, 2_000, 4_000].map((megabytes) => megabytes * BYTES_PER_MB);
const LOOPBACK_STRATEGIES: StrategyName[] = [
	'raw',
	'node',
	'node-safe',
	'http-request',
	'in-memory',
];
const CUTS = 6;
const CUT_SIZE = 1_000 * BYTES_PER_MB;
const BATCHES: readonly (readonly [BatchResult['limits'], number])[] = [
	['tiktok', 1],
	['tiktok', 20],
	['tiktok', 200],
	['off', 1],
	['off', 20],
	['off', 200],
];
const LINK_SIZE = 200 * BYTES_PER_MB;
const LINK_STRATEGIES: StrategyName[] = ['raw-one-put', 'node', 'node-safe'];
/** Each figure is the median of this many runs, the strategies taking turns. */
const ROUNDS = 3;

interface Endpoint {
	readonly tlsPort: number;
	readonly proxyUrl: string;
}

interface Sink extends Endpoint {
	readonly caFile: string;
}

const RESULTS_FILE = path.join(__dirname, 'results.json');

async function main(): Promise<void> {
	const [, , only] = process.argv;
	const report = JSON.parse(readFileSync(RESULTS_FILE, 'utf8')) as Report;
	const machine = describeMachine();
	for (const [part, measurePart] of Object.entries(PARTS)) {
		if (only === undefined || only === part) Object.assign(report, await measurePart(machine));
	}
	writeFileSync(RESULTS_FILE, `${JSON.stringify(report, null, '\t')}\n`);
}

/** What results.json holds. */
interface Report {
	machine: object;
	results: BenchResult[];
	webhooks?: Part<WebhookResult>;
	pictures?: Part<PictureResult>;
	batches?: Part<BatchResult>;
	load?: Part<LoadResult>;
}

interface Part<T> {
	machine: object;
	results: T[];
}

const PARTS: Readonly<Record<string, (machine: object) => Promise<Partial<Report>>>> = {
	async webhooks(machine) {
		const results = await firstMessage<WebhookResult[]>(startProcess('webhooks.ts', []));
		printWebhooks(results);
		return { webhooks: { machine, results } };
	},
	async pictures(machine) {
		const results = await firstMessage<PictureResult[]>(startProcess('pictures.ts', []));
		printPictures(results);
		return { pictures: { machine, results } };
	},
	async load(machine) {
		const results = await measureLoading();
		printLoading(results);
		return { load: { machine, results } };
	},
	async batches(machine) {
		const results = await measureBatches();
		printBatches(results);
		return { batches: { machine, results } };
	},
	async uploads(machine) {
		const results = await measureUploads();
		printTables(results);
		return { machine, results };
	},
};

async function measureBatches(): Promise<BatchResult[]> {
	const sinkProcess = startProcess('sink.ts', []);
	const { tlsPort, proxyUrl, caFile } = await firstMessage<Sink>(sinkProcess);
	const results: BatchResult[] = [];
	for (const [limits, items] of BATCHES) {
		console.error(`batch of ${items}, limits ${limits} …`);
		const child = startProcess('batches.ts', [String(items)], {
			BENCH_LIMITS: limits,
			BENCH_PROXY: proxyUrl,
			BENCH_CA: caFile,
			BENCH_TLS_PORT: String(tlsPort),
		});
		const result = await firstMessage<BatchResult | { error: string }>(child);
		if ('error' in result) throw new Error(result.error);
		results.push(result);
	}
	sinkProcess.disconnect();
	return results;
}

async function measureUploads(): Promise<BenchResult[]> {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'tiktok-post-bench-'));
	const sinkProcess = startProcess('sink.ts', []);
	const sink = await firstMessage<Sink>(sinkProcess);
	const linkProcess = startProcess('link.ts', [String(sink.tlsPort)]);
	const link = { ...(await firstMessage<Endpoint>(linkProcess)), caFile: sink.caFile };
	const cuttingProcess = startProcess('sink.ts', [String(CUTS)]);
	const cuttingSink = await firstMessage<Sink>(cuttingProcess);
	const results: BenchResult[] = [];
	try {
		for (const size of LOOPBACK_SIZES) {
			results.push(...(await compare('loopback', size, LOOPBACK_STRATEGIES, sink, folder)));
		}
		results.push(...(await compare('loopback', CUT_SIZE, ['node'], sink, folder)));
		results.push(...(await compare('cut', CUT_SIZE, ['node'], cuttingSink, folder)));
		results.push(...(await compare('link', LINK_SIZE, LINK_STRATEGIES, link, folder)));
	} finally {
		sinkProcess.disconnect();
		cuttingProcess.disconnect();
		linkProcess.disconnect();
		rmSync(folder, { recursive: true, force: true });
	}
	return results;
}

async function compare(
	network: Network,
	bytes: number,
	strategies: readonly StrategyName[],
	sink: Sink,
	folder: string,
): Promise<BenchResult[]> {
	const file = path.join(folder, 'video.mp4');
	await writePaddedMp4(file, bytes);
	const runs = new Map<StrategyName, (Measurement | { error: string })[]>();
	for (let round = 0; round < ROUNDS; round++) {
		for (const strategy of strategies) {
			console.error(
				`${network}, ${bytes / BYTES_PER_MB} MB, ${strategy}, run ${round + 1} of ${ROUNDS} …`,
			);
			const outcome = await measureOnce(strategy, file, sink);
			runs.set(strategy, [...(runs.get(strategy) ?? []), outcome]);
		}
	}
	return strategies.map((strategy) =>
		summarise(network, bytes, strategy, runs.get(strategy) ?? []),
	);
}

async function measureOnce(
	strategy: StrategyName,
	file: string,
	{ tlsPort, proxyUrl, caFile }: Sink,
): Promise<Measurement | { error: string }> {
	const child = startProcess('measured.ts', [strategy, file, String(tlsPort)], {
		BENCH_PROXY: proxyUrl,
		BENCH_CA: caFile,
	});
	return await firstMessage<Measurement | { error: string }>(child);
}

function summarise(
	network: Network,
	bytes: number,
	strategy: StrategyName,
	runs: readonly (Measurement | { error: string })[],
): BenchResult {
	const failed = runs.find((run) => 'error' in run);
	if (failed !== undefined && 'error' in failed)
		return { network, bytes, strategy, error: failed.error };
	const measured = runs as Measurement[];
	return {
		network,
		bytes,
		strategy,
		seconds: median(measured.map((run) => run.seconds)),
		cpuSeconds: median(measured.map((run) => run.cpuSeconds)),
		peakBytes: median(measured.map((run) => run.peakBytes)),
	};
}

function describeMachine(): object {
	return {
		node: process.version,
		platform: `${os.platform()} ${os.release()} ${os.arch()}`,
		cpus: `${os.cpus().length} × ${os.cpus()[0]?.model ?? 'unknown'}`,
		memoryGiB: Math.round(os.totalmem() / 2 ** 30),
		commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: __dirname })
			.toString()
			.trim(),
	};
}

void main();
