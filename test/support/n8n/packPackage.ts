/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- test support starts real processes; it is never shipped */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { withFileLock } from './fileLock';
import { CACHE_FOLDER, PROJECT_FOLDER } from './paths';
import { cleanEnvironment, runOrThrow } from './runCommand';

/** What the packed tarball is made of; a change in any of these makes a new one. */
const SOURCES = [
	'nodes',
	'credentials',
	'icons',
	'templates',
	'package.json',
	'tsconfig.json',
	'gulpfile.js',
	'scripts/bundleDist.cjs',
	'index.js',
	'README.md',
	'LICENSE.md',
];
const DAY_MS = 24 * 60 * 60 * 1000;
const PACKAGES_FOLDER = join(CACHE_FOLDER, 'package');

/**
 * The package as users install it: built and packed by npm, kept by the hash of its sources.
 * Returns the path of the .tgz file.
 */
export async function packPackage(): Promise<string> {
	return await withFileLock(join(CACHE_FOLDER, 'package.lock'), async () => {
		const tarball = join(PACKAGES_FOLDER, `${await hashSources()}.tgz`);
		if (!existsSync(tarball)) await buildAndPack(tarball);
		return tarball;
	});
}

async function buildAndPack(tarball: string): Promise<void> {
	const options = { cwd: PROJECT_FOLDER, env: cleanEnvironment() };
	await runOrThrow('npm', ['run', 'build'], 'The package does not build.', options);
	await mkdir(PACKAGES_FOLDER, { recursive: true });
	await removeOldTarballs();
	const packed = await runOrThrow(
		'npm',
		['pack', '--json', '--ignore-scripts', '--pack-destination', PACKAGES_FOLDER],
		'The package cannot be packed.',
		options,
	);
	const [description] = JSON.parse(packed.stdout) as Array<{ filename: string }>;
	if (!description) throw new Error('npm pack wrote no file');
	await rename(join(PACKAGES_FOLDER, description.filename), tarball);
}

/** Not those of today: another command may be installing one right now. */
async function removeOldTarballs(): Promise<void> {
	for (const name of await readdir(PACKAGES_FOLDER)) {
		const file = join(PACKAGES_FOLDER, name);
		const { mtimeMs } = await stat(file);
		if (Date.now() - mtimeMs > DAY_MS) await rm(file, { force: true });
	}
}

async function hashSources(): Promise<string> {
	const hash = createHash('sha256');
	for (const source of SOURCES) await hashPath(hash, source);
	return hash.digest('hex').slice(0, 16);
}

async function hashPath(hash: ReturnType<typeof createHash>, path: string): Promise<void> {
	const absolute = join(PROJECT_FOLDER, path);
	if (!existsSync(absolute)) return;
	const entries = await readdir(absolute, { withFileTypes: true }).catch(() => undefined);
	if (!entries) {
		hash
			.update(path)
			.update('\0')
			.update(await readFile(absolute))
			.update('\0');
		return;
	}
	for (const name of entries.map((entry) => entry.name).sort())
		await hashPath(hash, join(path, name));
}
