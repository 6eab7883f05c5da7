/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- runs in Jest on a developer's machine and never ships */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** The repository's root folder. */
export const ROOT = path.resolve(__dirname, '../../..');

/** One file of the repository: its path from the root with forward slashes, and its text. */
export interface ProjectFile {
	path: string;
	text: string;
}

/**
 * Paths (from the root, forward slashes) of every file in the given folders, in stable order.
 * A folder that doesn't exist counts as empty.
 */
export function listFiles(...folders: string[]): string[] {
	return folders
		.flatMap((folder) => walk(path.resolve(ROOT, folder)))
		.map((file) => path.relative(ROOT, file).split(path.sep).join('/'))
		.sort();
}

function walk(folder: string): string[] {
	const entries = statSync(folder, { throwIfNoEntry: false }) ? readdirSync(folder) : [];
	return entries.flatMap((entry) => {
		const full = path.join(folder, entry);
		return statSync(full).isDirectory() ? walk(full) : [full];
	});
}

/** Reads a file given by its path from the root. */
export function readProjectFile(file: string): string {
	return readFileSync(path.join(ROOT, file), 'utf8');
}

/** The TypeScript that gets compiled into the package. */
export function readShippedSources(): ProjectFile[] {
	return listFiles('nodes', 'credentials')
		.filter((file) => file.endsWith('.ts'))
		.map((file) => ({ path: file, text: readProjectFile(file) }));
}
