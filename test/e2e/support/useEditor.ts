/* eslint-disable @n8n/community-nodes/no-restricted-imports -- end-to-end tests read files; they are never shipped */
import { readFileSync } from 'node:fs';

import type { Simulator } from '../../simulator';
import type { RunningN8n } from '../../support/n8n';
import { SAMPLE_MP4_PATH } from '../../support/video';
import { Browser } from './browser';
import { START_TIMEOUT_MS } from './connectedN8n';

/** Where the simulator serves a clip once `serveClip` was called. */
export const CLIP_URL = 'https://media.example.com/run.mp4';

/** Parameters of a post that takes it from there. */
export const FROM_CLIP = { videoSource: 'url', videoUrl: CLIP_URL };

interface Stage {
	readonly simulator: Simulator;
	readonly n8n: RunningN8n;
	close(): Promise<void>;
}

/** A real n8n, and somebody who is signed in to its editor. */
export interface Editor<T extends Stage> {
	readonly stage: T;
	readonly browser: Browser;
}

/** Opens both for the tests of a file, and closes them afterwards. */
export function useEditor<T extends Stage>(open: () => Promise<T>): Editor<T> {
	let stage: T | undefined;
	let browser: Browser | undefined;

	beforeAll(async () => {
		stage = await open();
		browser = await Browser.open(stage.simulator);
		await browser.logIn(stage.n8n);
	}, START_TIMEOUT_MS);

	afterAll(async () => {
		await browser?.close();
		await stage?.close();
	}, START_TIMEOUT_MS);

	return {
		get stage() {
			if (stage === undefined) throw new Error('n8n is not open');
			return stage;
		},
		get browser() {
			if (browser === undefined) throw new Error('The browser is not open');
			return browser;
		},
	};
}

/** Puts a video behind a link that n8n can download. */
export function serveClip({ media }: Simulator, path = SAMPLE_MP4_PATH): void {
	media.serve(CLIP_URL, { content: readFileSync(path), contentType: 'video/mp4' });
}
