/* eslint-disable @n8n/community-nodes/no-restricted-globals,
   @n8n/community-nodes/no-restricted-imports
   -- test support starts real processes; it is never shipped */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';

import { withFileLock } from './fileLock';
import { CACHE_FOLDER } from './paths';
import { cleanEnvironment, runCommand, runOrThrow } from './runCommand';

/** Where the installed n8n and the Node.js that runs it are. */
export interface N8nInstall {
	/** n8n's start script; run it with {@link N8nInstall.node24}. */
	n8nBin: string;
	/** A Node.js of at least version 24, which n8n asks for. */
	node24: string;
}

/** Receives one line about what the installation is doing now. */
export type ProgressListener = (message: string) => void;

const RECIPE_FOLDER = join(__dirname, 'install');
const RECIPE_FILES = ['package.json', 'package-lock.json'] as const;
const INSTALL_FOLDER = join(CACHE_FOLDER, 'n8n');
const N8N_BIN = join(INSTALL_FOLDER, 'node_modules', 'n8n', 'bin', 'n8n');
const STAMP_FILE = join(INSTALL_FOLDER, 'installed.json');
const PROGRESS_INTERVAL_MS = 2000;
const MIN_NODE_MAJOR = 24;

/**
 * Installs n8n and its Node.js into the cache folder, or finds them there. The stamp file is
 * written last, so an interrupted installation is done again and a finished one costs nothing.
 * Needs the npm registry, and a C++ compiler with Python where no prebuilt SQLite can be fetched.
 */
export async function ensureN8nInstalled(
	onProgress: ProgressListener = () => {},
): Promise<N8nInstall> {
	const fingerprint = await computeFingerprint();
	const found = await findInstalled(fingerprint);
	if (found) return found;
	return await withFileLock(`${INSTALL_FOLDER}.lock`, async () => {
		return (await findInstalled(fingerprint)) ?? (await install(fingerprint, onProgress));
	});
}

async function computeFingerprint(): Promise<string> {
	const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
	for (const name of RECIPE_FILES) {
		// Parsed, so that a formatter's touch is no reason to install 3 GB again.
		const content: unknown = JSON.parse(await readFile(join(RECIPE_FOLDER, name), 'utf8'));
		hash.update(JSON.stringify(content));
	}
	return hash.digest('hex');
}

async function findInstalled(fingerprint: string): Promise<N8nInstall | undefined> {
	const stamp = await readFile(STAMP_FILE, 'utf8').catch(() => undefined);
	if (stamp === undefined) return undefined;
	const parsed = JSON.parse(stamp) as { fingerprint: string; node24: string };
	const node24 = resolve(INSTALL_FOLDER, parsed.node24);
	const usable = parsed.fingerprint === fingerprint && existsSync(N8N_BIN) && existsSync(node24);
	return usable ? { n8nBin: N8N_BIN, node24 } : undefined;
}

async function install(fingerprint: string, onProgress: ProgressListener): Promise<N8nInstall> {
	await rm(STAMP_FILE, { force: true });
	await mkdir(INSTALL_FOLDER, { recursive: true });
	for (const name of RECIPE_FILES) {
		await copyFile(join(RECIPE_FOLDER, name), join(INSTALL_FOLDER, name));
	}
	await installPackages(onProgress);
	const node24 = await findNode24();
	await installDatabaseDriver(node24, onProgress);
	// Relative, so that a checkout that is moved keeps its n8n.
	const stamp = { fingerprint, node24: relative(INSTALL_FOLDER, node24) };
	await writeFile(STAMP_FILE, JSON.stringify(stamp, null, 2));
	return { n8nBin: N8N_BIN, node24 };
}

async function installPackages(onProgress: ProgressListener): Promise<void> {
	const total = await countLockedPackages();
	onProgress('downloading n8n (once, about 3 GB on disk)');
	const timer = setInterval(() => {
		void countUnpackedPackages().then((count) => {
			onProgress(`installing n8n (once, about 3 GB on disk): ${count} of ${total} packages`);
		});
	}, PROGRESS_INTERVAL_MS);
	try {
		await runOrThrow(
			'npm',
			['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
			'n8n could not be installed; check the connection to the npm registry and the free disk space, then run the command again.',
			{ cwd: INSTALL_FOLDER, env: cleanEnvironment() },
		);
	} finally {
		clearInterval(timer);
	}
}

/** Top-level packages in the lock file that this machine gets: what {@link countUnpackedPackages} reaches. */
async function countLockedPackages(): Promise<number> {
	const text = await readFile(join(INSTALL_FOLDER, 'package-lock.json'), 'utf8');
	const lock = JSON.parse(text) as { packages: Record<string, { os?: string[]; cpu?: string[] }> };
	const topLevel = /^node_modules\/(@[^/]+\/)?[^/]+$/;
	return Object.entries(lock.packages).filter(([path, { os, cpu }]) => {
		const fits = (os?.includes(process.platform) ?? true) && (cpu?.includes(process.arch) ?? true);
		return fits && topLevel.test(path);
	}).length;
}

async function countUnpackedPackages(): Promise<number> {
	const root = join(INSTALL_FOLDER, 'node_modules');
	const names = await readdir(root).catch(() => []);
	const counts = await Promise.all(
		names.map(async (name) => {
			if (name.startsWith('.')) return 0;
			const folders = name.startsWith('@')
				? (await readdir(join(root, name)).catch(() => [])).map((inner) => join(name, inner))
				: [name];
			return folders.filter((folder) => existsSync(join(root, folder, 'package.json'))).length;
		}),
	);
	return counts.reduce((sum, count) => sum + count, 0);
}

/** The Node.js that came with the packages, or the running one where none exists for this machine. */
async function findNode24(): Promise<string> {
	for (const prefix of ['node', 'node-bin']) {
		const platform = process.platform === 'win32' ? 'win' : process.platform;
		const folder = join(INSTALL_FOLDER, 'node_modules', `${prefix}-${platform}-${process.arch}`);
		const binary = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
		if (existsSync(binary) && (await runCommand(binary, ['--version'])).code === 0) return binary;
	}
	if (Number(process.versions.node.split('.')[0]) >= MIN_NODE_MAJOR) return process.execPath;
	throw new Error(
		`n8n needs Node.js ${MIN_NODE_MAJOR}, and npm has none for ${process.platform}-${process.arch}. Install Node.js ${MIN_NODE_MAJOR} or newer and run the command with it.`,
	);
}

/** Scripts were off during the installation; SQLite is the one package whose script n8n needs. */
async function installDatabaseDriver(node24: string, onProgress: ProgressListener): Promise<void> {
	onProgress('preparing n8n’s database driver (SQLite, once)');
	const advice =
		'SQLite could not be prepared; install Python 3, make and a C++ compiler (Debian: python3 make g++), then run the command again.';
	await runOrThrow('npm', ['rebuild', 'sqlite3', '--ignore-scripts=false'], advice, {
		cwd: INSTALL_FOLDER,
		env: cleanEnvironment(),
	});
	await runOrThrow(node24, ['-e', 'require("sqlite3")'], advice, { cwd: INSTALL_FOLDER });
}
