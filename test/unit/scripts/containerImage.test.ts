/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets,
   @n8n/community-nodes/no-restricted-globals,
   @n8n/community-nodes/no-restricted-imports
   -- names of files are no secrets, and a test puts a program into a folder; it is never shipped */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { dockerRunArguments, ensureImage } from '../../support/n8n/image';

const SETTINGS = {
	N8N_USER_FOLDER: '/tmp/n8n-1',
	NODE_EXTRA_CA_CERTS: '/tmp/authority.pem',
	HTTPS_PROXY: 'http://127.0.0.1:4000',
};

describe('docker run', () => {
	const args = dockerRunArguments('n8nio/n8n:3', 'n8n-tiktok-post-5000', SETTINGS);
	const valuesOf = (flag: string) => args.filter((_, index) => args[index - 1] === flag);

	it('starts n8n of that image, in the network of the host, and leaves no container', () => {
		expect(args.slice(0, 2)).toEqual(['run', '--rm']);
		expect(args.slice(-2)).toEqual(['n8nio/n8n:3', 'start']);
		expect(valuesOf('--network')).toEqual(['host']);
		expect(valuesOf('--name')).toEqual(['n8n-tiktok-post-5000']);
	});

	it('shows it the user folder with the package and the certificate, where n8n looks for them', () => {
		expect(valuesOf('--volume')).toEqual([
			'/tmp/n8n-1:/tmp/n8n-1',
			'/tmp/authority.pem:/tmp/authority.pem:ro',
		]);
	});

	it('passes all settings on, and lets n8n 3 load the package', () => {
		expect(valuesOf('--env')).toEqual([
			...Object.entries(SETTINGS).map(([name, value]) => `${name}=${value}`),
			'HOME=/tmp/n8n-1',
			'N8N_UNVERIFIED_PACKAGES_ENABLED=true',
		]);
	});
});

(process.platform === 'win32' ? describe.skip : describe)('without a usable Docker', () => {
	const path = process.env.PATH;
	let folder: string;

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'docker-'));
		process.env.PATH = folder;
	});

	afterEach(async () => {
		process.env.PATH = path;
		await rm(folder, { recursive: true });
	});

	it('says that there is none', async () => {
		await expect(ensureImage('n8nio/n8n:3')).rejects.toThrow(/there is no program "docker" here/);
	});

	it('says that its engine does not run, in its own words', async () => {
		const script = '#!/bin/sh\necho "Cannot connect to the Docker daemon" >&2\nexit 1\n';
		await writeFile(join(folder, 'docker'), script, { mode: 0o755 });
		await expect(ensureImage('n8nio/n8n:3')).rejects.toThrow(
			/its engine does not run here.*Docker says: Cannot connect to the Docker daemon$/,
		);
	});
});
