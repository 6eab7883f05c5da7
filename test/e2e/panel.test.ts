import type { IDataObject } from 'n8n-workflow';
import type { Locator } from 'playwright-core';

import { ConnectedN8n, MANUAL_START, RUN_TIMEOUT_MS, type FlowNode } from './support/connectedN8n';
import { CLIP_URL, serveClip, useEditor } from './support/useEditor';

const FROM_URL = { videoSource: 'url', videoUrl: CLIP_URL };

let workflows = 0;

const use = useEditor(async () => await ConnectedN8n.open());

beforeAll(() => {
	serveClip(use.stage.simulator);
});

describe('the panel says where it is chosen', () => {
	it.each<[what: string, parameters: IDataObject, text: RegExp]>([
		['what an app may do before its audit', {}, /^Until TikTok has audited your app: only Only Me/],
		['what photos have to be', { mediaType: 'photos' }, /^1 to 35 photos, one https URL per line/],
		[
			'where a publish id comes from',
			{ operation: 'getStatus' },
			/^The publish_id of the Create or Upload node before/,
		],
	])(
		'%s',
		async (_what, parameters, text) => {
			const panel = await openNode(use.stage.postNode(parameters));
			await panel.getByText(text).waitFor();
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'which platform an app on localhost has',
		async () => {
			const { page } = use.browser;
			await page.goto(`${use.stage.n8n.url}/home/credentials/${use.stage.credentialId}`);
			await page.getByText('Desktop if the OAuth Redirect URL above is on localhost').waitFor();
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'that the tool of an AI agent has no files, and only there',
		async () => {
			const text = 'n8n hands no files to the tools of an AI agent';
			const tool = { ...use.stage.postNode(), type: 'n8n-nodes-tiktok-post.tikTokPostTool' };
			await (await openNode(tool)).getByText(text).waitFor();
			const node = await openNode(use.stage.postNode());
			await node.getByText('Input Binary Field', { exact: true }).waitFor();
			expect(await node.getByText(text).count()).toBe(0);
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'the policy for branded content once it is chosen',
		async () => {
			const policy = /^By posting branded content, you agree/;
			const own = { discloseCommercialContent: true, commercialContent: ['yourBrand'] };
			const node = await openNode(use.stage.postNode(own));
			await node.getByText('Your Brand').first().waitFor();
			expect(await node.getByText(policy).count()).toBe(0);
			const branded = { ...own, commercialContent: ['brandedContent'] };
			await (await openNode(use.stage.postNode(branded))).getByText(policy).waitFor();
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'Max Wait where something waits, and the cover of photos by its place',
		async () => {
			const { page } = use.browser;
			const offered = async (parameters: IDataObject) => {
				const node = await openNode(use.stage.postNode(parameters));
				await node.getByTestId('collection-parameter-add').click();
				const options = page.getByTestId('collection-parameter-option').filter({ visible: true });
				await options.first().waitFor();
				return await options.allInnerTexts();
			};
			expect(await offered({ waitUntilFinished: true })).toContain('Max Wait (Seconds)');
			const photos = await offered({ waitUntilFinished: false, mediaType: 'photos' });
			expect(photos).not.toContain('Max Wait (Seconds)');
			expect(photos).toContain('Cover Photo');
			expect(photos).not.toContain('Cover Photo Index');
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'the trigger’s set-up, step by step, and on the canvas its events in words',
		async () => {
			const panel = await openNode({
				name: 'TikTok Post Trigger',
				type: 'n8n-nodes-tiktok-post.tikTokPostTrigger',
				typeVersion: 1,
				parameters: { events: ['post.publish.complete', 'post.publish.failed'] },
			});
			const steps = await panel.locator('li').allInnerTexts();
			expect(steps.slice(0, 4)).toEqual([
				expect.stringMatching(/^Copy the Production URL/),
				expect.stringMatching(/^Open your app in the TikTok developer portal/),
				expect.stringMatching(/^Paste the URL as callback URL/),
				expect.stringMatching(/^Publish \(activate\) this workflow/),
			]);
			await use.browser.page.getByTestId('ndv-close-button').click();
			await use.browser.page.getByText('Post Published, Post Failed').waitFor();
		},
		RUN_TIMEOUT_MS,
	);
});

describe('the output pane says what a green node does not', () => {
	it(
		'that nothing was posted again',
		async () => {
			const parameters = { ...FROM_URL, options: { deduplicationKey: 'asset-1' } };
			const output = await execute(use.stage.postNode(parameters));
			await output.getByText('https://www.tiktok.com/@sim.creator/video/').first().waitFor();
			await use.browser.page.getByTestId('node-execute-button').click();
			await output.getByText(/^Not posted again: posted before as v_pub/).waitFor();
			const columns = await output.getByRole('columnheader').allInnerTexts();
			expect(columns.map((text) => text.trim()).slice(0, 3)).toEqual([
				'status',
				'post_url',
				'skipped',
			]);
		},
		RUN_TIMEOUT_MS,
	);

	it.each<[what: string, parameters: IDataObject, text: RegExp]>([
		[
			'that it only checked',
			{ options: { validateOnly: true } },
			/^Checked only, nothing was posted/,
		],
		[
			'why there is no link',
			{ privacyLevel: 'SELF_ONLY' },
			/^Posted as Only Me: TikTok gives no link/,
		],
		['where a draft is', { operation: 'upload' }, /^The draft waits in the creator's TikTok inbox/],
		[
			'that TikTok is still at it',
			{ waitUntilFinished: false },
			/^TikTok has the post and is working/,
		],
	])(
		'%s',
		async (_what, parameters, text) => {
			const output = await execute(use.stage.postNode({ ...FROM_URL, ...parameters }));
			await output.getByText(text).waitFor();
		},
		RUN_TIMEOUT_MS,
	);
});

describe('an error begins with what to do', () => {
	it(
		'where the access was removed at TikTok',
		async () => {
			const [creator] = use.stage.simulator.creators;
			use.stage.simulator.tokens.revoke(creator?.openId ?? '');
			const output = await execute(use.stage.postNode(FROM_URL));
			await output
				.getByText(/^TikTok no longer accepts this connection/)
				.first()
				.waitFor();
			await output
				.getByText(/^Open the credential and connect the account again/)
				.first()
				.waitFor();
		},
		RUN_TIMEOUT_MS,
	);
});

/** The panel of a node in a workflow of its own. */
async function openNode(node: FlowNode): Promise<Locator> {
	const { page } = use.browser;
	const isTrigger = node.type.endsWith('Trigger');
	const nodes = isTrigger ? [node] : [MANUAL_START, node];
	const id = await use.stage.importChain(`Panel ${++workflows}`, nodes);
	await page.goto(`${use.stage.n8n.url}/workflow/${id}`);
	await page.getByTestId('canvas-node').filter({ hasText: node.name }).dblclick();
	const panel = page.getByTestId('node-parameters');
	await panel.waitFor();
	return panel;
}

/** Runs a node from its panel; returns the output pane. */
async function execute(node: FlowNode): Promise<Locator> {
	await openNode(node);
	await use.browser.page.getByTestId('node-execute-button').click();
	return use.browser.page.getByTestId('output-panel');
}
