/* eslint-disable @n8n/community-nodes/no-dangerous-functions,
   @n8n/community-nodes/no-restricted-globals,
   @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests use the file system and the clock; they are never shipped */

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import axios from 'axios';

import { findFreePort } from '../support/n8n';
import { PROJECT_FOLDER } from '../support/n8n/paths';
import { SAMPLE_MP4_PATH, sha256OfFile } from '../support/video';
import { Browser } from './support/browser';
import { waitUntil } from './support/waitUntil';

const TIMEOUT_MS = 180_000;

let temporaryFolder: string;

beforeAll(async () => {
	temporaryFolder = await mkdtemp(join(tmpdir(), 'demo-test-'));
});

afterAll(async () => await rm(temporaryFolder, { recursive: true, force: true }));

describe('npm start -- --once', () => {
	it(
		'posts the sample video and ends well, with the post as JSON in its last line',
		async () => {
			const demo = startDemo(['--once']);
			expect(await demo.exitCode).toBe(0);
			expect(demo.lastLine()).toEqual({
				ok: true,
				status: 'PUBLISH_COMPLETE',
				publish_id: expect.stringMatching(/^v_pub_file~/),
				post_id: expect.stringMatching(/^\d{19}$/),
				post_url: expect.stringMatching(/^https:\/\/www\.tiktok\.com\/@.+\/video\/\d{19}$/),
				bytes: expect.any(Number),
				sha256: await sha256OfFile(SAMPLE_MP4_PATH),
				sha256_match: true,
				simulator_violations: 0,
			});
		},
		TIMEOUT_MS,
	);

	it(
		'fails when the upload fails, and says why',
		async () => {
			const demo = startDemo(['--once', '--break-upload']);
			expect(await demo.exitCode).toBe(1);
			expect(demo.lastLine()).toMatchObject({
				ok: false,
				sha256_match: false,
				error: expect.stringContaining('TikTok refused the upload'),
			});
		},
		TIMEOUT_MS,
	);
});

describe('npm start', () => {
	it(
		'shows the post on its profile page until Ctrl-C, and leaves nothing behind',
		async () => {
			const ports = { n8n: await findFreePort(), pages: await findFreePort() };
			const demo = startDemo(['--port', `${ports.n8n}`, '--pages-port', `${ports.pages}`]);
			await waitUntil(async () => demo.output().includes('Press Ctrl-C'), 'the demo is up');
			expect(await readdir(temporaryFolder)).toContainEqual(expect.stringMatching(/tiktok/));
			await lookAtProfile(/profile page +(\S+)/.exec(demo.output())?.[1] ?? '');

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
				const demo = startDemo(['--port', `${port}`]);
				expect(await demo.exitCode).toBe(1);
				expect(demo.errors()).toMatch(new RegExp(`Port ${port} is taken.*npm start -- --port`));
			} finally {
				taken.close();
			}
		},
		TIMEOUT_MS,
	);
});

/** The profile page as a person sees it: the video that was posted, ready to play. */
async function lookAtProfile(url: string): Promise<void> {
	const browser = await Browser.open();
	try {
		await browser.page.goto(url);
		const video = browser.page.locator('video').first();
		await video.waitFor();
		await waitUntil(
			async () => await video.evaluate((element: { readyState: number }) => element.readyState > 1),
			'the posted video can be played',
		);
		await browser.takeScreenshot('profile');
	} finally {
		await browser.close();
	}
}

async function isListening(port: number): Promise<boolean> {
	const response = await axios
		.get(`http://127.0.0.1:${port}/`, { proxy: false, validateStatus: () => true })
		.catch(() => undefined);
	return response !== undefined;
}

interface Demo {
	process: ChildProcess;
	exitCode: Promise<number | null>;
	output(): string;
	errors(): string;
	lastLine(): unknown;
}

function startDemo(args: string[]): Demo {
	const child = spawn(
		process.execPath,
		[join(PROJECT_FOLDER, 'scripts', 'run.mjs'), 'demo', ...args],
		{
			stdio: ['ignore', 'pipe', 'pipe'],
			env: { ...process.env, TMPDIR: temporaryFolder },
		},
	);
	let output = '';
	let errors = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
	child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
	return {
		process: child,
		exitCode: once(child, 'close').then(([code]) => code as number | null),
		output: () => output,
		errors: () => errors,
		lastLine: () => JSON.parse(output.trim().split('\n').at(-1) ?? ''),
	};
}
