/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- runs in Jest on a developer's machine and never ships */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmdirSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findNewestChange, listFiles, ROOT } from './projectFiles';

/** What the build reads: a change in any of these makes `dist` stale. */
const BUILD_INPUTS = [
	'nodes',
	'credentials',
	'icons',
	'gulpfile.js',
	'package.json',
	'tsconfig.json',
];
const LOCK_FOLDER = path.join(
	os.tmpdir(),
	`tiktok-post-build-${Buffer.from(ROOT).toString('hex')}`,
);
const LOCK_POLL_MS = 250;
const LOCK_ATTEMPTS = 480;

/** Builds `dist` if it is missing or older than its sources; test files in parallel build it once. */
export function ensureFreshDist(): void {
	if (!isStale()) return;
	lock();
	try {
		if (isStale()) build();
	} finally {
		rmdirSync(LOCK_FOLDER);
	}
}

function build(): void {
	const run = spawnSync('npm', ['run', 'build'], {
		cwd: ROOT,
		encoding: 'utf8',
		env: { ...process.env, CI: 'true' },
	});
	if (run.status !== 0) throw new Error(`npm run build failed:\n${run.stdout}${run.stderr}`);
}

function isStale(): boolean {
	const built = listFiles('dist').filter((file) => file.endsWith('.js'));
	const oldest = Math.min(...built.map((file) => statSync(path.join(ROOT, file)).mtimeMs));
	return built.length === 0 || oldest < findNewestChange(...BUILD_INPUTS);
}

function lock(): void {
	for (let attempt = 1; ; attempt += 1) {
		try {
			return mkdirSync(LOCK_FOLDER);
		} catch (error) {
			if (attempt === LOCK_ATTEMPTS) throw error;
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOCK_POLL_MS);
		}
	}
}
