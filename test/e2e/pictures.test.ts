import type { IDataObject } from 'n8n-workflow';

import { DEMO_MP4_PATH } from '../support/video';
import { ConnectedN8n, RUN_TIMEOUT_MS, triggerNode } from './support/connectedN8n';
import { Newcomer } from './support/newcomer';
import { NodePanel } from './support/nodePanel';
import { onlyInDefaultVersion } from './support/onlyInDefaultVersion';
import { THEMES } from './support/pictures';
import { takePicture, useTheme } from './support/takePicture';
import { FROM_CLIP, serveClip, useEditor } from './support/useEditor';

const use = useEditor(async () => await ConnectedN8n.open());
const nodePanel = new NodePanel(use);

beforeAll(() => {
	serveClip(use.stage.simulator, DEMO_MP4_PATH);
});

/** What the docs show, as `npm run pictures` keeps it: the pictures must come out of any run. */
onlyInDefaultVersion.each(THEMES)('pictures, %s', (theme) => {
	const keep = async (name: string, page = use.browser.page) => {
		await takePicture(use.browser, name, theme, { page });
	};

	beforeAll(async () => await useTheme(use.browser, use.stage.n8n.url, theme));

	it(
		'the nodes panel',
		async () => {
			const { page } = use.browser;
			await page.goto(`${use.stage.n8n.url}/workflow/new`);
			const panel = await new Newcomer(page).findActions('tik tok');
			await panel.getByText('Publish video or photos', { exact: true }).waitFor();
			await keep('nodes-panel');
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'Create, and its output with the link',
		async () => {
			await openPost();
			await keep('create');
			const output = await nodePanel.executeOpen();
			await output.getByText('https://www.tiktok.com/@sim.creator/video/').first().waitFor();
			await keep('output');
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'the options',
		async () => {
			await openPost();
			await nodePanel.openOptions();
			await keep('options');
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'an error',
		async () => {
			await openPost({ videoUrl: 'https://media.example.com/gone.mp4' });
			const output = await nodePanel.executeOpen();
			await output.getByText('code media_unavailable').first().waitFor();
			await keep('error');
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'the trigger',
		async () => {
			const panel = await nodePanel.open(
				triggerNode(['post.publish.complete', 'post.publish.failed']),
			);
			await panel.getByTestId('parameter-input-events').waitFor();
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

/** Opens the panel of a post, with its list of privacy levels. */
async function openPost(parameters: IDataObject = {}): Promise<void> {
	await nodePanel.open(use.stage.postNode({ ...FROM_CLIP, ...parameters }));
	await nodePanel.waitForLevels();
}
