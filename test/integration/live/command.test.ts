/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions
   -- the test starts the command as a process of its own */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Observed } from '../../simulator/observed';
import { cleanEnvironment, runCommand } from '../../support/n8n/runCommand';
import { findSecrets } from '../../support/node/findSecrets';
import { routingEnvironment } from '../../support/routing';
import { consentTo, openSandbox, REDIRECT_URI, useLiveStage } from './support/liveStage';

const ROOT = path.resolve(__dirname, '../../..');
const COMMAND = ['scripts/run.mjs', 'live'];
const PATIENCE_MS = 120_000;

describe('npm run live', () => {
	const stage = useLiveStage();
	let folder: string;
	let home: string;
	let temporary: string;

	beforeAll(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'live-command-'));
		home = await mkdtemp(path.join(tmpdir(), 'live-home-'));
		temporary = await mkdtemp(path.join(tmpdir(), 'live-temporary-'));
	});

	afterAll(async () => {
		for (const own of [folder, home, temporary]) await rm(own, { recursive: true });
	});

	/** Runs the command, until it says `interruptAt` if it ever does, with the sandbox's keys or another secret, allows what it asks for, and returns what it printed. */
	async function runCommandLine(
		{ secret, interruptAt }: { secret?: string; interruptAt?: RegExp },
		...flags: string[]
	): Promise<{ code: unknown; printed: string }> {
		const { simulator } = stage;
		const { clientKey, clientSecret } = simulator.app;
		const keys = { TIKTOK_CLIENT_KEY: clientKey, TIKTOK_CLIENT_SECRET: secret ?? clientSecret };
		const own = { HOME: home, TMPDIR: temporary };
		const env = cleanEnvironment({ ...routingEnvironment(simulator), ...keys, ...own });
		const always = ['--no-open', '--out', folder, '--redirect-uri', REDIRECT_URI];
		const command = spawn(process.execPath, [...COMMAND, ...always, ...flags], { cwd: ROOT, env });
		let printed = '';
		let consent: Promise<void> | undefined;
		const listen = (text: string): void => {
			printed += text;
			const [url] = /https:\/\/www\.tiktok\.com\S+(?=\n)/.exec(printed) ?? [];
			if (interruptAt?.test(printed)) command.kill('SIGINT');
			if (url !== undefined) consent ??= consentTo(simulator).open(url);
		};
		command.stdout.setEncoding('utf8').on('data', listen);
		command.stderr.setEncoding('utf8').on('data', listen);
		const [code] = (await once(command, 'close')) as [unknown];
		await consent;
		return { code, printed };
	}

	it(
		'connects, asks, and writes a report, with the keys nowhere',
		async () => {
			openSandbox(stage.simulator, { oauthErrorStatus: 400 });
			const { code, printed } = await runCommandLine({}, '--only', 'wrong-secret,cancel');
			expect(code).toBe(0);
			const markdown = await readFile(path.join(folder, 'report.md'), 'utf8');
			const json = await readFile(path.join(folder, 'report.json'), 'utf8');
			const { switches } = JSON.parse(json) as Observed;
			expect(switches).toMatchObject({ accessTtl: 7200, oauthErrorStatus: 400, rePut: 'unknown' });
			const { clientSecret } = stage.simulator.app;
			expect(findSecrets({ printed, markdown, json }, clientSecret)).toEqual([]);
			const [post] = stage.simulator.posts;
			expect(printed).toContain(`${post?.publishId}  video, Only Me, by cancel: no byte was sent`);
			expect(printed).toContain(path.join(folder, 'report.md'));
			// What no check needs is not asked for.
			expect(printed).toContain('scope=user.info.basic%2Cvideo.publish&');
			expect(stage.simulator.refusedHosts).toEqual([]);
			// The n8n of whoever runs it is left alone.
			expect(await readdir(home)).not.toContain('.n8n');
		},
		PATIENCE_MS,
	);

	it(
		'with a wrong secret says so, asks nothing else, leaves an earlier report alone and fails',
		async () => {
			openSandbox(stage.simulator, {});
			await writeFile(path.join(folder, 'report.md'), 'earlier');
			const { printed, code } = await runCommandLine({ secret: 'mistyped' }, '--only', 'wrong-id');
			expect(code).toBe(1);
			expect(printed).toMatch(
				/TikTok gives no tokens: invalid_client, HTTP 200, Client key or secret .*, SIM\d+/,
			);
			expect(printed).toContain('There is nothing to report without a connection');
			expect(await readFile(path.join(folder, 'report.md'), 'utf8')).toBe('earlier');
			expect(stage.simulator.tokens.requests).toHaveLength(1);
		},
		PATIENCE_MS,
	);

	it(
		'asks nothing where no report could be written',
		async () => {
			stage.simulator.reset();
			const file = path.join(folder, 'report.md');
			await writeFile(file, '');
			const { printed, code } = await runCommandLine({}, '--out', file);
			expect(code).toBe(1);
			expect(printed).toMatch(/^No report can be written there, choose another --out: EEXIST/m);
			expect(stage.simulator.requests).toEqual([]);
		},
		PATIENCE_MS,
	);

	it(
		'that is interrupted says what it has made until then, and reports what it has seen',
		async () => {
			openSandbox(stage.simulator, {});
			const interruptAt = /❯ resume/;
			const { code, printed } = await runCommandLine(
				{ interruptAt },
				'--only',
				'chunk-twice,resume',
			);
			expect(code).toBe(130);
			const [post] = stage.simulator.posts;
			expect(printed).toMatch(/What was made at TikTok:\n.*Only Me, by chunk-twice: not all bytes/);
			expect(printed).toContain(post?.publishId);
			const json = await readFile(path.join(folder, 'report.json'), 'utf8');
			expect((JSON.parse(json) as Observed).switches).toMatchObject({ rePut: 416 });
			const markdown = await readFile(path.join(folder, 'report.md'), 'utf8');
			expect(markdown).toMatch(/^\| resume +\| ended: interrupted \|$/m);
			const left = await readdir(temporary);
			expect(left.filter((name) => !name.startsWith('tsx-'))).toEqual([]);
		},
		PATIENCE_MS,
	);

	it(
		'with --dry-run tells what it would do and leave behind, without keys and without a request',
		async () => {
			const flags = ['--dry-run', '--skip', 'draft'];
			const env = cleanEnvironment(routingEnvironment(stage.simulator));
			stage.simulator.reset();
			const { code, stdout } = await runCommand(process.execPath, [...COMMAND, ...flags], {
				cwd: ROOT,
				env,
			});
			// How npm tells of an option that it has taken for itself.
			const byNpm = await runCommand(process.execPath, [...COMMAND, ...flags.slice(1)], {
				cwd: ROOT,
				env: { ...env, npm_config_dry_run: 'true' },
			});
			expect(byNpm.stdout).toBe(stdout);
			expect(code).toBe(0);
			expect(stdout).toMatch(
				/calls-per-minute \(asks first\)\n {2}does {10}\S.*\n {2}stays behind {2}/,
			);
			expect(stdout).toMatch(/\n {2}answers {7}requireBrand, rePut, putRange/);
			expect(stdout).not.toMatch(/^draft$/m);
			expect(stage.simulator.requests).toEqual([]);
		},
		PATIENCE_MS,
	);
});
