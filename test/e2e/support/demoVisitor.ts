import type { IDataObject } from 'n8n-workflow';
import type { Page } from 'playwright-core';

import { executionError, outputItems } from '../../support/n8n';
import { N8nRestClient } from '../../support/n8n/n8nRestClient';
import { Browser } from './browser';
import { MANUAL_START } from './connectedN8n';
import { waitUntil } from './waitUntil';

const CREDENTIAL_TYPE = 'tikTokOAuth2Api';
const VIDEO_URL = /https:\/\/media\.example\.com\/\S+\.mp4/;

/** What the demo has printed for a person to use. */
interface PrintedPlaces {
	post: string;
	profile: string;
	demoWorkflow: string;
	firstPost: string;
	control: string;
	clientKey: string;
	clientSecret: string;
}

/** Reads the places as a person does: by the words in front of them. */
export function readPlaces(output: string): PrintedPlaces {
	const find = (label: string) => new RegExp(`${label} +(\\S+)`).exec(output)?.[1] ?? '';
	return {
		post: find('  post '),
		profile: find('profile page'),
		demoWorkflow: find('n8n editor'),
		firstPost: find('first post'),
		control: find('trouble'),
		clientKey: find('Client ID'),
		clientSecret: find('Client Secret'),
	};
}

/** A person who tries out all that `npm start` offers. */
export class DemoVisitor {
	private constructor(
		private readonly browser: Browser,
		private readonly places: PrintedPlaces,
		private readonly n8nUrl: string,
	) {}

	static async open(places: PrintedPlaces): Promise<DemoVisitor> {
		const browser = await Browser.open();
		return new DemoVisitor(browser, places, new URL(places.demoWorkflow).origin);
	}

	/** `/` leads to the profile page, whose video can be played, and the post has its page. */
	async seesThePost(): Promise<void> {
		const { page } = this.browser;
		await page.goto(this.places.post);
		await page.getByText('Posted from n8n #n8n').waitFor();
		await page.goto(new URL('/', this.places.profile).href);
		expect(page.url()).toBe(this.places.profile);
		const video = page.locator('video').first();
		await waitUntil(
			async () => await video.evaluate((element: { readyState: number }) => element.readyState > 1),
			'the posted video can be played',
		);
		await page.getByText('Everyone can see it').first().waitFor();
		await page.getByText('just now').or(page.getByText('minute')).first().waitFor();
		expect(await page.getByText('sha256').first().isVisible()).toBe(false);
		const photos = page.getByRole('group', { name: '3 photos' }).getByRole('img');
		await photos.first().waitFor();
		expect(await photos.count()).toBe(3);
		for (const scheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme: scheme });
			await this.browser.takeScreenshot(`profile-${scheme}`);
		}
	}

	/**
	 * The first time makes a post, which appears on the open profile page; the second time nothing is
	 * posted again, and the editor shows that post without complaint.
	 */
	async executesAStepTwice(): Promise<void> {
		const { browser } = this;
		const profile = browser.page;
		const editor = await profile.context().newPage();
		await browser.logIn({ url: this.n8nUrl }, editor);
		await editor.goto(this.places.demoWorkflow);
		await editor.getByTestId('canvas-node').filter({ hasText: 'Post it' }).dblclick();
		for (const times of ['once', 'twice']) {
			await this.executesStep(editor);
			await editor.getByTestId('output-panel').getByText('PUBLISH_COMPLETE').waitFor();
			await browser.takeScreenshot(`demo-executed-${times}`, editor);
			const toasts = await editor.locator('.el-notification').allInnerTexts();
			expect(toasts.filter((text) => !text.includes('successfully'))).toEqual([]);
		}
		await profile.bringToFront();
		await waitUntil(
			async () => (await profile.getByRole('article').count()) === 3,
			'the profile page shows the new post by itself',
		);
		await editor.close();
	}

	/** Presses Execute step and waits until n8n has run it. */
	private async executesStep(editor: Page): Promise<void> {
		const rest = await this.logIn();
		const id = this.places.demoWorkflow.split('/').at(-1) ?? '';
		const before = (await rest.listExecutions(id)).length;
		await editor.getByTestId('node-execute-button').click();
		await waitUntil(
			async () => (await rest.listExecutions(id)).length > before,
			'n8n executes the step',
		);
		const [newest = ''] = await rest.listExecutions(id);
		expect((await rest.waitForExecution(newest)).status).toBe('success');
	}

	async readsTheNoteOfTheFirstPost(): Promise<void> {
		const { page } = this.browser;
		await page.goto(this.places.firstPost);
		await page.getByText('Paste the clip').waitFor();
		await this.browser.takeScreenshot('first-post');
	}

	/** Connects with the printed key and secret, posts the note's link, and returns the post's status. */
	async postsByHand(): Promise<unknown> {
		const rest = await this.logIn();
		const id = await rest.createCredential(CREDENTIAL_TYPE, 'By hand', {
			clientId: this.places.clientKey,
			clientSecret: this.places.clientSecret,
			appPlatform: 'desktop',
			requestedScopes: ['video.publish', 'video.upload'],
		});
		expect((await rest.connect(id)).status).toBe(200);
		const note = await this.browser.page.getByText('media.example.com').innerText();
		const post: IDataObject & { name: string; type: string } = {
			id: 'post',
			name: 'Post',
			type: 'n8n-nodes-tiktok-post.tikTokPost',
			typeVersion: 1,
			position: [220, 0],
			credentials: { [CREDENTIAL_TYPE]: { id, name: 'By hand' } },
			parameters: {
				operation: 'create',
				videoSource: 'url',
				videoUrl: VIDEO_URL.exec(note)?.[0],
				caption: 'My first post',
				privacyLevel: 'SELF_ONLY',
				waitUntilFinished: true,
			},
		};
		const workflow = await rest.importWorkflow({
			name: 'By hand',
			nodes: [{ ...MANUAL_START, id: 'start', position: [0, 0] }, post],
			connections: { [MANUAL_START.name]: { main: [[{ node: 'Post', type: 'main', index: 0 }]] } },
		});
		const execution = await rest.runWorkflow(workflow);
		expect(executionError(execution)).toBeUndefined();
		return outputItems(execution, 'Post')[0]?.json.status;
	}

	/** Looks at the control page, lets the access be revoked, and finds the run failing. */
	async seesTheCallsAndRevokesTheAccess(): Promise<void> {
		const { page } = this.browser;
		await page.goto(this.places.profile);
		await page.getByRole('link', { name: 'What may happen next' }).click();
		expect(page.url()).toBe(this.places.control);
		await page.getByRole('button', { name: 'Access revoked' }).click();
		await page.getByRole('status').getByText('The access is revoked').waitFor();
		const calls = page.getByRole('table', { name: 'Calls TikTok sees' });
		await calls.getByText('/v2/post/publish/video/init/').first().waitFor();
		for (const scheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme: scheme });
			await this.browser.takeScreenshot(`control-${scheme}`);
		}
		const rest = await this.logIn();
		const id = this.places.demoWorkflow.split('/').at(-1) ?? '';
		expect((await rest.runWorkflow(id)).status).toBe('error');
		// Without a reload: the list keeps itself fresh.
		await calls.getByRole('cell', { name: '401' }).first().waitFor();
	}

	private async logIn(): Promise<N8nRestClient> {
		// Consent pages are on loopback here, so nothing has to be routed.
		const rest = new N8nRestClient(this.n8nUrl, { proxyUrl: '', caFile: '' });
		await rest.logIn();
		return rest;
	}

	async close(): Promise<void> {
		await this.browser.close();
	}
}
