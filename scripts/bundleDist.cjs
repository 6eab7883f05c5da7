const { readFileSync } = require('node:fs');
const path = require('node:path');
const { rollup } = require('rollup');
const ts = require('typescript');

const COMPILER_OPTIONS = ts.parseJsonConfigFileContent(
	{ ...readJson(path.join(__dirname, '../tsconfig.json')), files: [] },
	ts.sys,
	'.',
).options;

/** One script for each of these, named like it; a class that n8n loads has its own. */
const HOUSES = [
	/^credentials\/oauth(?=\/)/,
	/^nodes\/shared\/[^/]+/,
	/^nodes\/TikTokPost\/actions(?=\/)/,
];

/**
 * Writes what n8n loads into `dist`: a script for each class in package.json's "n8n" section and one for each house
 * they share. Nothing is minified. A script per source would be a third longer, mostly `exports` and `require`, and n8n
 * would open two hundred files to start.
 */
exports.bundleDist = async function bundleDist(root) {
	const { n8n = {} } = readJson(path.join(root, 'package.json'));
	const sources = [...(n8n.credentials ?? []), ...(n8n.nodes ?? [])].map((file) =>
		file.replace(/^dist\//, '').replace(/\.js$/, ''),
	);
	const bundle = await rollup({
		input: Object.fromEntries(sources.map((source) => [source, path.join(root, `${source}.ts`)])),
		external: (request) => !request.startsWith('.') && !path.isAbsolute(request),
		plugins: [typescript],
		onwarn: (warning) => {
			throw new Error(warning.message);
		},
	});
	await bundle.write({
		dir: path.join(root, 'dist'),
		format: 'cjs',
		entryFileNames: '[name].js',
		// Scripts call each other by these names hundreds of times, so they are short.
		manualChunks: (id) => path.basename(houseOf(root, id) ?? '') || null,
		chunkFileNames: ({ moduleIds: [id] }) => `${houseOf(root, id)}.js`,
		minifyInternalExports: false,
		generatedCode: { preset: 'es2015', symbols: false },
		freeze: false,
		esModule: false,
	});
};

function houseOf(root, id) {
	const file = path.relative(root, id).split(path.sep).join('/');
	return HOUSES.map((house) => house.exec(file)?.[0]).find(Boolean);
}

const typescript = {
	name: 'typescript',
	resolveId(request, importer) {
		if (importer === undefined || !request.startsWith('.')) return null;
		const target = path.resolve(path.dirname(importer), request);
		return [`${target}.ts`, `${target}/index.ts`].find((file) => ts.sys.fileExists(file));
	},
	load(file) {
		const compilerOptions = { ...COMPILER_OPTIONS, module: ts.ModuleKind.ES2022 };
		const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), { compilerOptions });
		return indentByTabs(outputText);
	},
};

/** The compiler indents by four spaces, a tenth of all that ships. Texts over several lines stay as they are. */
function indentByTabs(code) {
	const texts = listTexts(ts.createSourceFile('code.js', code, ts.ScriptTarget.Latest, true));
	const isInText = (at) => texts.some((node) => node.getStart() < at && at < node.end);
	return code.replace(/^(?: {4})+/gm, (spaces, at) =>
		isInText(at) ? spaces : '\t'.repeat(spaces.length / 4),
	);
}

function listTexts(tree) {
	const texts = [];
	const visit = (node) => {
		if (ts.isTemplateLiteralToken(node)) texts.push(node);
		ts.forEachChild(node, visit);
	};
	visit(tree);
	return texts;
}

function readJson(file) {
	return JSON.parse(readFileSync(file, 'utf8'));
}
