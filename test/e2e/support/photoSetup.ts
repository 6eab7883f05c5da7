import type { Locator, Page } from 'playwright-core';

import type { Browser } from './browser';

/** Somebody who makes n8n a source of photos, as the documentation says, and what it costs them. */
export class PhotoSetup {
	/** What the documentation counts: things to do, each of a few clicks at most. */
	readonly steps: string[] = [];

	/** Of the workflow with the node. */
	workflowId = '';

	private constructor(
		private readonly editor: Page,
		private readonly portal: Page,
	) {}

	/** Does all of it, in n8n's editor and on the portal's page; returns the address that TikTok now trusts. */
	static async do(browser: Browser, n8nUrl: string, portalUrl: string): Promise<PhotoSetup> {
		const setup = new PhotoSetup(browser.page, await browser.page.context().newPage());
		await setup.addNode(n8nUrl);
		const address = await setup.copyProductionUrl();
		const fileName = await setup.enterPrefix(portalUrl, `${address}/`);
		await setup.publish(fileName);
		await browser.takeScreenshot('photos-published');
		await setup.verify();
		await browser.takeScreenshot('photos-verified', setup.portal);
		await setup.saveAddress(address);
		await setup.portal.close();
		setup.workflowId = /workflow\/(\w+)/.exec(browser.page.url())?.[1] ?? '';
		return setup;
	}

	private async addNode(n8nUrl: string): Promise<void> {
		const { editor } = this;
		const panel = editor.getByTestId('node-creator');
		await this.step('a new workflow', async () => await editor.goto(`${n8nUrl}/workflow/new`));
		await this.step('the node', async () => {
			await editor.getByTestId('canvas-add-button').click();
			await panel.getByRole('textbox').fill('tiktok media');
			await panel.getByTestId('node-creator-item-name').getByText('TikTok Post Media').click();
			await panel.getByText('Add to workflow').click();
		});
		// n8n has chosen the only credential there is.
		const chosen = editor.getByTestId('node-credentials-select').locator('input');
		await this.step('the credential', async () => await chosen.waitFor());
		expect(await chosen.inputValue()).toBe('TikTok account');
	}

	/** Where people copy it from, which must be the only one there is. */
	private async copyProductionUrl(): Promise<string> {
		const urls = this.parameters.getByText(/^https:\/\/\S+\/webhook\//);
		await this.step('copy the URL', async () => {
			await this.parameters.getByText('Webhook URLs', { exact: true }).click();
			await this.editor.getByTestId('radio-button-production').click();
			await urls.first().click();
		});
		expect(await urls.count()).toBe(1);
		return (await urls.first().innerText()).trim();
	}

	/** Returns the name of the file that TikTok asks for. */
	private async enterPrefix(portalUrl: string, prefix: string): Promise<string> {
		const { portal } = this;
		await this.step('URL properties', async () => await portal.goto(portalUrl));
		const field = portal.getByRole('textbox', { name: 'URL prefix' });
		await this.step('paste', async () => await field.fill(prefix));
		await this.step('URL prefix', async () => {
			await portal.getByRole('button', { name: 'URL prefix' }).click();
		});
		return await portal.locator('#proof-name').innerText();
	}

	private async publish(fileName: string): Promise<void> {
		const { editor } = this;
		await this.step('the file’s name', async () => {
			await editor.getByTestId('parameter-input-verificationFile').locator('input').fill(fileName);
		});
		await this.step('publish', async () => {
			await editor.getByTestId('ndv-close-button').click();
			await editor.getByTestId('workflow-open-publish-modal-button').click();
			await editor.getByTestId('workflow-publish-button').click();
			await editor.getByTestId('activation-modal').waitFor();
			await editor.keyboard.press('Escape');
		});
	}

	private async verify(): Promise<void> {
		const { portal } = this;
		await this.step('Verify', async () => {
			await portal.getByRole('button', { name: 'Verify' }).click();
			await portal.getByRole('status').getByText('Verified: https://').waitFor();
		});
	}

	private async saveAddress(address: string): Promise<void> {
		const { editor } = this;
		await this.step('open the credential', async () => {
			await editor.getByTestId('canvas-node').filter({ hasText: 'TikTok Post Media' }).dblclick();
			await editor.getByTestId('credential-edit-button').click();
		});
		await this.step('paste there', async () => {
			await editor.getByTestId('parameter-input-photoAddress').locator('input').fill(address);
		});
		await this.step('save', async () => {
			await editor.getByTestId('credential-save-button').click();
			await editor.getByText('Credential saved').waitFor();
		});
	}

	private get parameters(): Locator {
		return this.editor.getByTestId('node-parameters');
	}

	private async step(name: string, act: () => Promise<unknown>): Promise<void> {
		this.steps.push(name);
		await act();
	}
}
