import { listPages } from './support/pages';
import { listFiles, readProjectFile } from './support/projectFiles';

interface Block {
	page: string;
	language: string;
	text: string;
}

/** Who runs a command: a test that contains `as`, or nobody, because of `exempt`. */
type Runner = { test: string; as: string } | { exempt: string };

const COMMANDS: Record<string, Runner> = {
	'git clone https://github.com/n8n-nodes-tiktok-post/n8n-nodes-tiktok-post.git': {
		exempt: 'needs the public repository; test/package/owner.test.ts compares the address',
	},
	'cd n8n-nodes-tiktok-post': { exempt: 'goes into the folder that git clone made' },
	'npm start': { test: 'test/e2e/demo.test.ts', as: "describe('npm start'" },
	'npm start -- --once': {
		test: 'test/e2e/demo.test.ts',
		as: "describe('npm start -- --once'",
	},
	'npm start -- --queue': {
		test: 'test/queue/demo.test.ts',
		as: "describe('npm start -- --queue'",
	},
	'npm run live -- --dry-run': {
		test: 'test/integration/live/command.test.ts',
		as: 'with --dry-run tells',
	},
	'npm run live': { test: 'test/integration/live/command.test.ts', as: "describe('npm run live'" },
	'mkdir -p ~/.n8n/nodes && cd ~/.n8n/nodes': {
		test: 'test/e2e/manualInstall.test.ts',
		as: 'docs/installation.md',
	},
	'npm install --legacy-peer-deps <path of the .tgz file>': {
		test: 'test/e2e/manualInstall.test.ts',
		as: '<path of the .tgz file>',
	},
	'n8n import:workflow --separate --input=templates/': {
		test: 'test/e2e/support/templates.ts',
		as: 'import:workflow',
	},
	'signature=$(printf \'%s\' "$body" | openssl dgst -sha256 -hmac "$secret" -r | cut -d \' \' -f 1)':
		{ exempt: 'needs openssl; test/e2e/templates/damPage.ts checks the signature it gives' },
	'curl "$address" -H \'Content-Type: application/json\' -H "X-DAM-Signature: sha256=$signature" --data-binary "$body"':
		{ exempt: 'needs curl; test/e2e/templates/damPage.ts sends the same header and body' },
};

/** JSON that pages show, by page, in order: the tests that see these fields in real answers. */
const JSON_SEEN_IN: Record<string, string[]> = {
	'docs/errors-and-limits.md': ['test/integration/rateLimits/rateLimits.test.ts'],
	'docs/operations.md': [
		'test/integration/read/get.test.ts',
		'test/integration/creator/get.test.ts',
		'test/integration/post/create.test.ts',
	],
	'docs/trigger.md': ['test/integration/trigger/webhook.test.ts'],
};

/** A test reads the JSON and the texts of these pages out of them, and compares them with real answers. */
const READ_BY: Record<string, string> = {
	'docs/for-dam-vendors.md': 'test/e2e/templates/damPage.ts',
};

/** For people who change this project: what they run is a script of `package.json`, or made the fixtures once. */
const FOR_DEVELOPERS = ['bench/README.md', 'test/fixtures/README.md', 'test/simulator/README.md'];

const blocks = listPages()
	.filter((page) => !FOR_DEVELOPERS.includes(page))
	.flatMap(listBlocks)
	.filter(({ page, language }) => !(page in READ_BY) || language === 'sh');

describe('what pages show to be copied', () => {
	it.each(Object.entries(READ_BY))('%s: its JSON is read by %s', (page, reader) => {
		expect(readProjectFile(reader)).toContain(page);
	});

	it('is in languages that a test looks at, or a drawing', () => {
		const known = ['sh', 'bash', 'json', 'mermaid', ''];
		expect(blocks.filter(({ language }) => !known.includes(language))).toEqual([]);
	});

	const commands = blocks
		.filter(({ language }) => ['sh', 'bash'].includes(language))
		.flatMap(({ page, text }) =>
			text
				.trim()
				.split('\n')
				.map((command) => [page, command] as const),
		);

	it.each(commands)('%s: `%s` is run by a test, or says why not', (_page, command) => {
		const runner = COMMANDS[command];
		expect(runner).toBeDefined();
		if (runner && 'test' in runner) expect(readProjectFile(runner.test)).toContain(runner.as);
	});

	it('has no command in the list that no page shows', () => {
		const shown = commands.map(([, command]) => command);
		expect(Object.keys(COMMANDS).filter((command) => !shown.includes(command))).toEqual([]);
	});

	const examples = blocks.filter(({ language }) => language === 'json');

	it.each(examples)('$page: JSON can be read, and a test sees its fields', ({ page, text }) => {
		const fields = listFields(text);
		const position = examples.filter((it) => it.page === page).findIndex((it) => it.text === text);
		const seenIn = JSON_SEEN_IN[page]?.[position] ?? 'no test is named';
		expect(listFiles('test')).toContain(seenIn);
		const test = readProjectFile(seenIn);
		expect(fields.filter((field) => !new RegExp(`\\b${field}\\b`).test(test))).toEqual([]);
	});
});

function listBlocks(page: string): Block[] {
	const found = readProjectFile(page).matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```$/gm);
	return [...found].map(([, language = '', text = '']) => ({ page, language, text }));
}

/** Names of all fields, also of inner objects. */
function listFields(json: string): string[] {
	const fields = new Set<string>();
	JSON.parse(json, function (this: unknown, name: string, value: unknown) {
		if (name !== '' && !Array.isArray(this)) fields.add(name);
		return value;
	});
	return [...fields];
}
