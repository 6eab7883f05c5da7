/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests use the file system and the clock; they are never shipped */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { executionError } from '../support/n8n';
import {
	ConnectedN8n,
	credentialReference,
	MANUAL_START,
	readFileNode,
	RUN_TIMEOUT_MS,
	START_TIMEOUT_MS,
} from './support/connectedN8n';

const MAX_CAPTION_UNITS = 2200;

interface BadInput {
	title: string;
	file?: 'sample.mp4' | 'empty.mp4' | 'text.mp4';
	parameters?: IDataObject;
	/** What the red panel says: the parameter by its label, what is wrong with it. */
	message: RegExp;
	/** What it tells the user to do. */
	advice: RegExp;
}

const BAD_INPUTS: BadInput[] = [
	{
		title: 'no binary field of that name',
		parameters: { binaryPropertyName: 'movie' },
		message: /Input Binary Field.*"movie"/,
		advice: /one the item has: "data"/,
	},
	{
		title: 'an empty file',
		file: 'empty.mp4',
		message: /binary field "data" is empty/i,
		advice: /Check the node that produces the file/,
	},
	{
		title: 'a text file named .mp4',
		file: 'text.mp4',
		message: /binary field "data" is not a video.*text/i,
		advice: /Send an MP4, MOV or WebM/,
	},
	{
		title: 'a caption of 2,201 UTF-16 units, one emoji among them',
		parameters: { caption: `${'a'.repeat(MAX_CAPTION_UNITS - 1)}😀` },
		message: /Caption.*2201.*2200/,
		advice: /Shorten Caption by 1\b/,
	},
	{
		title: 'a privacy level that the creator lacks',
		parameters: { privacyLevel: 'FOLLOWER_OF_CREATOR' },
		message: /Privacy Level.*Followers/,
		advice: /Choose one of: .*PUBLIC_TO_EVERYONE.*SELF_ONLY/,
	},
	{
		title: 'branded content with "Only Me"',
		parameters: {
			privacyLevel: 'SELF_ONLY',
			discloseCommercialContent: true,
			commercialContent: ['brandedContent'],
		},
		message: /Branded Content.*Privacy Level "Only Me"/,
		advice: /Choose another Privacy Level, or remove Branded Content/,
	},
];

let stage: ConnectedN8n;

beforeAll(async () => {
	stage = await ConnectedN8n.open();
	await stage.provideSampleVideo();
	await writeFile(join(stage.n8n.filesFolder, 'empty.mp4'), '');
	await writeFile(join(stage.n8n.filesFolder, 'text.mp4'), 'Approved on Monday.\n'.repeat(500));
}, START_TIMEOUT_MS);

afterAll(async () => await stage?.close(), START_TIMEOUT_MS);

describe('input that cannot become a post is refused before anything is sent', () => {
	it.each(BAD_INPUTS)(
		'$title',
		async ({ file = 'sample.mp4', parameters, message, advice }) => {
			const error = await runAndFail(file, stage.postNode(parameters));
			expect(error.message).toMatch(message);
			expect(error.description).toMatch(advice);
			expectNothingSent();
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'no credential selected',
		async () => {
			const error = await runAndFail('sample.mp4', stage.postNode({}, { credentials: {} }));
			expect(error.message).toMatch(/No TikTok credential/);
			expect(error.description).toMatch(/[Ss]elect or create a “TikTok OAuth2 API” credential/);
			expectNothingSent();
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'a credential that was never connected',
		async () => {
			const credentials = credentialReference(await stage.createUnconnectedCredential());
			const error = await runAndFail('sample.mp4', stage.postNode({}, { credentials }));
			expect(error.message).toMatch(/credential is not connected/);
			expect(error.description).toMatch(/“Connect my account”/);
			expectNothingSent();
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'while the same workflow with good input posts',
		async () => {
			const execution = await run('sample.mp4', stage.postNode());
			expect(execution.status).toBe('success');
			expect(stage.simulator.posts).toHaveLength(1);
			stage.simulator.expectClean();
		},
		RUN_TIMEOUT_MS,
	);
});

type PostNode = ReturnType<ConnectedN8n['postNode']>;

async function run(file: string, node: PostNode) {
	const path = join(stage.n8n.filesFolder, file);
	const workflowId = await stage.importChain('Input', [MANUAL_START, readFileNode(path), node]);
	return await stage.n8n.rest.runWorkflow(workflowId);
}

async function runAndFail(
	file: string,
	node: PostNode,
): Promise<{ message: string; description: string }> {
	const execution = await run(file, node);
	expect(execution.status).toBe('error');
	expect(execution.data.resultData.lastNodeExecuted).toBe('Post');
	const error = executionError(execution);
	return { message: error?.message ?? '', description: error?.description ?? '' };
}

function expectNothingSent(): void {
	expect(stage.simulator.posts).toEqual([]);
	expect(stage.simulator.requests.filter(({ method }) => method === 'PUT')).toEqual([]);
}
