/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console
   -- benchmarks run in plain Node and print */
/**
 * `npm run bench`: see README.md. Writes results.json and prints the tables. `npm run bench -- uploads`,
 * `-- webhooks` or `-- pictures` measures only these and keeps the rest of results.json.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writePaddedMp4 } from '../test/support/video';
import { firstMessage, startProcess } from './childProcess';
import type { Measurement } from './measured';
import type { PictureResult } from './pictures';
import { printPictures, printTables, printWebhooks, type BenchResult } from './report';
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
const LINK_SIZE = 200 * BYTES_PER_MB;
const LINK_STRATEGIES: StrategyName[] = ['raw-one-put', 'node', 'node-safe'];
/** Each figure is the median of this many runs, the strategies taking turns. */
const ROUNDS = 3;

interface Endpoint {
	readonly tlsPort: number;
	readonly proxyUrl: string;
}

const RESULTS_FILE = path.join(__dirname, 'results.json');

async function main(): Promise<void> {
	const [, , only] = process.argv;
	const report = JSON.parse(readFileSync(RESULTS_FILE, 'utf8')) as Report;
	const machine = describeMachine();
	const isWanted = (part: string) => only === undefined || only === part;
	if (isWanted('pictures')) {
		const results = await firstMessage<PictureResult[]>(startProcess('pictures.ts', []));
		report.pictures = { machine, results };
		printPictures(results);
	}
	if (isWanted('webhooks')) {
		const results = await firstMessage<WebhookResult[]>(startProcess('webhooks.ts', []));
		report.webhooks = { machine, results };
		printWebhooks(results);
	}
	if (isWanted('uploads')) {
		const results = await measureUploads();
		Object.assign(report, { machine, results });
		printTables(results);
	}
	writeFileSync(RESULTS_FILE, `${JSON.stringify(report, null, '\t')}\n`);
}

/** What results.json holds. */
interface Report {
	machine: object;
	results: BenchResult[];
	webhooks?: { machine: object; results: WebhookResult[] };
	pictures?: { machine: object; results: PictureResult[] };
}

async function measureUploads(): Promise<BenchResult[]> {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'tiktok-post-bench-'));
	const sinkProcess = startProcess('sink.ts', []);
	const sink = await firstMessage<Endpoint & { caFile: string }>(sinkProcess);
	const linkProcess = startProcess('link.ts', [String(sink.tlsPort)]);
	const link = await firstMessage<Endpoint>(linkProcess);
	const results: BenchResult[] = [];
	try {
		for (const size of LOOPBACK_SIZES) {
			results.push(
				...(await compare('loopback', size, LOOPBACK_STRATEGIES, sink, sink.caFile, folder)),
			);
		}
		results.push(...(await compare('link', LINK_SIZE, LINK_STRATEGIES, link, sink.caFile, folder)));
	} finally {
		sinkProcess.disconnect();
		linkProcess.disconnect();
		rmSync(folder, { recursive: true, force: true });
	}
	return results;
}

async function compare(
	network: BenchResult['network'],
	bytes: number,
	strategies: readonly StrategyName[],
	endpoint: Endpoint,
	caFile: string,
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
			const outcome = await measureOnce(strategy, file, endpoint, caFile);
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
	{ tlsPort, proxyUrl }: Endpoint,
	caFile: string,
): Promise<Measurement | { error: string }> {
	const child = startProcess('measured.ts', [strategy, file, String(tlsPort)], {
		BENCH_PROXY: proxyUrl,
		BENCH_CA: caFile,
	});
	return await firstMessage<Measurement | { error: string }>(child);
}

function summarise(
	network: BenchResult['network'],
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

function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? NaN;
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
