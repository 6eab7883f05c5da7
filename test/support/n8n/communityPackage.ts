/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- test support starts real processes; it is never shipped */

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { PACKAGE_NAME } from './paths';
import { runOrThrow } from './runCommand';

/**
 * Puts a packed package where n8n puts a community package that a user installs, and in the same
 * way: unpacked into `.n8n/nodes/node_modules`, without its development and peer dependencies.
 * What it needs at run time must be none, or n8n would have had to install that too.
 */
export async function installCommunityPackage(userFolder: string, tarball: string): Promise<void> {
	const packageFolder = packageFolderOf(userFolder);
	await rm(packageFolder, { recursive: true, force: true });
	await mkdir(packageFolder, { recursive: true });
	await runOrThrow(
		'tar',
		['-xzf', tarball, '-C', packageFolder, '--strip-components=1'],
		'The packed package cannot be unpacked.',
	);
	const version = await trimManifest(join(packageFolder, 'package.json'));
	await writeFile(
		join(nodesFolderOf(userFolder), 'package.json'),
		JSON.stringify({ private: true, dependencies: { [PACKAGE_NAME]: version } }, null, 2),
	);
}

const nodesFolderOf = (userFolder: string) => join(userFolder, '.n8n', 'nodes');

/** Where n8n finds the installed package. */
export function packageFolderOf(userFolder: string): string {
	return join(nodesFolderOf(userFolder), 'node_modules', PACKAGE_NAME);
}

async function trimManifest(file: string): Promise<string> {
	const manifest = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
	const { devDependencies, peerDependencies, optionalDependencies, ...kept } = manifest;
	void devDependencies;
	void peerDependencies;
	void optionalDependencies;
	if (Object.keys((kept.dependencies as object | undefined) ?? {}).length > 0) {
		throw new Error('The package declares runtime dependencies; it must have none');
	}
	await writeFile(file, JSON.stringify(kept, null, 2));
	return String(kept.version);
}
