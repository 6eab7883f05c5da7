/* eslint-disable @n8n/community-nodes/no-restricted-globals,
   @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests use the file system and the clock; they are never shipped */

import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { cleanEnvironment, executionError, outputItems, runOrThrow } from '../support/n8n';
import {
	ConnectedN8n,
	MANUAL_START,
	readFileNode,
	RUN_TIMEOUT_MS,
	START_TIMEOUT_MS,
} from './support/connectedN8n';

const PAGE = join(__dirname, '../../docs/installation.md');
const TARBALL = '<path of the .tgz file>';

let stage: ConnectedN8n;

beforeAll(async () => {
	stage = await ConnectedN8n.open({}, runDocumentedCommands);
}, START_TIMEOUT_MS);

afterEach(() => stage.simulator.expectClean());

afterAll(async () => await stage?.close(), START_TIMEOUT_MS);

describe('the package, installed with the commands of the page on installing', () => {
	it('comes alone, without n8n’s own libraries', async () => {
		const modules = join(stage.n8n.userFolder, '.n8n/nodes/node_modules');
		const names = (await readdir(modules)).filter((name) => !name.startsWith('.'));
		expect(names).toEqual(['n8n-nodes-tiktok-post']);
	});

	it(
		'posts',
		async () => {
			const execution = await run({ caption: 'By hand #sim' });
			expect(outputItems(execution, 'Post')).toMatchObject([
				{ json: { status: 'PUBLISH_COMPLETE' } },
			]);
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'lets n8n say in its own words what is wrong with an expression',
		async () => {
			const execution = await run({ caption: '={{ $("Nowhere").item.json.text }}' });
			expect(executionError(execution)?.message).toBe("Referenced node doesn't exist");
		},
		RUN_TIMEOUT_MS,
	);
});

async function run(parameters: { caption: string }) {
	const workflowId = await stage.importChain('Installed by hand', [
		MANUAL_START,
		readFileNode(await stage.provideSampleVideo()),
		stage.postNode(parameters),
	]);
	return await stage.n8n.rest.runWorkflow(workflowId);
}

/** As a user would, whose home folder `~` is the one that n8n keeps its data in. */
async function runDocumentedCommands(userFolder: string, tarball: string): Promise<void> {
	const commands = await readCommands();
	await mkdir(userFolder, { recursive: true });
	await runOrThrow(
		'sh',
		['-ec', commands.replace(TARBALL, `'${tarball}'`)],
		'The documented commands do not install the package.',
		{ env: cleanEnvironment({ HOME: userFolder }), cwd: userFolder },
	);
}

async function readCommands(): Promise<string> {
	const page = await readFile(PAGE, 'utf8');
	const blocks = [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, code = '']) => code);
	const [commands] = blocks.filter((code) => code.includes(TARBALL));
	if (commands === undefined)
		throw new Error('docs/installation.md tells no commands for a .tgz file');
	return commands;
}
