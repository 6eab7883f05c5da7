/**
 * Static files and the last look at what ships. Both jobs work on the current folder's `dist`:
 *
 *   gulp finish      makes `dist` hold exactly what ships, a script for each house of the sources (`npm run build` calls it after the compiler)
 *   gulp check:dist  refuses a `dist` that would not load in n8n or that n8n would not verify
 */
const { execFileSync } = require('node:child_process');
const { existsSync, readFileSync, readdirSync, rmdirSync, rmSync, statSync } = require('node:fs');
const path = require('node:path');
const { dest, parallel, series, src } = require('gulp');
const ts = require('typescript');
const { bundleDist } = require('./scripts/bundleDist.cjs');

const ROOT = process.cwd();
const DIST = path.join(ROOT, 'dist');

/** The compiler also writes test types and n8n-node copies every picture it finds: only these ship. */
const SHIPPED = /^(nodes\/.+\.(js|json)|credentials\/.+\.js|icons\/[^/]+\.svg)$/;
const ALLOWED_MODULES = ['n8n-workflow', 'crypto', 'node:crypto'];
const MAX_UNPACKED_BYTES = 400_000;

/** Everything below `dist`, deepest first, with forward slashes on every system. */
function listDist(isWanted) {
	return readdirSync(DIST, { recursive: true })
		.filter((entry) => isWanted(statSync(path.join(DIST, entry))))
		.map((entry) => entry.split(path.sep).join('/'))
		.sort((a, b) => b.split('/').length - a.split('/').length);
}

const listFiles = () => listDist((entry) => entry.isFile());
const listStrays = () => listFiles().filter((file) => !SHIPPED.test(file));

async function prune() {
	for (const stray of listStrays()) rmSync(path.join(DIST, stray));
	for (const folder of listDist((entry) => entry.isDirectory())) {
		const full = path.join(DIST, folder);
		if (readdirSync(full).length === 0) rmdirSync(full);
	}
}

/** What the compiler wrote has proved the types; n8n gets it in as many files as it has reasons to open. */
async function bundle() {
	for (const script of listFiles().filter((name) => name.endsWith('.js'))) {
		rmSync(path.join(DIST, script));
	}
	await bundleDist(ROOT);
}

/** `file:` icon references are relative to the compiled class, so `icons` must sit beside `nodes`. */
const copyIcons = () => src('icons/*.svg', { encoding: false }).pipe(dest('dist/icons'));

/** The codex (categories, search words, links) is read from beside the compiled node. */
const copyCodex = () => src('nodes/**/*.node.json', { encoding: false }).pipe(dest('dist/nodes'));

async function checkDist() {
	if (!existsSync(DIST)) throw new Error('There is no dist folder. Run "npm run build" first.');
	const problems = [...findForeignFiles(), ...findForbiddenRequires(), ...findBrokenClasses()];
	const bytes = measureUnpackedBytes();
	if (bytes >= MAX_UNPACKED_BYTES) {
		problems.push(`the package unpacks to ${bytes} bytes, the limit is ${MAX_UNPACKED_BYTES}`);
	}
	if (problems.length > 0) throw new Error(`dist must not ship:\n- ${problems.join('\n- ')}`);
	console.log(`dist is fit to ship: ${listFiles().length} files, ${bytes} bytes unpacked`);
}

function findForeignFiles() {
	return listStrays().map((file) => `${file} does not belong into dist`);
}

function findForbiddenRequires() {
	const scripts = listFiles().filter((file) => file.endsWith('.js'));
	return scripts.flatMap((file) =>
		listRequires(path.join(DIST, file))
			.filter((request) => !isAllowedRequire(path.join(DIST, file), request))
			.map((request) => `${file} requires ${request ?? 'a computed name'}`),
	);
}

/** Reads the syntax tree, so comments and strings that merely mention require() don't count. */
function listRequires(file) {
	const tree = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
	const requests = [];
	const visit = (node) => {
		if (ts.isCallExpression(node) && isLoader(node.expression)) {
			const [request] = node.arguments;
			requests.push(request && ts.isStringLiteralLike(request) ? request.text : undefined);
		}
		ts.forEachChild(node, visit);
	};
	visit(tree);
	return requests;
}

function isLoader(callee) {
	const base = ts.isPropertyAccessExpression(callee) ? callee.expression : callee;
	return (
		base.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(base) && base.text === 'require')
	);
}

function isAllowedRequire(file, request) {
	if (request === undefined) return false;
	if (!request.startsWith('.')) return ALLOWED_MODULES.includes(request);
	const target = path.resolve(path.dirname(file), request);
	const stays = target.startsWith(DIST + path.sep);
	return stays && ['', '.js', '.json', '/index.js'].some((end) => existsFile(target + end));
}

const existsFile = (file) => existsSync(file) && statSync(file).isFile();

/** Loads each class as n8n does: the file's name is the class's name, the class is constructed bare. */
function findBrokenClasses() {
	const { n8n } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
	return [...n8n.credentials, ...n8n.nodes].flatMap((file) => {
		try {
			return findMissingFiles(file, loadClass(file));
		} catch (error) {
			return [`${file} does not load: ${error.message}`];
		}
	});
}

function loadClass(file) {
	const [className] = path.basename(file).split('.');
	const Loaded = require(path.join(ROOT, file))[className];
	if (typeof Loaded !== 'function') throw new Error(`it exports no class ${className}`);
	return new Loaded();
}

function findMissingFiles(file, instance) {
	const folder = path.dirname(path.join(ROOT, file));
	const { icon } = instance.description ?? instance;
	const icons = typeof icon === 'object' ? [icon.light, icon.dark] : [icon];
	const needed = icons.map((name) => path.resolve(folder, String(name).replace(/^file:/, '')));
	if (instance.description) needed.push(path.join(ROOT, file.replace(/\.js$/, '.json')));
	return needed
		.filter((name) => !existsFile(name))
		.map((name) => `${file} needs ${path.relative(ROOT, name)}, which is missing`);
}

function measureUnpackedBytes() {
	const answer = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
		cwd: ROOT,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
		shell: process.platform === 'win32',
	});
	return Object.values(JSON.parse(answer))[0].unpackedSize;
}

exports.finish = series(bundle, prune, parallel(copyIcons, copyCodex));
exports['check:dist'] = checkDist;
