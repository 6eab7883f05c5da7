/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests use the file system; they are never shipped */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installCommunityPackage, packageFolderOf } from '../../support/n8n';

const CALLS_PER_MINUTE = /(const CALLS_PER_MINUTE = )\{[^}]+\};/;

/** Installs the package without TikTok's calls per minute, which it keeps by itself. */
export async function installUnlimitedPackage(userFolder: string, tarball: string): Promise<void> {
	await installCommunityPackage(userFolder, tarball);
	const file = path.join(packageFolderOf(userFolder), 'dist/nodes/shared/tiktok.js');
	const limited = await readFile(file, 'utf8');
	const unlimited = limited.replace(CALLS_PER_MINUTE, '$1{};');
	if (unlimited === limited) throw new Error(`${file} has no calls per minute to take away`);
	await writeFile(file, unlimited);
}
