import type { IDataObject } from 'n8n-workflow';

import { ConnectedN8n, RUN_TIMEOUT_MS, triggerNode } from './support/connectedN8n';
import { NodePanel } from './support/nodePanel';
import { FROM_CLIP, serveClip, useEditor } from './support/useEditor';

const use = useEditor(async () => await ConnectedN8n.open());
const nodePanel = new NodePanel(use);

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
			const panel = await nodePanel.open(use.stage.postNode(parameters));
			await panel.getByText(text).waitFor();
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'the levels, also while an expression that decides on the fields has no value yet',
		async () => {
			const later = "={{ $('Start').item.json.source }}";
			await nodePanel.open(use.stage.postNode({ videoSource: later }));
			await nodePanel.waitForLevels();
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
			await (await nodePanel.open(use.stage.toolNode())).getByText(text).waitFor();
			const node = await nodePanel.open(use.stage.postNode());
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
			const node = await nodePanel.open(use.stage.postNode(own));
			await node.getByText('Your Brand').first().waitFor();
			expect(await node.getByText(policy).count()).toBe(0);
			const branded = { ...own, commercialContent: ['brandedContent'] };
			await (await nodePanel.open(use.stage.postNode(branded))).getByText(policy).waitFor();
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'Max Wait where something waits, and the cover of photos by its place',
		async () => {
			const offered = async (parameters: IDataObject) => {
				await nodePanel.open(use.stage.postNode(parameters));
				return await (await nodePanel.openOptions()).allInnerTexts();
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
			const events = ['post.publish.complete', 'post.publish.failed'];
			const panel = await nodePanel.open(triggerNode(events));
			const steps = await panel.locator('li').allInnerTexts();
			expect(steps.slice(0, 4)).toEqual([
				expect.stringMatching(/^Copy the Production URL/),
				expect.stringMatching(/^Open your app in the TikTok developer portal/),
				expect.stringMatching(/^Paste the URL as callback URL/),
				expect.stringMatching(/^Publish \(activate\) this workflow/),
			]);
			const node = await nodePanel.close('TikTok Post Trigger');
			await node.getByText('Post Published, Post Failed').waitFor();
		},
		RUN_TIMEOUT_MS,
	);

	it.each([
		['create', 'Publish'],
		['upload', 'Send draft'],
		['getStatus', 'Get status'],
	])(
		'on the canvas what a node does, in words: %s',
		async (operation, words) => {
			await nodePanel.open(use.stage.postNode({ operation }));
			await (await nodePanel.close('Post')).getByText(words, { exact: true }).waitFor();
		},
		RUN_TIMEOUT_MS,
	);
});

describe('the output pane says what a green node does not', () => {
	it(
		'that nothing was posted again',
		async () => {
			const parameters = { ...FROM_CLIP, options: { deduplicationKey: 'asset-1' } };
			const output = await nodePanel.execute(use.stage.postNode(parameters));
			await output.getByText('https://www.tiktok.com/@sim.creator/video/').first().waitFor();
			await nodePanel.executeOpen();
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
		[
			'the same of a level that an expression names as the list does',
			{ privacyLevel: "={{ 'only me' }}" },
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
			const output = await nodePanel.execute(use.stage.postNode({ ...FROM_CLIP, ...parameters }));
			await output.getByText(text).waitFor();
		},
		RUN_TIMEOUT_MS,
	);
});
