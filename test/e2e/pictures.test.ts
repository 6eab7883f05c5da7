/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests read files; they are never shipped */
import { existsSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { DEMO_MP4_PATH } from '../support/video';
import {
	ConnectedN8n,
	MANUAL_START,
	RUN_TIMEOUT_MS,
	START_TIMEOUT_MS,
} from './support/connectedN8n';
import { looksTheSame } from './support/looksTheSame';
import {
	DOCS_FOLDER,
	fileOf,
	hashAll,
	MADE_FOLDER,
	THEMES,
	type PictureName,
} from './support/pictures';
import { CLIP_URL, serveClip, useEditor } from './support/useEditor';
import { waitUntil } from './support/waitUntil';

/** n8n's own address is another one on each machine. */
const SHOWN_ADDRESS = 'https://n8n.example.com';

let workflowId: string;

const use = useEditor(async () => await ConnectedN8n.open());

beforeAll(async () => {
	serveClip(use.stage.simulator, DEMO_MP4_PATH);
	workflowId = await use.stage.importChain('My workflow', [
		MANUAL_START,
		use.stage.postNode({ videoSource: 'url', videoUrl: CLIP_URL }),
	]);
}, START_TIMEOUT_MS);

afterAll(async () => {
	await writeFile(join(MADE_FOLDER, 'pictures.json'), `${JSON.stringify(hashAll(), null, '\t')}\n`);
});

/** What the docs show, as `npm run pictures` keeps it: the pictures must come out of any run. */
describe.each(THEMES)('pictures, %s', (theme) => {
	const keep = async (name: PictureName, page = use.browser.page) => {
		// Neither the pointer nor the caret, and no address of this machine.
		await page.mouse.move(0, 0);
		await page.evaluate(`(${MAKE_STABLE})('${SHOWN_ADDRESS}')`);
		const file = fileOf(name, theme);
		await use.browser.takeScreenshot(madeName(file), page);
		await keepFormer(file);
	};

	beforeAll(async () => {
		const { page } = use.browser;
		await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
		await page.goto(use.stage.n8n.url);
		await page.evaluate(`localStorage.setItem('N8N_THEME', '${theme}')`);
	});

	it(
		'the nodes panel',
		async () => {
			const { page } = use.browser;
			await page.goto(`${use.stage.n8n.url}/workflow/new`);
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
			const { page } = use.browser;
			await openPost(workflowId);
			await keep('create');
			await page.getByTestId('node-execute-button').click();
			const output = page.getByTestId('output-panel');
			await output.getByText('https://www.tiktok.com/@sim.creator/video/').first().waitFor();
			await keep('output');
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'the options',
		async () => {
			const { page } = use.browser;
			await openPost(workflowId);
			await page.getByTestId('collection-parameter-add').first().click();
			await page
				.getByTestId('collection-parameter-option')
				.filter({ visible: true, hasText: 'Validate Only' })
				.waitFor();
			await keep('options');
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'an error',
		async () => {
			const { page } = use.browser;
			const videoUrl = 'https://media.example.com/gone.mp4';
			const node = use.stage.postNode({ videoSource: 'url', videoUrl });
			await openPost(await use.stage.importChain('A link that is gone', [MANUAL_START, node]));
			await page.getByTestId('node-execute-button').click();
			await page.getByTestId('output-panel').getByText('code media_unavailable').first().waitFor();
			await keep('error');
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'the trigger',
		async () => {
			const { page } = use.browser;
			const trigger = {
				name: 'TikTok Post Trigger',
				type: 'n8n-nodes-tiktok-post.tikTokPostTrigger',
				typeVersion: 1,
				parameters: { events: ['post.publish.complete', 'post.publish.failed'] },
			};
			const id = await use.stage.importChain('Posted or failed', [trigger]);
			await page.goto(`${use.stage.n8n.url}/workflow/${id}`);
			await page.getByTestId('canvas-node').filter({ hasText: 'Trigger' }).dblclick();
			await page.getByTestId('parameter-input-events').waitFor();
			await keep('trigger');
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'the credential, and TikTok’s consent page as the simulator has it',
		async () => {
			const { page } = use.browser;
			await page.goto(`${use.stage.n8n.url}/home/credentials/${use.stage.credentialId}`);
			await page.getByTestId('oauth-connect-success-banner').waitFor();
			await keep('credential');
			const opened = page.context().waitForEvent('page');
			await page.getByTestId('oauth-switch-account-button').click();
			const consent = await opened;
			await consent.emulateMedia({ colorScheme: theme });
			await consent.locator('button[value=allow]').waitFor();
			await keep('consent', consent);
			await consent.close();
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'the simulator’s profile page',
		async () => {
			const { page } = use.browser;
			await page.goto(use.stage.simulator.loopbackUrl);
			await page.getByText('Morning run #sim').first().waitFor();
			await page.waitForFunction(
				'[...document.querySelectorAll("video")].every((video) => video.readyState > 2)',
			);
			await keep('profile-page');
		},
		RUN_TIMEOUT_MS,
	);
});

/** Opens the panel of the node "Post", with its list of privacy levels. */
async function openPost(id: string): Promise<void> {
	const { page } = use.browser;
	await page.goto(`${use.stage.n8n.url}/workflow/${id}`);
	await page.getByTestId('canvas-node').filter({ hasText: 'Post' }).dblclick();
	const privacyLevel = page.getByTestId('parameter-input-privacyLevel').locator('input');
	await waitUntil(
		async () => (await privacyLevel.inputValue()) === 'Everyone',
		'the list of privacy levels is loaded',
	);
}

/** Where nobody sees a difference, the picture that is there stays. */
async function keepFormer(file: string): Promise<void> {
	const [former, made] = [join(DOCS_FOLDER, file), join(MADE_FOLDER, `${madeName(file)}.png`)];
	if (!existsSync(former)) return;
	const page = await use.browser.page.context().newPage();
	if (await looksTheSame(page, await readFile(former), await readFile(made))) {
		await copyFile(former, made);
	}
	await page.close();
}

function madeName(file: string): string {
	return `picture-${file.replace('.png', '')}`;
}

/** Runs in the page: what is another in each run (addresses, speed, times) becomes an example or goes, as notices do. */
const MAKE_STABLE = `(shown) => {
	const ours = /http:\\/\\/(127\\.0\\.0\\.1|localhost):\\d+/g;
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		node.data = node.data.replace(ours, shown).replace(/, [\\d.]+ MB\\/s/, '').replace(/\\d+ \\w+ ago/, 'just now');
	}
	for (const input of document.querySelectorAll('input')) {
		if (ours.test(input.value)) input.value = input.value.replace(ours, shown);
	}
	for (const video of document.querySelectorAll('video')) video.controls = false;
	for (const notice of document.querySelectorAll('.el-notification')) notice.remove();
}`;
