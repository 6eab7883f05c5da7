/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- test code is never shipped */

import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startDemo } from '../e2e/support/demoProcess';
import { waitUntil } from '../e2e/support/waitUntil';
import { findQuietPort } from '../support/n8n';
import { STACK_TIMEOUT_MS } from './support/queueStage';

const ASSETS = ['asset-1', 'asset-2', 'asset-3'];
const PASSABLE = 0o711;
const UP_MS = 240_000;

let temporaryFolder: string;

beforeAll(async () => {
	temporaryFolder = await mkdtemp(join(tmpdir(), 'demo-test-'));
	// Postgres, which refuses root, has to get to its own files in there.
	await chmod(temporaryFolder, PASSABLE);
});

afterAll(async () => await rm(temporaryFolder, { recursive: true, force: true }));

describe('npm start -- --queue --once', () => {
	it(
		'posts on workers, each asset once though it is delivered twice, and says which worker ran what',
		async () => {
			const demo = startDemo(temporaryFolder, ['--queue', '--once']);
			expect(await demo.exitCode).toBe(0);
			const result = demo.lastLine() as { executions: unknown[] };
			expect(result).toMatchObject({
				ok: true,
				status: 'PUBLISH_COMPLETE',
				sha256_match: true,
				photos: 3,
			});
			expect(result.executions).toHaveLength(1 + 2 * ASSETS.length);
			expect(result.executions).toEqual(
				result.executions.map(() =>
					expect.objectContaining({ worker: expect.stringMatching(/^worker-[123]$/) }),
				),
			);
			for (const asset of ASSETS) {
				const what = expect.stringContaining(asset);
				expect(result.executions).toContainEqual(
					expect.objectContaining({ what, outcome: 'posted' }),
				);
			}
			expect(demo.output()).toMatch(/Which worker ran what:\n +execution \d+ +worker-\d/);
			expect(await readdir(temporaryFolder)).not.toContainEqual(expect.stringMatching(/tiktok/));
		},
		STACK_TIMEOUT_MS,
	);
});

describe('npm start -- --queue', () => {
	it(
		'stays up until Ctrl-C, says what can be tried, and leaves nothing behind',
		async () => {
			const ports = [
				'--port',
				`${await findQuietPort()}`,
				'--pages-port',
				`${await findQuietPort()}`,
			];
			const demo = startDemo(temporaryFolder, ['--queue', ...ports]);
			const isUp = () => demo.output().includes('Press Ctrl-C');
			await waitUntil(async () => isUp() || demo.process.exitCode !== null, 'it is up', UP_MS);
			expect(demo.errors()).toBe('');
			expect(demo.output()).toMatch(/deliver one +POST .* http:\S+asset-approved or http:\S+/);
			const [, pid = ''] = /kill -9 (\d+) \(worker-1\)/.exec(demo.output()) ?? [];
			expect(Number(pid)).toBeGreaterThan(0);

			demo.process.kill('SIGINT');

			expect(await demo.exitCode).toBe(0);
			expect(await readdir(temporaryFolder)).not.toContainEqual(expect.stringMatching(/tiktok/));
		},
		STACK_TIMEOUT_MS,
	);
});
