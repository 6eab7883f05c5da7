/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- runs in Jest on a developer's machine and never ships */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ROOT } from './projectFiles';

/** Runs a job of the gulpfile on a folder that holds a `dist` and a `package.json`. */
export function runGulp(job: string, folder: string): { code: number | null; output: string } {
	const gulp = path.join(ROOT, 'node_modules/gulp/bin/gulp.js');
	const args = [gulp, '--gulpfile', path.join(ROOT, 'gulpfile.js'), '--cwd', folder, job];
	const run = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
	return { code: run.status, output: run.stdout + run.stderr };
}
