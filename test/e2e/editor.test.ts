import type { Locator } from 'playwright-core';

import { ConnectedN8n, MANUAL_START, readFileNode, RUN_TIMEOUT_MS } from './support/connectedN8n';
import { waitUntil } from './support/waitUntil';
import { useEditor } from './support/useEditor';

const LIST_OPENS_MS = 3000;

const use = useEditor(async () => await ConnectedN8n.open());

describe('in the editor', () => {
	it(
		'the node is found by name, with its icon',
		async () => {
			const { page } = use.browser;
			await openWorkflow();
			await page.getByTestId('node-creator-plus-button').click();
			await page.getByTestId('node-creator').getByRole('textbox').fill('tiktok');

			const icon = page.getByTestId('node-creator').locator('img').first();
			await icon.waitFor();
			await use.browser.takeScreenshot('node-panel');
			expect(await page.getByTestId('node-creator-item-name').first().innerText()).toBe(
				'TikTok Post',
			);
			expect(await icon.getAttribute('src')).toContain('n8n-nodes-tiktok-post/dist/icons/tiktok');
			// A picture that did not load has no size.
			expect(await icon.evaluate((image: { naturalWidth: number }) => image.naturalWidth)).not.toBe(
				0,
			);
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'the privacy level is chosen from what the account offers now, and the post gets it',
		async () => {
			const { page } = use.browser;
			await openWorkflow();
			await page.getByTestId('canvas-node').filter({ hasText: 'Post' }).dblclick();
			const field = page.getByTestId('parameter-input-privacyLevel');
			await field.waitFor();
			await use.browser.takeScreenshot('node-parameters');
			// By role, because n8n keeps hidden copies of its lists.
			const offered = page.getByRole('option');
			await openList(field, offered.filter({ hasText: 'Only Me' }));
			await use.browser.takeScreenshot('privacy-levels');
			expect(await offered.allInnerTexts()).toEqual([
				'Everyone\nFor Sim Creator (@sim.creator)',
				'Friends\nFor Sim Creator (@sim.creator)',
				'Only Me\nFor Sim Creator (@sim.creator)',
			]);
			await offered.filter({ hasText: 'Only Me' }).click();

			await page.getByTestId('ndv-close-button').click();
			await page.getByTestId('execute-workflow-button').click();
			await page.getByText('Workflow executed successfully').waitFor();
			await use.browser.takeScreenshot('executed');
			await page.getByTestId('canvas-node').filter({ hasText: 'Post' }).dblclick();
			await page.getByTestId('output-panel').getByText('PUBLISH_COMPLETE').waitFor();
			await use.browser.takeScreenshot('output');
			expect(use.stage.simulator.posts.map(({ postInfo }) => postInfo.privacy_level)).toEqual([
				'SELF_ONLY',
			]);
			use.stage.simulator.expectClean();
		},
		RUN_TIMEOUT_MS,
	);
});

/** n8n closes a list again when its options arrive just after the click: click until it stays open. */
async function openList(field: Locator, option: Locator): Promise<void> {
	await waitUntil(async () => {
		if (await option.isVisible()) return true;
		await field.click();
		return await option.waitFor({ timeout: LIST_OPENS_MS }).then(
			() => true,
			() => false,
		);
	}, 'the list of privacy levels is open');
}

async function openWorkflow(): Promise<void> {
	const workflowId = await use.stage.importChain('Post a video', [
		MANUAL_START,
		readFileNode(await use.stage.provideSampleVideo()),
		use.stage.postNode({ privacyLevel: '' }),
	]);
	await use.browser.page.goto(`${use.stage.n8n.url}/workflow/${workflowId}`);
	await use.browser.page.getByTestId('canvas-node').filter({ hasText: 'Post' }).waitFor();
}
