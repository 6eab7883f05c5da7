// Starts the project's commands: `node scripts/run.mjs <command> [options]`.
//
// Plain JavaScript without dependencies, because on a fresh clone nothing is installed yet: it
// checks Node.js, installs the development dependencies when they are missing or out of date, and
// hands over to the TypeScript that does the work.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT_FOLDER = dirname(dirname(fileURLToPath(import.meta.url)));
const MIN_NODE = [20, 19];
const REPORT_INTERVAL_MS = 10_000;
const COMMANDS = {
	test: 'scripts/test.ts',
	'test:deep': 'scripts/testDeep.ts',
	'test:e2e': 'scripts/testE2e.ts',
	'test:queue': 'scripts/testQueue.ts',
	'test:mutation': 'scripts/testMutation.ts',
	'test:versions': 'scripts/testVersions.ts',
	pictures: 'scripts/pictures.ts',
	demo: 'scripts/demo.ts',
	simulator: 'test/simulator/main.ts',
	bench: 'bench/index.ts',
	live: 'test/live/main.ts',
};

checkNodeVersion();
const script = findScript(process.argv[2]);
await installDependencies();
process.chdir(PROJECT_FOLDER);
// What the command sees as its arguments starts after the command's name.
process.argv.splice(1, 2, script);
const require = createRequire(import.meta.url);
require('tsx/cjs/api').register();
require(script);

function checkNodeVersion() {
	const [major, minor] = process.versions.node.split('.').map(Number);
	if (major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1])) return;
	fail(
		`This project needs Node.js ${MIN_NODE.join('.')} or newer, and this is ${process.version}.`,
		'Install a newer one from https://nodejs.org (or with nvm, fnm, volta) and run the command again.',
	);
}

function findScript(command) {
	const file = COMMANDS[command];
	if (!file) fail(`Unknown command "${command}". There are: ${Object.keys(COMMANDS).join(', ')}.`);
	const path = join(PROJECT_FOLDER, file);
	if (!existsSync(path)) fail(`This checkout has no ${file}, which "${command}" runs.`);
	return path;
}

async function installDependencies() {
	if (areDependenciesInstalled()) return;
	console.error('Installing the development dependencies (npm ci) …');
	const startedAt = Date.now();
	// npm says nothing for minutes where there is no terminal.
	const timer = setInterval(() => {
		console.error(`Installing: still at it, ${Math.round((Date.now() - startedAt) / 1000)} s`);
	}, REPORT_INTERVAL_MS);
	// Everything npm prints goes to standard error: standard output belongs to the command.
	const npm = spawn('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
		cwd: PROJECT_FOLDER,
		stdio: ['ignore', 2, 2],
		// npm is a .cmd file on Windows, which only a shell can start.
		shell: process.platform === 'win32',
	});
	const failure = await once(npm, 'close').then(
		([code]) => (code === 0 ? undefined : `npm ci failed (exit code ${code}).`),
		(error) => `npm ci could not be started: ${error.message}.`,
	);
	clearInterval(timer);
	if (failure === undefined) return;
	fail(
		failure,
		'Check the connection to the npm registry and the free disk space, then run the command again.',
	);
}

/** npm notes what it installed in `node_modules`, as the last thing it does. */
function areDependenciesInstalled() {
	const wanted = readPackages('package-lock.json');
	const installed = readPackages('node_modules/.package-lock.json');
	if (!wanted || !installed) return false;
	return Object.entries(wanted).every(
		([path, { version, optional }]) =>
			path === '' || optional || installed[path]?.version === version,
	);
}

function readPackages(file) {
	try {
		return JSON.parse(readFileSync(join(PROJECT_FOLDER, file), 'utf8')).packages;
	} catch {
		return undefined;
	}
}

function fail(...lines) {
	console.error(lines.join('\n'));
	process.exit(1);
}
