/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests read files; they are never shipped */
import { readFileSync } from 'node:fs';

import { SAMPLE_MP4_PATH } from '../support/video';
import { Browser } from './support/browser';
import { RUN_TIMEOUT_MS, START_TIMEOUT_MS } from './support/connectedN8n';
import { CredentialStage } from './support/credentialStage';
import { Newcomer } from './support/newcomer';

const VIDEO_URL = 'https://media.example.com/run.mp4';
const PUBLISH = 'Publish video or photos';
const SEARCHES = ['tik tok', 'tiktok', 'reel', 'shorts', 'schedule', 'share', 'post', 'video'];

let stage: CredentialStage;
let browser: Browser;

beforeAll(async () => {
	stage = await CredentialStage.open('desktop');
	stage.reset(200);
	const content = readFileSync(SAMPLE_MP4_PATH);
	stage.simulator.media.serve(VIDEO_URL, { content, contentType: 'video/mp4' });
	browser = await Browser.open(stage.simulator);
	await browser.logIn(stage.n8n);
}, START_TIMEOUT_MS);

afterAll(async () => {
	await browser?.close();
	await stage?.close();
}, START_TIMEOUT_MS);

beforeEach(async () => {
	await browser.page.goto(`${stage.n8n.url}/workflow/new`);
});

it(
	'somebody new gets from an empty workflow to a link, without closing the panel',
	async () => {
		const newcomer = new Newcomer(browser.page);
		await newcomer.addNode('tik tok', PUBLISH);
		await newcomer.connect(stage.simulator);
		const offered = await newcomer.describeVideo(VIDEO_URL, 'Morning run #run', 'Everyone');
		expect(offered).toContain('Everyone\nFor Sim Creator (@sim.creator)');
		const output = await newcomer.execute();
		await output.getByText('https://www.tiktok.com/@sim.creator/video/').first().waitFor();
		await browser.takeScreenshot('first-hour-new-credential');
		expect(newcomer.clicks).toBeLessThanOrEqual(16);
		expect(newcomer).toMatchObject({ clicks: 14, entries: 5 });
		expect(stage.simulator.posts).toHaveLength(1);
	},
	RUN_TIMEOUT_MS,
);

// With the credential that the one before has made.
it(
	'with a credential that is there, it takes fewer clicks',
	async () => {
		const newcomer = new Newcomer(browser.page);
		await newcomer.addNode('tik tok', PUBLISH);
		await newcomer.describeVideo(VIDEO_URL, 'Evening run #run', 'Only Me');
		const output = await newcomer.execute();
		await output.getByText(/^Posted as Only Me: TikTok gives no link/).waitFor();
		await browser.takeScreenshot('first-hour-existing-credential');
		expect(newcomer.clicks).toBeLessThanOrEqual(11);
		expect(newcomer).toMatchObject({ clicks: 9, entries: 3 });
	},
	RUN_TIMEOUT_MS,
);

it.each(SEARCHES)(
	'"%s" finds the node, whose card speaks of publishing',
	async (search) => {
		const { page } = browser;
		await page.getByTestId('canvas-add-button').click();
		const panel = page.getByTestId('node-creator');
		await panel.getByRole('textbox').fill(search);
		const found = panel.getByTestId('node-creator-item-name').getByText('TikTok Post');
		await found.first().waitFor();
		expect(await panel.getByText('Publish videos and photos to TikTok').count()).toBeGreaterThan(0);
	},
	RUN_TIMEOUT_MS,
);
