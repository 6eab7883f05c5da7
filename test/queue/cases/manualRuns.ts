/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- test code is never shipped */

import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { MANUAL_START, readFileNode } from '../../e2e/support/connectedN8n';
import { listOpened, listPosted, report } from '../../e2e/support/postedVideos';
import { waitUntil } from '../../e2e/support/waitUntil';
import { outputItems } from '../../support/n8n';
import { writePaddedMp4 } from '../../support/video';
import { RUN_TIMEOUT_MS, type QueueStage } from '../support/queueStage';

const VIDEO_BYTES = 30_000_000;
const SLOW_BYTES_PER_SECOND = 5_000_000;
/** The word to stop goes through Redis. */
const STOP_LIMIT_MS = 2_000;

/** What people do in the editor, when workers do the work. */
export function describeManualRuns(use: { stage: QueueStage }): void {
	let file: string;
	let credentials: IDataObject;

	beforeAll(async () => {
		file = join(use.stage.stack.filesFolder, 'manual.mp4');
		await writePaddedMp4(file, VIDEO_BYTES);
		({ credentials } = await use.stage.makeAccount());
	});

	async function importManual(caption: string): Promise<string> {
		const { connected } = use.stage;
		const post = connected.postNode({ caption }, { credentials });
		return await connected.importChain(caption, [MANUAL_START, readFileNode(file), post]);
	}

	it(
		'Execute step posts once, on a worker',
		async () => {
			const { stage } = use;
			const { rest } = stage.stack;
			const workflowId = await importManual('A step #sim');
			const execution = await rest.waitForExecution(await rest.startStep(workflowId, 'Post'));
			expect(execution).toMatchObject({ status: 'success', mode: 'manual' });
			expect(outputItems(execution, 'Post')[0]?.json).toMatchObject({ status: 'PUBLISH_COMPLETE' });
			expect(stage.stack.workersOf(execution.id)).toHaveLength(1);
			expect(listOpened(stage.simulator, 'A step #sim')).toHaveLength(1);
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'Stop ends an upload on its worker, and Retry posts it once',
		async () => {
			const { stage } = use;
			const { rest } = stage.stack;
			const { clock, faults, requests } = stage.simulator;
			const workflowId = await importManual('Stopped #sim');
			const slow = { do: 'slow', bytesPerSecond: SLOW_BYTES_PER_SECOND } as const;
			faults.add({ on: { endpoint: 'upload' }, ...slow });
			const stopped = await rest.startWorkflow(workflowId);
			await stage.waitFor(() => faults.pending().length === 0, 'the upload is on its way');

			const stoppedAt = clock.now();
			await rest.stopExecution(stopped);
			const findEnd = () =>
				requests.find(
					({ outcome, endedAt }) => outcome === 'client-closed' && endedAt >= stoppedAt,
				);
			await stage.waitFor(() => findEnd() !== undefined, 'the connection ends');
			const tookMs = (findEnd()?.endedAt ?? Number.POSITIVE_INFINITY) - stoppedAt;
			expect((await rest.waitForExecution(stopped)).status).toBe('canceled');
			expect(listPosted(stage.simulator, 'Stopped #sim')).toEqual([]);
			// The main process says so at once, and refuses Retry until the worker has saved how far it got.
			const isSaved = async () =>
				(await rest.getExecution(stopped)).data.executionData !== undefined;
			await waitUntil(isSaved, 'the worker has saved the stopped execution');

			const retried = await rest.waitForExecution(await rest.retryExecution(stopped));
			expect(outputItems(retried, 'Post')[0]?.json).toMatchObject({ status: 'PUBLISH_COMPLETE' });
			expect(listPosted(stage.simulator, 'Stopped #sim')).toHaveLength(1);
			report('Stop on a worker', `the connection to TikTok ended after ${tookMs} ms`);
			expect(tookMs).toBeLessThan(STOP_LIMIT_MS);
		},
		RUN_TIMEOUT_MS,
	);
}
