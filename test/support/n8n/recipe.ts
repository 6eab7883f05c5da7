/* eslint-disable @n8n/community-nodes/no-restricted-globals,
   @n8n/community-nodes/no-restricted-imports
   -- test support installs a real n8n; it is never shipped */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { CACHE_FOLDER } from './paths';

/** What has to be done to have one version of n8n. */
export interface N8nRecipe {
	/** Of n8n, such as "2.41.1". */
	version: string;
	/** Where it gets installed. */
	folder: string;
	/** Files that lie there before, name to content. */
	files: Readonly<Record<string, string>>;
	/** Installs what the files ask for, without running the packages' scripts. */
	command: readonly [string, ...string[]];
}

interface Manifest {
	dependencies: { n8n: string };
	overrides: Record<string, string>;
}

const RECIPE_FOLDER = join(__dirname, 'install');
const DEFAULT_FOLDER = join(CACHE_FOLDER, 'n8n');

/**
 * The recipe of the n8n that the tests are written for, or of the one that the environment variable
 * `N8N_VERSION` names ("2.36.0"), which lies in a folder of its own beside it.
 */
export async function chooseRecipe(version = process.env.N8N_VERSION): Promise<N8nRecipe> {
	const manifest = readManifest();
	const parsed = JSON.parse(manifest) as Manifest;
	if (!version || isDefaultVersion(version)) {
		return await lockedRecipe(parsed.dependencies.n8n, manifest);
	}
	if (!/^\d+\.\d+\.\d+$/.test(version)) {
		throw new Error(`N8N_VERSION is "${version}". Give a full version of n8n, such as 2.36.0.`);
	}
	return recipeOf(version, parsed);
}

/** Of the n8n that the tests are written for. */
export function defaultVersion(): string {
	return (JSON.parse(readManifest()) as Manifest).dependencies.n8n;
}

/** Whether the tests run in the n8n that they are written for. */
export function isDefaultVersion(version = process.env.N8N_VERSION): boolean {
	return !version || version === defaultVersion();
}

function readManifest(): string {
	return readFileSync(join(RECIPE_FOLDER, 'package.json'), 'utf8');
}

async function lockedRecipe(version: string, manifest: string): Promise<N8nRecipe> {
	const lock = await readFile(join(RECIPE_FOLDER, 'package-lock.json'), 'utf8');
	return {
		version,
		folder: DEFAULT_FOLDER,
		files: { 'package.json': manifest, 'package-lock.json': lock },
		command: ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
	};
}

/** npm does not find its way through other versions of n8n; pnpm, which n8n is made with, does. */
function recipeOf(version: string, { overrides, ...manifest }: Manifest): N8nRecipe {
	const asked = {
		...manifest,
		dependencies: { n8n: version },
		// n8n takes SheetJS from its maker's own server, which not every network reaches.
		pnpm: { overrides: { ...overrides, xlsx: '0.18.5' } },
	};
	return {
		version,
		folder: `${DEFAULT_FOLDER}-${version}`,
		files: {
			'package.json': JSON.stringify(asked, null, 2),
			'.npmrc': 'node-linker=hoisted\nignore-scripts=true\n',
		},
		command: ['npx', '--yes', 'pnpm@10', 'install', '--loglevel=error'],
	};
}

/** Changes when what would be installed here changes. */
export function fingerprintOf({ files }: N8nRecipe): string {
	const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
	for (const [name, content] of Object.entries(files)) {
		// Parsed, so that a formatter's touch is no reason to install 3 GB again.
		const parsed: unknown = name.endsWith('.json') ? JSON.parse(content) : content;
		hash.update(JSON.stringify(parsed));
	}
	return hash.digest('hex');
}
