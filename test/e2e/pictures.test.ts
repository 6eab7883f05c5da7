/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests read files; they are never shipped */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';

import { DEMO_MP4_PATH } from '../support/video';
import { Browser } from './support/browser';
import {
	ConnectedN8n,
	MANUAL_START,
	RUN_TIMEOUT_MS,
	START_TIMEOUT_MS,
} from './support/connectedN8n';
import { fileOf, hashAll, MADE_FILE, THEMES, type PictureName } from './support/pictures';

const VIDEO_URL = 'https://media.example.com/run.mp4';
/** n8n's own address is another one on each machine. */
const SHOWN_ADDRESS = 'https://n8n.example.com';

let stage: ConnectedN8n;
let browser: Browser;
let workflowId: string;

beforeAll(async () => {
	stage = await ConnectedN8n.open();
	const content = readFileSync(DEMO_MP4_PATH);
	stage.simulator.media.serve(VIDEO_URL, { content, contentType: 'video/mp4' });
	browser = await Browser.open(stage.simulator);
	await browser.logIn(stage.n8n);
	workflowId = await stage.importChain('My workflow', [
		MANUAL_START,
		stage.postNode({ videoSource: 'url', videoUrl: VIDEO_URL }),
	]);
}, START_TIMEOUT_MS);

afterAll(async () => {
	await writeFile(MADE_FILE, `${JSON.stringify(hashAll(), null, '\t')}\n`);
	await browser?.close();
	await stage?.close();
}, START_TIMEOUT_MS);

/** What the docs show, as `npm run pictures` keeps it: the pictures must come out of any run. */
describe.each(THEMES)('pictures, %s', (theme) => {
	const keep = async (name: PictureName) => {
		const { page } = browser;
		// Neither the pointer nor the caret, and no address of this machine.
		await page.mouse.move(0, 0);
		await page.evaluate(`(${MAKE_STABLE})('${SHOWN_ADDRESS}')`);
		await browser.takeScreenshot(`picture-${fileOf(name, theme).replace('.png', '')}`);
	};

	beforeAll(async () => {
		const { page } = browser;
		await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
		await page.goto(stage.n8n.url);
		await page.evaluate(`localStorage.setItem('N8N_THEME', '${theme}')`);
	});

	it(
		'the nodes panel',
		async () => {
			const { page } = browser;
			await page.goto(`${stage.n8n.url}/workflow/new`);
			await page.getByTestId('canvas-add-button').click();
			const panel = page.getByTestId('node-creator');
			await panel.getByRole('textbox').fill('tik tok');
			await panel.getByTestId('node-creator-item-name').getByText('TikTok Post').click();
			await panel.getByText(/^Actions \(/).click();
			await panel.getByText('Publish video or photos', { exact: true }).waitFor();
			await keep('nodes-panel');
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'Create, and its output with the link',
		async () => {
			const { page } = browser;
			await page.goto(`${stage.n8n.url}/workflow/${workflowId}`);
			await page.getByTestId('canvas-node').filter({ hasText: 'Post' }).dblclick();
			await page.getByTestId('parameter-input-privacyLevel').waitFor();
			await keep('create');
			await page.getByTestId('node-execute-button').click();
			const output = page.getByTestId('output-panel');
			await output.getByText('https://www.tiktok.com/@sim.creator/video/').first().waitFor();
			await keep('output');
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'the trigger',
		async () => {
			const { page } = browser;
			const trigger = {
				name: 'TikTok Post Trigger',
				type: 'n8n-nodes-tiktok-post.tikTokPostTrigger',
				typeVersion: 1,
				parameters: { events: ['post.publish.complete', 'post.publish.failed'] },
			};
			const id = await stage.importChain('Posted or failed', [trigger]);
			await page.goto(`${stage.n8n.url}/workflow/${id}`);
			await page.getByTestId('canvas-node').filter({ hasText: 'Trigger' }).dblclick();
			await page.getByTestId('parameter-input-events').waitFor();
			await keep('trigger');
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'the credential',
		async () => {
			const { page } = browser;
			await page.goto(`${stage.n8n.url}/home/credentials/${stage.credentialId}`);
			await page.getByTestId('oauth-connect-success-banner').waitFor();
			await keep('credential');
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'the simulator’s profile page',
		async () => {
			const { page } = browser;
			await page.goto(stage.simulator.loopbackUrl);
			await page.getByText('Morning run #sim').first().waitFor();
			await page.waitForFunction(
				'[...document.querySelectorAll("video")].every((video) => video.readyState > 2)',
			);
			await keep('profile-page');
		},
		RUN_TIMEOUT_MS,
	);
});

/** Runs in the page: what is another in each run (addresses, speed, times) becomes an example; notices go. */
const MAKE_STABLE = `(shown) => {
	const ours = /http:\\/\\/(127\\.0\\.0\\.1|localhost):\\d+/g;
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		node.data = node.data.replace(ours, shown).replace(/[\\d.]+ MB\\/s/, '24.5 MB/s').replace(/\\d+ \\w+ ago/, 'just now');
	}
	for (const input of document.querySelectorAll('input')) {
		if (ours.test(input.value)) input.value = input.value.replace(ours, shown);
	}
	for (const video of document.querySelectorAll('video')) video.controls = false;
	for (const notice of document.querySelectorAll('.el-notification')) notice.remove();
}`;
