/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests read files; they are never shipped */
import { existsSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';

import type { Area, Browser } from './browser';
import { looksTheSame } from './looksTheSame';
import { DOCS_FOLDER, fileOfPicture, hashOf, MADE_FOLDER, type Theme } from './pictures';

/** n8n's own address is another one on each machine. */
const SHOWN_ADDRESS = 'https://n8n.example.com';

/** Has n8n show itself light or dark, and without movement. */
export async function useTheme({ page }: Browser, url: string, theme: Theme): Promise<void> {
	await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
	await page.goto(url);
	await page.evaluate(`localStorage.setItem('N8N_THEME', '${theme}')`);
}

/** Makes a picture for the docs, of a window or of a part of it. */
export async function takePicture(
	browser: Browser,
	name: string,
	theme: Theme,
	{ page = browser.page, clip }: { page?: Page; clip?: Area } = {},
): Promise<void> {
	const file = fileOfPicture(name, theme);
	// Neither the pointer nor the caret, and no address of this machine.
	await page.mouse.move(0, 0);
	await page.evaluate(`(${MAKE_STABLE})('${SHOWN_ADDRESS}')`);
	await page.waitForFunction(IS_COMPLETE);
	await browser.takeScreenshot(nameOfMade(file), page, clip);
	await keepFormer(browser, file);
	await writeFile(pathOfNote(name), hashOf(name));
}

/** Where the tests put what becomes a picture of the docs. */
export function pathOfMade(file: string): string {
	return join(MADE_FOLDER, `${nameOfMade(file)}.png`);
}

/** Where the tests note what stands for what a picture shows. */
export function pathOfNote(name: string): string {
	return join(MADE_FOLDER, `picture-${name}.hash`);
}

/** Where nobody sees a difference, the picture that is there stays. */
async function keepFormer({ page }: Browser, file: string): Promise<void> {
	const [former, made] = [join(DOCS_FOLDER, file), pathOfMade(file)];
	if (!existsSync(former)) return;
	const empty = await page.context().newPage();
	if (await looksTheSame(empty, await readFile(former), await readFile(made))) {
		await copyFile(former, made);
	}
	await empty.close();
}

function nameOfMade(file: string): string {
	return `picture-${file.replace('.png', '')}`;
}

/** Runs in the page: whether all pictures and letters in it have arrived. */
const IS_COMPLETE =
	'document.fonts.status === "loaded" && [...document.images].every((image) => image.complete)';

/** Runs in the page: what is another in each run (addresses, speed, times) becomes an example or goes, as notices do. */
const MAKE_STABLE = `(shown) => {
	const ours = /http:\\/\\/(127\\.0\\.0\\.1|localhost):\\d+/g;
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		node.data = node.data.replace(ours, shown).replace(/, [\\d.]+ MB\\/s/, '').replace(/\\d+ \\w+ ago/, 'just now');
	}
	for (const input of document.querySelectorAll('input')) {
		const stable = input.value.replace(ours, shown);
		if (stable !== input.value) input.value = stable;
	}
	for (const video of document.querySelectorAll('video')) video.controls = false;
	for (const notice of document.querySelectorAll('.el-notification')) notice.remove();
}`;
