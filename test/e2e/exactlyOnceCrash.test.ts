/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests use the file system and the clock; they are never shipped */

import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { executionError, outputItems, type Execution } from '../support/n8n';
import { SAMPLE_MP4_PATH, writePaddedMp4 } from '../support/video';
import {
	ConnectedN8n,
	readFileNode,
	RUN_TIMEOUT_MS,
	START_TIMEOUT_MS,
	type FlowNode,
} from './support/connectedN8n';
import { listOpened, listPosted, report, sentMegabytes } from './support/postedVideos';
import { CALL_FILE, LOOP, ProductionFlow } from './support/productionFlow';
import { waitUntil } from './support/waitUntil';

const LARGE_BYTES = 500_000_000;
const CLAIMED_LATE_BYTES = 5_000_000;
const MIDDLE_CHUNK = 4;
const SLOW_BYTES_PER_SECOND = 20_000_000;
/** So long that TikTok is still at it when n8n is killed. */
const ENDLESS_POLLS = 100_000;

const ALREADY_POSTED = { skipped: true, skip_reason: 'already_posted' };
const OUTCOME_UNKNOWN = 'The post was begun before, and it is unknown whether TikTok published it';

let stage: ConnectedN8n;

beforeAll(async () => {
	// What an administrator sets whose asset manager delivers large videos.
	stage = await ConnectedN8n.open({ N8N_FORMDATA_FILE_SIZE_MAX: '1000' });
}, START_TIMEOUT_MS);

beforeEach(() => {
	// A minute in which nobody posted.
	stage.simulator.clock.advance(120_000);
	stage.simulator.switches.processingPolls = 0;
});

afterEach(() => stage.simulator.expectClean());

afterAll(async () => await stage?.close(), START_TIMEOUT_MS);

