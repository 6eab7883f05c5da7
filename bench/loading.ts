/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals
   -- benchmarks run in plain Node */
/** What loading the package costs n8n when it starts: as it ships, and with a script for each source. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { bundleDist } from '../scripts/bundleDist.cjs';
import { firstMessage, startProcess } from './childProcess';
import { median } from './median';

const ROOT = path.join(__dirname, '..');
/** Inside the project, so that both find n8n-workflow. */
const FOLDER = path.join(ROOT, '.cache/bench');
const RUNS = 15;

export interface LoadResult {
	readonly form: 'as it ships' | 'a script per source';
	readonly files: number;
	/** Until the classes are constructed, n8n-workflow being loaded before; the median of the runs. */
	readonly milliseconds: number;
	/** What is kept after garbage collection. */
	readonly heapBytes: number;
}

/** What one process measured. */
export type Loading = Pick<LoadResult, 'milliseconds' | 'heapBytes'>;

export async function measureLoading(): Promise<LoadResult[]> {
	rmSync(FOLDER, { recursive: true, force: true });
	mkdirSync(FOLDER, { recursive: true });
	for (const source of ['nodes', 'credentials', 'package.json']) {
		cpSync(path.join(ROOT, source), path.join(FOLDER, source), { recursive: true });
	}
	const shipped = path.join(FOLDER, 'dist');
	const single = path.join(FOLDER, 'single');
	await bundleDist(FOLDER);
	const compiler = require.resolve('typescript/bin/tsc');
	execFileSync(process.execPath, [
		compiler,
		'-p',
		ROOT,
		'--outDir',
		single,
		'--incremental',
		'false',
	]);
	const runs = new Map<string, Loading[]>([shipped, single].map((folder) => [folder, []]));
	for (let run = 0; run < RUNS; run++) {
		for (const [folder, measured] of runs) measured.push(await loadOnce(folder));
	}
	const results = [
		summarise('as it ships', shipped, runs.get(shipped) ?? []),
		summarise('a script per source', single, runs.get(single) ?? []),
	];
	rmSync(FOLDER, { recursive: true });
	return results;
}

async function loadOnce(folder: string): Promise<Loading> {
	const { n8n } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[]; credentials: string[] };
	};
	const files = [...n8n.credentials, ...n8n.nodes].map((file) =>
		path.join(folder, file.replace(/^dist\//, '')),
	);
	return await firstMessage<Loading>(startProcess('load.cjs', files));
}

function summarise(form: LoadResult['form'], folder: string, runs: readonly Loading[]): LoadResult {
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
	return {
		form,
		files: files.filter((file) => file.endsWith('.js')).length,
		milliseconds: median(runs.map(({ milliseconds }) => milliseconds)),
		heapBytes: median(runs.map(({ heapBytes }) => heapBytes)),
	};
}
