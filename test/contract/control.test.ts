/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- the test starts the simulator as a process; test code runs in plain Node, not in n8n; test code is never shipped and may use Node and any library */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import axios from 'axios';
import type { RegisteredApp } from '../simulator';

const ROOT = path.resolve(__dirname, '../..');

interface Started {
	controlUrl: string;
	proxyUrl: string;
	authorizeUrl: string;
	app: RegisteredApp;
	env: Record<string, string>;
}

let child: ChildProcess;
let started: Started;

/** The simulator as `npm run simulator -- --json` starts it. */
beforeAll(async () => {
	const main = path.join(ROOT, 'test/simulator/main.ts');
	const flags = ['--json', '--platform', 'desktop', '--redirect-uri', 'http://localhost:1/cb'];
	child = spawn(process.execPath, ['--import', 'tsx', main, ...flags], { cwd: ROOT });
	let output = '';
	child.stdout?.on('data', (piece: Buffer) => (output += piece.toString()));
	while (!output.includes('\n')) await once(child.stdout ?? child, 'data');
	started = JSON.parse(output) as Started;
}, 60_000);

afterAll(() => {
	child.kill('SIGKILL');
});

async function post(address: string, body: unknown = {}): Promise<unknown> {
	const { data } = await axios.post<unknown>(started.controlUrl + address, body, {
		validateStatus: () => true,
	});
	return data;
}

async function state(): Promise<Record<string, unknown>> {
	const { data } = await axios.get<Record<string, unknown>>(`${started.controlUrl}/state`);
	return data;
}

describe('the simulator as a process of its own', () => {
	test('prints how to reach it and takes its flags', () => {
		expect(started.app.platform).toBe('desktop');
		expect(started.app.redirectUris).toContain('http://localhost:1/cb');
		expect(started.env.HTTPS_PROXY).toBe(started.proxyUrl);
		expect(started.env.NODE_EXTRA_CA_CERTS).toMatch(/ca\.pem$/);
	});

	test('shows its consent page', async () => {
		const { status } = await axios.get(started.authorizeUrl, { validateStatus: () => true });
		expect(status).toBe(400);
		expect((await state()).violations).toMatchObject([{ rule: 'authorize-parameter' }]);
		const { data } = await axios.get<object>(`${started.controlUrl}/clean`, {
			validateStatus: () => true,
		});
		expect(data).toMatchObject({ clean: false });
	});

	test('POST /reset makes it clean', async () => {
		await post('/reset');
		const { data } = await axios.get<object>(`${started.controlUrl}/clean`);
		expect(data).toEqual({ clean: true });
	});

	test('POST /switches sets known switches and refuses others', async () => {
		expect(await post('/switches', { oauthErrorStatus: 400 })).toMatchObject({
			oauthErrorStatus: 400,
		});
		expect(await post('/switches', { nothing: 1 })).toEqual({ unknown: ['nothing'] });
	});

	test('POST /faults, /advance, /connect, /expire and /revoke do what they say', async () => {
		expect(await post('/faults', { on: { endpoint: 'status' }, do: 'html' })).toHaveLength(1);
		const before = Number((await state()).now);
		expect(await post('/advance', { ms: 3_600_000 })).toMatchObject({
			now: expect.any(Number) as unknown,
		});
		expect(Number((await state()).now)).toBeGreaterThanOrEqual(before + 3_600_000);
		expect(await post('/connect')).toMatchObject({ open_id: 'sim-open-id-0001' });
		expect(await post('/expire')).toEqual({ expired: 'access tokens' });
		expect(await post('/revoke', { openId: 'sim-open-id-0001' })).toEqual({
			revoked: 'sim-open-id-0001',
		});
	});

	test('ends on SIGTERM', async () => {
		child.kill('SIGTERM');
		const [code] = (await once(child, 'exit')) as [number | null];
		expect(code).toBe(0);
	});
});
