/* eslint-disable no-console -- benchmarks print */
import Table from 'cli-table3';
import type { BatchResult } from './batches';
import type { LoadResult } from './loading';
import type { PictureResult } from './pictures';
import type { StrategyName } from './strategies';
import type { WebhookResult } from './webhooks';

const BYTES_PER_KB = 1_000;
const BYTES_PER_MB = 1_000_000;
const BYTES_PER_GB = 1_000_000_000;

/** What lies between n8n and the far end; `cut` is loopback that ends six connections in the middle of a chunk. */
export type Network = 'loopback' | 'cut' | 'link';

/** What one strategy did with one file; `error` when it could not do it at all. */
export interface BenchResult {
	readonly network: Network;
	readonly bytes: number;
	readonly strategy: StrategyName;
	readonly seconds?: number;
	readonly cpuSeconds?: number;
	readonly peakBytes?: number;
	readonly error?: string;
}

/** Prints a table per network and size, each strategy beside the first one of it. */
export function printTables(results: readonly BenchResult[]): void {
	for (const group of groupRuns(results)) {
		const [reference] = group;
		if (reference === undefined) continue;
		const title = `${reference.network}, ${reference.bytes / BYTES_PER_MB} MB`;
		const table = new Table({
			head: [title, 'MB/s', `speed ÷ ${reference.strategy}`, 'CPU s/GB', 'peak MB above idle'],
		});
		table.push(...group.map((result) => describe(result, reference)));
		console.log(table.toString());
	}
}

/** Prints what each kind of webhook costs, beside the one that is taken unseen. */
export function printWebhooks(results: readonly WebhookResult[]): void {
	const table = new Table({ head: ['webhook', 'ms', '÷ plain', 'credential reads'] });
	table.push(
		...results.map(({ webhook, msPerRequest, ratio, credentialReadsPerRequest }) => [
			webhook,
			msPerRequest.toFixed(3),
			ratio.toFixed(2),
			String(credentialReadsPerRequest),
		]),
	);
	console.log(table.toString());
}

/** Prints how long batches take, beside what TikTok's limits or plain Node make possible. */
export function printBatches(results: readonly BatchResult[]): void {
	const table = new Table({
		head: ['items', 'limits', 'seconds', 'least possible', 'peak MB above idle', 'MB kept'],
	});
	table.push(
		...results.map(({ items, limits, seconds, leastSeconds, peakBytes, keptBytes }) => [
			String(items),
			limits,
			seconds.toFixed(1),
			leastSeconds.toFixed(1),
			(peakBytes / BYTES_PER_MB).toFixed(0),
			(keptBytes / BYTES_PER_MB).toFixed(1),
		]),
	);
	console.log(table.toString());
}

/** Prints what n8n spends on loading the package. */
export function printLoading(results: readonly LoadResult[]): void {
	const table = new Table({ head: ['package', 'files', 'ms', 'MB of heap'] });
	table.push(
		...results.map(({ form, files, milliseconds, heapBytes }) => [
			form,
			String(files),
			milliseconds.toFixed(1),
			(heapBytes / BYTES_PER_MB).toFixed(2),
		]),
	);
	console.log(table.toString());
}

/** Prints how each picture is made into a JPEG, the node beside libjpeg. */
export function printPictures(results: readonly PictureResult[]): void {
	const head = ['picture', 'PNG kB', 'encoder', 'ms', 'longest stall', 'JPEG kB', 'likeness'];
	const table = new Table({ head });
	const inKb = (bytes: number) => (bytes / BYTES_PER_KB).toFixed(0);
	table.push(
		...results.map(
			({ picture, pngBytes, encoder, milliseconds, longestStallMs, jpegBytes, likeness }) => [
				...[picture, inKb(pngBytes), encoder, milliseconds.toFixed(0), longestStallMs.toFixed(0)],
				...[inKb(jpegBytes), likeness.toFixed(4)],
			],
		),
	);
	console.log(table.toString());
}

function groupRuns(results: readonly BenchResult[]): BenchResult[][] {
	const groups = new Map<string, BenchResult[]>();
	for (const result of results) {
		const key = `${result.network} ${result.bytes}`;
		groups.set(key, [...(groups.get(key) ?? []), result]);
	}
	return [...groups.values()];
}

function describe(result: BenchResult, reference: BenchResult): string[] {
	const { strategy, seconds, cpuSeconds = NaN, peakBytes = NaN, bytes, error } = result;
	if (seconds === undefined) return [strategy, `failed: ${error ?? 'unknown'}`, '', '', ''];
	return [
		strategy,
		(bytes / BYTES_PER_MB / seconds).toFixed(1),
		((reference.seconds ?? NaN) / seconds).toFixed(2),
		(cpuSeconds / (bytes / BYTES_PER_GB)).toFixed(2),
		(peakBytes / BYTES_PER_MB).toFixed(0),
	];
}
