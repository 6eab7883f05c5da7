import { RUN_TIMEOUT_MS } from './support/connectedN8n';
import { CredentialStage } from './support/credentialStage';
import { Newcomer } from './support/newcomer';
import { CLIP_URL, serveClip, useEditor } from './support/useEditor';

const PUBLISH = 'Publish video or photos';
const SEARCHES = ['tik tok', 'tiktok', 'reel', 'shorts', 'schedule', 'share', 'post', 'video'];

const use = useEditor(async () => await CredentialStage.open('desktop'));

beforeAll(() => {
	use.stage.reset(200);
	serveClip(use.stage.simulator);
});

beforeEach(async () => {
	await use.browser.page.goto(`${use.stage.n8n.url}/workflow/new`);
});

it(
	'somebody new gets from an empty workflow to a link, without closing the panel',
	async () => {
		const newcomer = new Newcomer(use.browser.page);
		await newcomer.addNode('tik tok', PUBLISH);
		await newcomer.connect(use.stage.simulator);
		const offered = await newcomer.describeVideo(CLIP_URL, 'Morning run #run', 'Everyone');
		expect(offered).toContain('Everyone\nFor Sim Creator (@sim.creator)');
		const output = await newcomer.execute();
		await output.getByText('https://www.tiktok.com/@sim.creator/video/').first().waitFor();
		await use.browser.takeScreenshot('first-hour-new-credential');
		expect(newcomer.clicks).toBeLessThanOrEqual(16);
		expect(newcomer).toMatchObject({ clicks: 14, entries: 5 });
		expect(use.stage.simulator.posts).toHaveLength(1);
	},
	RUN_TIMEOUT_MS,
);

// With the credential that the one before has made.
it(
	'with a credential that is there, it takes fewer clicks',
	async () => {
		const newcomer = new Newcomer(use.browser.page);
		await newcomer.addNode('tik tok', PUBLISH);
		await newcomer.describeVideo(CLIP_URL, 'Evening run #run', 'Only Me');
		const output = await newcomer.execute();
		await output.getByText(/^Posted as Only Me: TikTok gives no link/).waitFor();
		await use.browser.takeScreenshot('first-hour-existing-credential');
		expect(newcomer.clicks).toBeLessThanOrEqual(11);
		expect(newcomer).toMatchObject({ clicks: 9, entries: 3 });
	},
	RUN_TIMEOUT_MS,
);

it.each(SEARCHES)(
	'"%s" finds the node, whose card speaks of publishing',
	async (search) => {
		const { page } = use.browser;
		await page.getByTestId('canvas-add-button').click();
		const panel = page.getByTestId('node-creator');
		await panel.getByRole('textbox').fill(search);
		const found = panel.getByTestId('node-creator-item-name').getByText('TikTok Post');
		await found.first().waitFor();
		expect(await panel.getByText('Publish videos and photos to TikTok').count()).toBeGreaterThan(0);
	},
	RUN_TIMEOUT_MS,
);

it(
	"what the node can do is said in words, by the operations' names",
	async () => {
		const panel = await new Newcomer(use.browser.page).findActions('tik tok');
		await panel.getByText(PUBLISH, { exact: true }).waitFor();
		await panel.getByText('Publish videos and photos to TikTok').first().waitFor();
		const names = await panel.getByTestId('node-creator-item-name').allInnerTexts();
		expect(names.slice(names.indexOf(PUBLISH))).toEqual([
			PUBLISH,
			'Get posts with views and likes',
			'Get many posts with views and likes',
			'Get post status',
			'Send draft to inbox',
		]);
		expect(names).toEqual(expect.arrayContaining(['Cancel post', 'Check what account may post']));
	},
	RUN_TIMEOUT_MS,
);
