/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests use the file system and the clock; they are never shipped */

import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import axios from 'axios';

import { findQuietPort } from '../support/n8n';
import { DEMO_MP4_PATH, sha256OfFile } from '../support/video';
import { startDemo } from './support/demoProcess';
import { DemoVisitor, readPlaces } from './support/demoVisitor';
import { waitUntil } from './support/waitUntil';

const TIMEOUT_MS = 240_000;
const UP_MS = 120_000;

let temporaryFolder: string;

beforeAll(async () => {
	temporaryFolder = await mkdtemp(join(tmpdir(), 'demo-test-'));
});

afterAll(async () => await rm(temporaryFolder, { recursive: true, force: true }));

describe('npm start -- --once', () => {
	it(
		'posts a video and ends well, with the post as JSON in its last line',
		async () => {
			const demo = startDemo(temporaryFolder, ['--once']);
			expect(await demo.exitCode).toBe(0);
			expect(demo.lastLine()).toEqual({
				ok: true,
				status: 'PUBLISH_COMPLETE',
				publish_id: expect.stringMatching(/^v_pub_file~/),
				post_id: expect.stringMatching(/^\d{19}$/),
				post_url: expect.stringMatching(/^https:\/\/www\.tiktok\.com\/@.+\/video\/\d{19}$/),
				bytes: expect.any(Number),
				sha256: await sha256OfFile(DEMO_MP4_PATH),
				sha256_match: true,
				photos: 3,
				simulator_violations: 0,
			});
			// Everything is gone by now, so no address of this machine is worth printing.
			expect(demo.output()).not.toContain('http://');
			expect(demo.output()).toMatch(/post URL +https:\/\/www\.tiktok\.com\/\S+ \(the simulator's/);
			expect(demo.output()).toMatch(/Start n8n .*: still at it, \d+ s/);
		},
		TIMEOUT_MS,
	);

	it(
		'fails when the upload fails, and says why',
		async () => {
			const demo = startDemo(temporaryFolder, ['--once', '--break-upload']);
			expect(await demo.exitCode).toBe(1);
			expect(demo.lastLine()).toMatchObject({
				ok: false,
				sha256_match: false,
				error: expect.stringContaining('TikTok refused the upload'),
			});
			expect(demo.output()).not.toContain('http://');
		},
		TIMEOUT_MS,
	);
});

describe('npm start', () => {
	it(
		'shows what it prints in a browser until Ctrl-C, and leaves nothing behind',
		async () => {
			const ports = { n8n: await findQuietPort(), pages: await findQuietPort() };
			const demo = startDemo(temporaryFolder, [
				'--port',
				`${ports.n8n}`,
				'--pages-port',
				`${ports.pages}`,
			]);
			await waitUntil(async () => demo.output().includes('Press Ctrl-C'), 'the demo is up', UP_MS);
			expect(await readdir(temporaryFolder)).toContainEqual(expect.stringMatching(/tiktok/));
			const visitor = await DemoVisitor.open(readPlaces(demo.output()));
			try {
				await visitor.seesThePost();
				await visitor.executesAStepTwice();
				await visitor.readsTheNoteOfTheFirstPost();
				expect(await visitor.postsByHand()).toBe('PUBLISH_COMPLETE');
				await visitor.seesTheCallsAndRevokesTheAccess();
			} finally {
				await visitor.close();
			}

			demo.process.kill('SIGINT');

			expect(await demo.exitCode).toBe(0);
			expect(await isListening(ports.n8n)).toBe(false);
			expect(await isListening(ports.pages)).toBe(false);
			expect(await readdir(temporaryFolder)).not.toContainEqual(expect.stringMatching(/tiktok/));
		},
		TIMEOUT_MS,
	);

	it(
		'names the flag to use when a port is taken',
		async () => {
			const taken = createServer().listen(0, '127.0.0.1');
			await once(taken, 'listening');
			const { port } = taken.address() as AddressInfo;
			try {
				const demo = startDemo(temporaryFolder, ['--port', `${port}`]);
				expect(await demo.exitCode).toBe(1);
				expect(demo.errors()).toMatch(new RegExp(`Port ${port} is taken.*npm start -- --port`));
			} finally {
				taken.close();
			}
		},
		TIMEOUT_MS,
	);
});

async function isListening(port: number): Promise<boolean> {
	const response = await axios
		.get(`http://127.0.0.1:${port}/`, { proxy: false, validateStatus: () => true })
		.catch(() => undefined);
	return response !== undefined;
}
