/* eslint-disable @n8n/community-nodes/no-restricted-globals
   -- end-to-end tests print what they measure; they are never shipped */

import type { Simulator } from '../../simulator';

type Post = Simulator['posts'][number];

/** Every post that was opened with this caption, also those that never got their bytes. */
export function listOpened({ posts }: Simulator, caption: string): Post[] {
	return posts.filter(({ postInfo }) => postInfo.title === caption);
}

/** The posts with this caption that TikTok has whole, so that it publishes them or has done so. */
export function listPosted(simulator: Simulator, caption: string): Post[] {
	return listOpened(simulator, caption).filter(({ hasAllBytes }) => hasAllBytes);
}

/** All that was sent for uploads so far, in MB, whether it was of use or not. */
export function sentMegabytes({ requests }: Simulator): number {
	const puts = requests.filter(({ method }) => method === 'PUT');
	const bytes = puts.reduce((sum, { requestBytes }) => sum + requestBytes, 0);
	return Math.round(bytes / 1_000_000);
}

/** Prints what a test measured, to be read in the log of a run. */
export function report(what: string, figures: string): void {
	process.stdout.write(`${what}: ${figures}\n`);
}