describe('n8n is killed, started again, and Retry is pressed', () => {
	it(
		'in the middle of 500 MB: the video is sent anew and posted once',
		async () => {
			const video = await writePaddedMp4(join(stage.n8n.filesFolder, 'large.mp4'), LARGE_BYTES);
			const caption = 'Killed half-way #sim';
			const flow = await ProductionFlow.open(stage, 'killed-half-way', [postCallFile(caption)]);
			const { faults } = stage.simulator;
			const sentBefore = sentMegabytes(stage.simulator);
			faults.add({
				on: { endpoint: 'upload', chunk: MIDDLE_CHUNK },
				do: 'slow',
				bytesPerSecond: SLOW_BYTES_PER_SECOND,
			});
			const crashed = await flow.call({ file: video.path });
			await waitUntil(async () => faults.pending().length === 0, 'half of the video is sent');

			await crash(crashed);
			expect(listPosted(stage.simulator, caption)).toEqual([]);
			const lost = sentMegabytes(stage.simulator) - sentBefore;
			const [retried] = await retry(crashed);

			expect(retried).toMatchObject({ status: 'PUBLISH_COMPLETE' });
			expect(listPosted(stage.simulator, caption)).toMatchObject([
				{ publishId: retried?.publish_id, bytesReceived: LARGE_BYTES, sha256: video.sha256 },
			]);
			// n8n keeps offering the button.
			expect(await retry(crashed)).toMatchObject([
				{ ...ALREADY_POSTED, publish_id: retried?.publish_id, status: 'PUBLISH_COMPLETE' },
			]);
			expect(listOpened(stage.simulator, caption)).toHaveLength(2);
			report('Killed in the middle of 500 MB', `${lost} MB had to be sent again`);
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'with the last bytes sent and no answer: it says so and posts nothing more',
		async () => {
			const caption = 'Killed at the end #sim';
			const flow = await ProductionFlow.open(stage, 'killed-at-the-end', [postCallFile(caption)]);
			stage.simulator.faults.add({
				on: { endpoint: 'upload', chunk: 'last' },
				do: 'stall',
				processed: true,
			});
			const crashed = await flow.call({ file: SAMPLE_MP4_PATH });
			await waitForPost(caption);

			await crash(crashed);

			for (const press of ['first', 'again']) {
				const execution = await pressRetry(crashed);
				expect([press, execution.status]).toEqual([press, 'error']);
				expect(executionError(execution)).toMatchObject({
					message: OUTCOME_UNKNOWN,
					description: expect.stringMatching(/Look at the account.*code outcome_unknown/),
				});
			}
			expect(listOpened(stage.simulator, caption)).toHaveLength(1);
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'in the node that follows: what was posted is skipped',
		async () => {
			const caption = 'Killed afterwards #sim';
			const flow = await ProductionFlow.open(stage, 'killed-afterwards', [
				postCallFile(caption, { waitUntilFinished: false }),
				stage.statusNode(),
			]);
			stage.simulator.switches.processingPolls = ENDLESS_POLLS;
			const crashed = await flow.call({ file: SAMPLE_MP4_PATH });
			await waitUntil(
				async () => listPosted(stage.simulator, caption).some(({ polls }) => polls > 0),
				'the node that follows asks for the status',
			);

			await crash(crashed);

			expect(await retry(crashed)).toEqual([{ publish_id: null, ...ALREADY_POSTED }]);
			expect(listOpened(stage.simulator, caption)).toHaveLength(1);
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'while TikTok works on it: it is recognised though the file is read anew and the text is another',
		async () => {
			const flow = await ProductionFlow.open(stage, 'killed-while-waiting', [
				readFileNode(await stage.provideSampleVideo()),
				stage.postNode({ caption: '=At {{ $now.toMillis() }} #sim' }),
			]);
			stage.simulator.switches.processingPolls = ENDLESS_POLLS;
			const before = stage.simulator.posts.length;
			const crashed = await flow.call();
			await waitUntil(
				async () => stage.simulator.posts.slice(before).some(({ polls }) => polls > 0),
				'the node waits for TikTok',
			);

			await crash(crashed);

			expect(await retry(crashed)).toEqual([{ publish_id: null, ...ALREADY_POSTED }]);
			expect(stage.simulator.posts).toHaveLength(before + 1);
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'in the third round of a loop: the first two are skipped, and three are posted',
		async () => {
			const captions = [1, 2, 3].map((round) => `Round ${round} #sim`);
			// Smaller ones are claimed at once, so that a crash leaves open whether they were posted.
			const file = join(stage.n8n.filesFolder, 'round.mp4');
			await writePaddedMp4(file, CLAIMED_LATE_BYTES);
			const flow = await ProductionFlow.open(
				stage,
				'killed-in-a-loop',
				[threeTimes(captions), LOOP, postCallFile('={{ $json.caption }}')],
				{ Call: ['Three'], Three: ['Loop'], Loop: ['', 'Post'], Post: ['Loop'] },
			);
			const { faults } = stage.simulator;
			faults.add({ on: { endpoint: 'videoInit', nth: 3 }, do: 'stall' });
			const crashed = await flow.call({ file });
			await waitUntil(async () => faults.pending().length === 0, 'the third round begins');

			await crash(crashed);

			const execution = await pressRetry(crashed);
			expect(execution.status).toBe('success');
			expect(listRounds(execution)).toMatchObject([
				ALREADY_POSTED,
				ALREADY_POSTED,
				{ status: 'PUBLISH_COMPLETE' },
			]);
			for (const caption of captions) {
				expect(listOpened(stage.simulator, caption)).toHaveLength(1);
			}
		},
		RUN_TIMEOUT_MS,
	);
});

describe('a Deduplication Key', () => {
	it(
		'is remembered through a restart: the second execution skips and names the post',
		async () => {
			const caption = 'Asset 4711 #sim';
			const flow = await ProductionFlow.open(stage, 'asset-approved', [
				postCallFile(caption, { options: { deduplicationKey: 'asset-4711' } }),
			]);
			const [first] = await finish(await flow.call({ file: SAMPLE_MP4_PATH }));
			expect(first).toMatchObject({ status: 'PUBLISH_COMPLETE' });

			await stage.n8n.restart();
			await flow.waitUntilReady();

			const [second] = await finish(await flow.call({ file: SAMPLE_MP4_PATH }));
			expect(second).toEqual({ ...first, ...ALREADY_POSTED, deduplication_key: 'asset-4711' });
			expect(listOpened(stage.simulator, caption)).toHaveLength(1);
		},
		RUN_TIMEOUT_MS,
	);
});

/** Node "Post" for the file that came with the call. */
function postCallFile(caption: string, parameters: IDataObject = {}): FlowNode {
	return stage.postNode({ binaryPropertyName: CALL_FILE, caption, ...parameters });
}

/** Node "Three": an item with the call's file for each caption. */
function threeTimes(captions: string[]): FlowNode {
	const jsCode = `
		const { binary } = $input.first();
		return ${JSON.stringify(captions)}.map((caption) => ({ json: { caption }, binary }));
	`;
	return {
		name: 'Three',
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		parameters: { jsCode },
	};
}

async function waitForPost(caption: string): Promise<void> {
	await waitUntil(
		async () => listPosted(stage.simulator, caption).length > 0,
		`TikTok has all of "${caption}"`,
	);
}

/** Kills n8n while it works on an execution, starts it again, and waits until it knows of the crash. */
async function crash(executionId: string): Promise<void> {
	await stage.n8n.kill();
	await stage.n8n.restart();
	stage.simulator.switches.processingPolls = 0;
	await waitUntil(
		async () => (await stage.n8n.rest.getExecution(executionId)).status === 'crashed',
		'n8n marks the execution as crashed',
	);
}

async function pressRetry(executionId: string): Promise<Execution> {
	const { rest } = stage.n8n;
	return await rest.waitForExecution(await rest.retryExecution(executionId));
}

/** Presses Retry and returns what Post puts out. */
async function retry(executionId: string): Promise<IDataObject[]> {
	return readOutput(await pressRetry(executionId));
}

/** What Post puts out in a running execution, which must go well. */
async function finish(executionId: string): Promise<IDataObject[]> {
	const execution = await stage.n8n.rest.waitForExecution(executionId);
	expect(execution.status).toBe('success');
	return readOutput(execution);
}

function readOutput(execution: Execution): IDataObject[] {
	return outputItems(execution, 'Post').map(({ json }) => json);
}

/** What Post put out, round by round; a round that n8n entered when it recovered has no output of Post's. */
function listRounds(execution: Execution): IDataObject[] {
	const rounds = execution.data.resultData.runData.Post ?? [];
	return rounds
		.map((round) => round.data?.main?.[0]?.[0]?.json ?? {})
		.filter((json) => 'publish_id' in json);
}
