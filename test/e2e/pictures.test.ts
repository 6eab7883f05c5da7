import { DEMO_MP4_PATH } from '../support/video';
import {
	ConnectedN8n,
	MANUAL_START,
	RUN_TIMEOUT_MS,
	START_TIMEOUT_MS,
} from './support/connectedN8n';
import { THEMES } from './support/pictures';
import { takePicture, useTheme } from './support/takePicture';
import { CLIP_URL, serveClip, useEditor } from './support/useEditor';
import { waitUntil } from './support/waitUntil';

let workflowId: string;

const use = useEditor(async () => await ConnectedN8n.open());

beforeAll(async () => {
	serveClip(use.stage.simulator, DEMO_MP4_PATH);
	workflowId = await use.stage.importChain('My workflow', [
		MANUAL_START,
		use.stage.postNode({ videoSource: 'url', videoUrl: CLIP_URL }),
	]);
}, START_TIMEOUT_MS);

/** What the docs show, as `npm run pictures` keeps it: the pictures must come out of any run. */
describe.each(THEMES)('pictures, %s', (theme) => {
	const keep = async (name: string, page = use.browser.page) => {
		await takePicture(use.browser, name, theme, { page });
	};

	beforeAll(async () => await useTheme(use.browser, use.stage.n8n.url, theme));

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
