/**
 * Lints a folder as strictly as n8n's verification of community nodes does: its plugin's recommended
 * rules and `no-console`, on compiled JavaScript as well as on sources, and deaf to every
 * `eslint-disable` comment. Usage: node verificationLint.mjs <folder> <pattern>...
 * Prints a JSON list of "file:line rule message", errors and warnings alike.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

// The plugins that belong to the installed n8n-node command, so that both apply the same rules.
const fromProject = createRequire(import.meta.url);
const fromNodeCli = createRequire(fromProject.resolve('@n8n/node-cli/eslint'));
const load = async (name) => import(pathToFileURL(fromNodeCli.resolve(name)).href);

const [folder, ...patterns] = process.argv.slice(2);
const { ESLint } = fromProject('eslint');
const { n8nCommunityNodesPlugin } = await load('@n8n/eslint-plugin-community-nodes');
const { parser } = (await load('typescript-eslint')).default;
const baseRules = (await load('eslint-plugin-n8n-nodes-base')).default;

// n8n's own lint configuration switches these off too: they don't fit community nodes.
const NOT_FOR_COMMUNITY_NODES = {
	'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
	'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
	'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
	'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
	'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
};
const applyBaseRules = (files, ruleset) => ({
	files,
	rules: { ...baseRules.configs[ruleset].rules, ...NOT_FOR_COMMUNITY_NODES },
});

const eslint = new ESLint({
	cwd: folder,
	allowInlineConfig: false,
	overrideConfigFile: true,
	overrideConfig: [
		n8nCommunityNodesPlugin.configs.recommended,
		{ plugins: { 'n8n-nodes-base': baseRules }, rules: { 'no-console': 'error' } },
		applyBaseRules(['package.json'], 'community'),
		applyBaseRules(['**/credentials/**/*.ts'], 'credentials'),
		applyBaseRules(['**/nodes/**/*.ts'], 'nodes'),
		{ files: ['**/*.ts', '**/*.json'], languageOptions: { parser } },
	].flat(),
});

const results = await eslint.lintFiles(patterns);
const complaints = results.flatMap(({ filePath, messages }) =>
	messages.map(({ line, ruleId, message }) => `${filePath}:${line} ${ruleId} ${message}`),
);
process.stdout.write(JSON.stringify({ files: results.length, complaints }));
