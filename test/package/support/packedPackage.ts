/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-imports -- runs in Jest on a developer's machine and never ships */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { packPackage } from '../../support/n8n/packPackage';
import { listFiles, ROOT } from './projectFiles';

/** Building and packing takes seconds, on a busy machine many. */
export const PACK_TIMEOUT_MS = 240_000;

/** The package as npm would deliver it, unpacked. */
export interface PackedPackage {
	folder: string;
	/** Paths inside the package, with forward slashes, sorted. */
	files: string[];
	remove(): void;
}

/**
 * Builds and packs if the sources changed, and unpacks the tarball into a new temporary folder, where
 * the project's own node_modules stand in for n8n's.
 */
export async function unpackPackage(): Promise<PackedPackage> {
	const tarball = await packPackage();
	const folder = mkdtempSync(path.join(os.tmpdir(), 'tiktok-post-package-'));
	execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
	const files = listFiles(folder).map((file) => path.posix.relative(relativeToRoot(folder), file));
	symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'dir');
	return { folder, files, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const relativeToRoot = (folder: string) => path.relative(ROOT, folder).split(path.sep).join('/');
