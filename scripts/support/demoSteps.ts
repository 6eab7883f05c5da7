/* eslint-disable @n8n/community-nodes/require-node-api-error
   -- commands print and start processes; they are never shipped */

import { Listr } from 'listr2';

import { ensureN8nInstalled, packPackage } from '../../test/support/n8n';
import { findQueuePrograms } from '../../test/support/n8n/queue';
import type { DemoOptions } from './demoOptions';
import type { DemoResult } from './demoResult';
import type { DemoSession } from './demoSession';
import { withProgress } from './demoProgress';
import { assertPortIsFree } from './ports';

interface Context {
	tarball: string;
	result?: DemoResult;
}

/**
 * Sets the demo up step by step, with the progress on screen, and runs its workflow once. Throws if
 * a step fails; a workflow that ran and did not publish is a result.
 */
export async function runDemoSteps(
	session: DemoSession,
	options: DemoOptions,
): Promise<DemoResult> {
	const { ports } = options;
	const steps = new Listr<Context>(
		[
			{
				title: 'Look for free ports',
				task: async () => {
					await assertPortIsFree(ports.n8n, '--port');
					await assertPortIsFree(ports.pages, '--pages-port');
				},
			},
			{
				title: 'Look for Postgres and Redis',
				enabled: options.queue,
				task: async () => void (await findQueuePrograms()),
			},
			{
				title: 'Install n8n',
				task: async (_, task) => {
					await withProgress(task, async (tell) => await ensureN8nInstalled(tell));
				},
			},
			{
				title: 'Build and pack this package',
				task: async (context, task) => {
					context.tarball = await withProgress(task, packPackage);
				},
			},
			{
				title: 'Start the TikTok simulator',
				task: async () => await session.startSimulator(ports),
			},
			{
				title: 'Start n8n with the package installed',
				task: async ({ tarball }, task) =>
					await withProgress(
						task,
						async () => await session.startN8n(ports, tarball, options.queue),
					),
			},
			{ title: 'Connect a TikTok account', task: async () => await session.connectAccount() },
			{ title: 'Import the workflows', task: async () => await session.importWorkflows() },
			{
				title: 'Run it: post a video',
				task: async (context, task) => {
					if (options.breakUpload) session.breakUpload();
					context.result = await withProgress(task, async () => await session.runWorkflow());
					if (!context.result.ok) throw new Error('The post was not published unharmed');
				},
			},
			{
				title: 'Let TikTok download from this n8n, and post three photos from files',
				task: async (context, task) => {
					const { result } = context;
					if (!result) return;
					context.result = await withProgress(task, async () => await session.postPhotos(result));
				},
			},
			{
				title: 'Deliver three assets, each to both webhook processors at once',
				enabled: options.queue,
				task: async (context, task) => {
					const { result } = context;
					if (!result) return;
					context.result = await withProgress(
						task,
						async () => await session.deliverAssets(result),
					);
				},
			},
		],
		// Ctrl-C ends the demo in order, which is more than ending this list.
		{ registerSignalListeners: false },
	);
	const context: Context = { tarball: '' };
	try {
		await steps.run(context);
	} catch (error) {
		if (!context.result) throw error;
	}
	if (!context.result) throw new Error('The demo ended before its workflow ran');
	return context.result;
}
