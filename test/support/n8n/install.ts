/* eslint-disable @n8n/community-nodes/no-restricted-globals,
   @n8n/community-nodes/no-restricted-imports
   -- test support starts real processes; it is never shipped */

import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';

import { withFileLock } from './fileLock';
import { chooseRecipe, fingerprintOf, type N8nRecipe } from './recipe';
import { cleanEnvironment, runCommand, runOrThrow } from './runCommand';

/** Where the installed n8n and the Node.js that runs it are. */
export interface N8nInstall {
	/** n8n's start script; run it with {@link N8nInstall.node24}. */
	n8nBin: string;
	/** Of n8n, such as "2.41.1". */
	version: string;
	/** A Node.js of at least version 24, which n8n asks for. */
	node24: string;
}

/** Receives one line about what the installation is doing now. */
export type ProgressListener = (message: string) => void;

const STAMP_NAME = 'installed.json';
const PROGRESS_INTERVAL_MS = 2000;
const MIN_NODE_MAJOR = 24;

/**
 * Installs n8n and its Node.js into the cache folder, or finds them there: the version that the tests
 * are written for, or the one in the environment variable `N8N_VERSION`. The stamp file is
 * written last, so an interrupted installation is done again and a finished one costs nothing.
 * Needs the npm registry, and a C++ compiler with Python where no prebuilt SQLite can be fetched.
 */
export async function ensureN8nInstalled(
	onProgress: ProgressListener = () => {},
): Promise<N8nInstall> {
	const recipe = await chooseRecipe();
	const found = await findInstalled(recipe);
	if (found) return found;
	return await withFileLock(`${recipe.folder}.lock`, async () => {
		return (await findInstalled(recipe)) ?? (await install(recipe, onProgress));
	});
}

async function findInstalled(recipe: N8nRecipe): Promise<N8nInstall | undefined> {
	const { folder } = recipe;
	const stamp = await readFile(join(folder, STAMP_NAME), 'utf8').catch(() => undefined);
	if (stamp === undefined) return undefined;
	const { fingerprint, node24 } = JSON.parse(stamp) as { fingerprint: string; node24: string };
	const found = { n8nBin: n8nBinIn(folder), node24: resolve(folder, node24) };
	const usable = fingerprint === fingerprintOf(recipe) && Object.values(found).every(existsSync);
	return usable ? { ...found, version: recipe.version } : undefined;
}

async function install(recipe: N8nRecipe, onProgress: ProgressListener): Promise<N8nInstall> {
	const { folder } = recipe;
	await rm(join(folder, STAMP_NAME), { force: true });
	await mkdir(folder, { recursive: true });
	for (const [name, content] of Object.entries(recipe.files)) {
		await writeFile(join(folder, name), content);
	}
	await installPackages(recipe, onProgress);
	const node24 = await findNode24(folder);
	await installDatabaseDriver(folder, node24, onProgress);
	// Relative, so that a checkout that is moved keeps its n8n.
	const stamp = { fingerprint: fingerprintOf(recipe), node24: relative(folder, node24) };
	await writeFile(join(folder, STAMP_NAME), JSON.stringify(stamp, null, 2));
	return { n8nBin: n8nBinIn(folder), node24, version: recipe.version };
}

function n8nBinIn(folder: string): string {
	return join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
}

async function installPackages(recipe: N8nRecipe, onProgress: ProgressListener): Promise<void> {
	const { folder, files, command } = recipe;
	const lock = files['package-lock.json'];
	const total = lock ? ` of ${countLockedPackages(lock)}` : '';
	onProgress('downloading n8n (once, about 3 GB on disk)');
	const timer = setInterval(() => {
		void countUnpackedPackages(folder).then((count) => {
			onProgress(`installing n8n (once, about 3 GB on disk): ${count}${total} packages`);
		});
	}, PROGRESS_INTERVAL_MS);
	const [program, ...args] = command;
	try {
		await runOrThrow(
			program,
			args,
			'n8n could not be installed; check the connection to the npm registry and the free disk space, then run the command again.',
			{ cwd: folder, env: cleanEnvironment() },
		);
	} finally {
		clearInterval(timer);
	}
}

/** Top-level packages in the lock file that this machine gets: what {@link countUnpackedPackages} reaches. */
function countLockedPackages(text: string): number {
	const lock = JSON.parse(text) as { packages: Record<string, { os?: string[]; cpu?: string[] }> };
	const topLevel = /^node_modules\/(@[^/]+\/)?[^/]+$/;
	return Object.entries(lock.packages).filter(([path, { os, cpu }]) => {
		const fits = (os?.includes(process.platform) ?? true) && (cpu?.includes(process.arch) ?? true);
		return fits && topLevel.test(path);
	}).length;
}

async function countUnpackedPackages(folder: string): Promise<number> {
	const root = join(folder, 'node_modules');
	const names = await readdir(root).catch(() => []);
	const counts = await Promise.all(
		names.map(async (name) => {
			if (name.startsWith('.')) return 0;
			const folders = name.startsWith('@')
				? (await readdir(join(root, name)).catch(() => [])).map((inner) => join(name, inner))
				: [name];
			return folders.filter((inner) => existsSync(join(root, inner, 'package.json'))).length;
		}),
	);
	return counts.reduce((sum, count) => sum + count, 0);
}

/** The Node.js that came with the packages, or the running one where none exists for this machine. */
async function findNode24(installFolder: string): Promise<string> {
	for (const prefix of ['node', 'node-bin']) {
		const platform = process.platform === 'win32' ? 'win' : process.platform;
		const folder = join(installFolder, 'node_modules', `${prefix}-${platform}-${process.arch}`);
		const binary = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
		if (existsSync(binary) && (await runCommand(binary, ['--version'])).code === 0) return binary;
	}
	if (Number(process.versions.node.split('.')[0]) >= MIN_NODE_MAJOR) return process.execPath;
	throw new Error(
		`n8n needs Node.js ${MIN_NODE_MAJOR}, and npm has none for ${process.platform}-${process.arch}. Install Node.js ${MIN_NODE_MAJOR} or newer and run the command with it.`,
	);
}

/** Scripts were off during the installation; SQLite is the one package whose script n8n needs. */
async function installDatabaseDriver(
	folder: string,
	node24: string,
	onProgress: ProgressListener,
): Promise<void> {
	onProgress('preparing n8n’s database driver (SQLite, once)');
	const advice =
		'SQLite could not be prepared; install Python 3, make and a C++ compiler (Debian: python3 make g++), then run the command again.';
	await runOrThrow('npm', ['rebuild', 'sqlite3', '--ignore-scripts=false'], advice, {
		cwd: folder,
		env: cleanEnvironment(),
	});
	await runOrThrow(node24, ['-e', 'require("sqlite3")'], advice, { cwd: folder });
}
