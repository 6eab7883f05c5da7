import type { Locator, Page } from 'playwright-core';

import type { Simulator } from '../../simulator';
import { waitUntil } from './waitUntil';

/** Somebody who has never seen the node, and what it costs them: clicks, and texts to enter. */
export class Newcomer {
	clicks = 0;
	entries = 0;

	constructor(readonly page: Page) {}

	/** From an empty workflow to what the node can do; returns the panel with its actions. */
	async findActions(search: string): Promise<Locator> {
		const panel = this.page.getByTestId('node-creator');
		await this.click(this.page.getByTestId('canvas-add-button'));
		await this.enter(panel.getByRole('textbox'), search);
		await this.click(panel.getByTestId('node-creator-item-name').getByText('TikTok Post'));
		await this.click(panel.getByText(/^Actions \(/));
		return panel;
	}

	/** From an empty workflow to the node's open panel, with one of the node's actions. */
	async addNode(search: string, action: string): Promise<void> {
		const panel = await this.findActions(search);
		await this.click(panel.getByText(action, { exact: true }));
		await this.page.getByTestId('node-parameters').waitFor();
	}

	/** A new credential, by hand, of an app that is registered for this n8n on localhost. */
	async connect({ app }: Simulator): Promise<void> {
		await this.click(
			this.page.getByTestId('node-credentials-empty-state').getByRole('button').first(),
		);
		const form = this.page.getByTestId('editCredential-modal');
		await this.enter(this.field('clientId', form).locator('input'), app.clientKey);
		await this.enter(this.field('clientSecret', form).locator('input'), app.clientSecret);
		await this.choose('appPlatform', 'Desktop', form);
		const opened = this.page.context().waitForEvent('page');
		await this.click(this.page.getByTestId('quick-connect-button'));
		const consent = await opened;
		const closed = consent.waitForEvent('close');
		await this.click(consent.locator('button[value=allow]'));
		await closed;
		await form.waitFor({ state: 'hidden' });
	}

	/** Fills in a video by its link, and chooses who may see it. */
	async describeVideo(url: string, caption: string, privacyLevel: string): Promise<string[]> {
		const levels = this.page.waitForResponse(/\/dynamic-node-parameters\/options/);
		await this.choose('videoSource', /^URL\s*Downloaded/);
		await levels;
		await this.enter(this.field('videoUrl').getByRole('textbox'), url);
		await this.enter(this.field('caption').getByRole('textbox'), caption);
		await this.waitForOptions('privacyLevel');
		return await this.choose('privacyLevel', privacyLevel);
	}

	/** Runs the node and returns what the output pane shows. */
	async execute(): Promise<Locator> {
		await this.click(this.page.getByTestId('node-execute-button'));
		const output = this.page.getByTestId('output-panel');
		await output.getByText('PUBLISH_COMPLETE').first().waitFor();
		// Seen once, so that the class is known to be the one that notices have.
		await this.notices.filter({ hasText: /success/i }).waitFor();
		return output;
	}

	/** By class, because n8n's own advice has the role of an alert, too. */
	private get notices(): Locator {
		return this.page.locator('.el-notification');
	}

	/** Nothing has come up that n8n shows where something went wrong. */
	private async expectNoDeadEnd(): Promise<void> {
		// A list that failed says so as the value of its field.
		const values = await this.page
			.locator('input')
			.evaluateAll((inputs: Array<{ value: string }>) => inputs.map(({ value }) => value));
		expect(values.filter((value) => value.startsWith('Error fetching options'))).toEqual([]);
		const notices = await this.notices.allInnerTexts();
		expect(notices.filter((text) => !/success/i.test(text))).toEqual([]);
	}

	/** Opens a list and picks an option; returns all that it offers. */
	private async choose(
		name: string,
		option: string | RegExp,
		within: Page | Locator = this.page,
	): Promise<string[]> {
		// By role, because n8n keeps hidden copies of its lists.
		const options = this.page.getByRole('option').filter({ visible: true });
		await this.click(this.field(name, within));
		await options.filter({ hasText: option }).waitFor();
		const offered = await options.allInnerTexts();
		await this.click(options.filter({ hasText: option }));
		return offered;
	}

	/** n8n closes a list again when its options arrive just after the click. */
	private async waitForOptions(name: string): Promise<void> {
		const input = this.field(name).locator('input');
		await waitUntil(
			async () => !/^Loading/.test(await input.inputValue()),
			`the options of ${name} are loaded`,
		);
	}

	private field(name: string, within: Page | Locator = this.page): Locator {
		return within.getByTestId(`parameter-input-${name}`);
	}

	private async click(target: Locator): Promise<void> {
		await target.click();
		this.clicks += 1;
		await this.expectNoDeadEnd();
	}

	/** A click into the field belongs to it. */
	private async enter(field: Locator, text: string): Promise<void> {
		await field.fill(text);
		this.entries += 1;
	}
}
