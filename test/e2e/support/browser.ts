/* eslint-disable @n8n/community-nodes/no-restricted-globals,
   @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests use the file system and the clock; they are never shipped */

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { chromium, selectors, type Browser as Chromium, type Page } from 'playwright-core';

import type { Simulator } from '../../simulator';
import { OWNER, type RunningN8n } from '../../support/n8n';
import { CACHE_FOLDER } from '../../support/n8n/paths';
import { routingChromiumArguments } from '../../support/routing';

const SYSTEM_BROWSERS = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const SCREENSHOTS_FOLDER = join(CACHE_FOLDER, 'screenshots');
const STEP_TIMEOUT_MS = 60_000;

/** A part of a window, in pixels from its left upper corner. */
export interface Area {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** A person's browser. */
export class Browser {
	private constructor(
		private readonly chromium: Chromium,
		/** The first window. */
		readonly page: Page,
	) {}

	/**
	 * Opens Chromium: `CHROMIUM_PATH`, or the one that the system has. With a simulator, TikTok's
	 * host names lead there.
	 */
	static async open(simulator?: Simulator): Promise<Browser> {
		// How n8n marks the elements of its editor.
		selectors.setTestIdAttribute('data-test-id');
		const browser = await chromium.launch({
			executablePath: findBrowser(),
			args: [
				...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
				...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
				...(simulator ? routingChromiumArguments(simulator) : []),
			],
		});
		const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
		context.setDefaultTimeout(STEP_TIMEOUT_MS);
		return new Browser(browser, await context.newPage());
	}

	/** Signs in to the editor as the owner. */
	async logIn(n8n: Pick<RunningN8n, 'url'>, page: Page = this.page): Promise<void> {
		await page.goto(`${n8n.url}/signin`);
		await page.getByLabel('Email').fill(OWNER.email);
		await page.getByLabel('Password').fill(OWNER.password);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await page.waitForURL((url) => !url.pathname.startsWith('/signin'), { waitUntil: 'commit' });
	}

	/** Keeps a picture of a window, or of a part of it, as `.cache/screenshots/<name>.png`. */
	async takeScreenshot(name: string, page: Page = this.page, clip?: Area): Promise<void> {
		await mkdir(SCREENSHOTS_FOLDER, { recursive: true });
		const path = join(SCREENSHOTS_FOLDER, `${name}.png`);
		await page.screenshot({ path, animations: 'disabled', clip });
	}

	async close(): Promise<void> {
		await this.chromium.close();
	}
}

function findBrowser(): string {
	const path = process.env.CHROMIUM_PATH ?? SYSTEM_BROWSERS.find((file) => existsSync(file));
	if (path) return path;
	throw new Error(
		'No Chromium found. Install it (Debian: apt-get install chromium), or set CHROMIUM_PATH to the program.',
	);
}
