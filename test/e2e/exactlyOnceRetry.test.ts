/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests use the file system and the clock; they are never shipped */

import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { executionError, outputItems, type Execution } from '../support/n8n';
import { SAMPLE_MP4_PATH, writePaddedMp4, type WrittenVideo } from '../support/video';
import {
	ConnectedN8n,
	credentialReference,
	readFileNode,
	RUN_TIMEOUT_MS,
	START_TIMEOUT_MS,
	type FlowNode,
} from './support/connectedN8n';
import { listOpened, listPosted, report } from './support/postedVideos';
import { CALL_FILE, LOOP, ProductionFlow } from './support/productionFlow';
import { waitUntil } from './support/waitUntil';

const LARGE_BYTES = 150_000_000;
const SLOW_BYTES_PER_SECOND = 20_000_000;
const STOP_LIMIT_MS = 1_000;
/** So long that TikTok is still at it when Stop is pressed. */
const ENDLESS_POLLS = 100_000;
const AN_HOUR_MS = 3_600_000;
const NAMES = ['one.mp4', 'two.mp4', 'three.mp4'];
const RETRY_ON_FAIL = { retryOnFail: true, maxTries: 3, waitBetweenTries: 500 };
/** So long that the node leaves it to the next try of its execution. */
const COMES_BACK_LATE = { do: 'status', status: 503, headers: { 'retry-after': '3600' } } as const;

let stage: ConnectedN8n;
let large: WrittenVideo;
let threeVideos: string;
let account = 0;
let credentials: IDataObject;

beforeAll(async () => {
	stage = await ConnectedN8n.open();
	large = await writePaddedMp4(join(stage.n8n.filesFolder, 'large.mp4'), LARGE_BYTES);
	threeVideos = join(stage.n8n.filesFolder, 'three');
	await mkdir(threeVideos);
	for (const name of NAMES) await copyFile(SAMPLE_MP4_PATH, join(threeVideos, name));
}, START_TIMEOUT_MS);

beforeEach(async () => {
	stage.simulator.switches.processingPolls = 0;
	// An account of its own for each test, so that none has to wait for TikTok's limits of another.
	const { openId } = stage.simulator.addCreator({ openId: `account-${++account}` });
	const id = await stage.createUnconnectedCredential();
	await stage.n8n.rest.connect(id, { decision: 'allow', openId });
	credentials = credentialReference(id);
});

afterEach(() => stage.simulator.expectClean());

afterAll(async () => await stage?.close(), START_TIMEOUT_MS);

describe('Retry', () => {
	it(
		'pressed twice at once on a broken upload: it goes on where it stopped and is posted once',
		async () => {
			const caption = 'Pressed twice #sim';
			const flow = await ProductionFlow.open(stage, 'pressed-twice', [
				postNode({ binaryPropertyName: CALL_FILE, caption }),
			]);
			stage.simulator.faults.add({ on: { endpoint: 'upload', chunk: 1 }, ...COMES_BACK_LATE });
			const failed = await flow.call({ file: large.path });
			const { status } = await stage.n8n.rest.waitForExecution(failed);
			expect(status).toBe('error');
			expect(listPosted(stage.simulator, caption)).toEqual([]);

			const outputs = await Promise.all([retry(failed), retry(failed)]);

			const [post] = listPosted(stage.simulator, caption);
			expect(outputs).toMatchObject([
				[{ publish_id: post?.publishId, status: 'PUBLISH_COMPLETE' }],
				[{ publish_id: post?.publishId, status: 'PUBLISH_COMPLETE' }],
			]);
			expect(post).toMatchObject({ bytesReceived: LARGE_BYTES, sha256: large.sha256 });
			expect(listOpened(stage.simulator, caption)).toHaveLength(1);
		},
		RUN_TIMEOUT_MS,
	);
});

describe('Stop', () => {
	it(
		'in the middle of an upload ends it within a second, and only Retry posts it',
		async () => {
			const caption = 'Stopped #sim';
			const flow = await ProductionFlow.open(stage, 'stopped', [
				readFileNode(large.path),
				postNode({ caption }),
			]);
			const { clock, faults, requests } = stage.simulator;
			faults.add({
				on: { endpoint: 'upload', chunk: 1 },
				do: 'slow',
				bytesPerSecond: SLOW_BYTES_PER_SECOND,
			});
			const stopped = await flow.call();
			await waitUntil(async () => faults.pending().length === 0, 'the second part is on its way');

			const stoppedAt = clock.now();
			await stage.n8n.rest.stopExecution(stopped);
			const findEnd = () =>
				requests.find(
					({ outcome, at, endedAt }) =>
						outcome === 'client-closed' && at <= stoppedAt && endedAt >= stoppedAt,
				);
			await waitUntil(async () => findEnd() !== undefined, 'the connection ends');

			const tookMs = (findEnd()?.endedAt ?? Infinity) - stoppedAt;
			expect(tookMs).toBeLessThan(STOP_LIMIT_MS);
			const { status } = await stage.n8n.rest.waitForExecution(stopped);
			expect(status).toBe('canceled');
			clock.advance(AN_HOUR_MS);
			expect(listOpened(stage.simulator, caption)).toMatchObject([{ status: 'AWAITING_UPLOAD' }]);

			// n8n keeps the reason of the stop beside a retry that went well: only the output tells.
			const [output] = await retry(stopped);
			expect(output).toMatchObject({ status: 'PUBLISH_COMPLETE' });
			expect(listPosted(stage.simulator, caption)).toMatchObject([
				{ publishId: output?.publish_id, sha256: large.sha256 },
			]);
			report('Stop', `the connection to TikTok ended after ${tookMs} ms`);
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'while TikTok works on a post: Retry names it and posts no second one',
		async () => {
			const flow = await ProductionFlow.open(stage, 'stopped-while-waiting', [
				readFileNode(join(threeVideos, NAMES[0] ?? '')),
				postNode({ caption: '=At {{ $now.toMillis() }} #sim' }),
			]);
			stage.simulator.switches.processingPolls = ENDLESS_POLLS;
			const stopped = await flow.call();
			await waitUntil(
				async () => listOfAccount().some(({ polls }) => polls > 0),
				'the node waits for TikTok',
			);
			await stage.n8n.rest.stopExecution(stopped);
			stage.simulator.switches.processingPolls = 0;

			const [output] = await retry(stopped);

			const [post] = listOfAccount();
			expect(output).toMatchObject({ skipped: true, publish_id: post?.publishId });
			expect(countOpened()).toBe(1);
		},
		RUN_TIMEOUT_MS,
	);
});

describe('Retry On Fail', () => {
	it(
		'with the second of three items failing twice: three posts, one for each caption',
		async () => {
			const flow = await ProductionFlow.open(stage, 'three-items', [
				readFileNode(join(threeVideos, '*.mp4')),
				postNode({ caption: CAPTION_OF_FILE }, RETRY_ON_FAIL),
			]);
			stage.simulator.faults.add({
				on: { endpoint: 'upload', nth: 2 },
				do: 'status',
				status: 403,
				times: 2,
			});

			const execution = await finish(await flow.call());

			const posted = readOutput(execution);
			expect(posted).toHaveLength(NAMES.length);
			expectOnePostEach(posted);
			expect(countOpened()).toBe(NAMES.length + 2);
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'in a loop with an upload that breaks: one post for each item',
		async () => {
			const flow = await ProductionFlow.open(
				stage,
				'loop',
				[
					readFileNode(join(threeVideos, '*.mp4')),
					LOOP,
					postNode({ caption: CAPTION_OF_FILE }, RETRY_ON_FAIL),
				],
				{ Call: ['Read'], Read: ['Loop'], Loop: ['', 'Post'], Post: ['Loop'] },
			);
			stage.simulator.faults.add({ on: { endpoint: 'upload', nth: 2 }, ...COMES_BACK_LATE });

			const execution = await finish(await flow.call());

			const rounds = execution.data.resultData.runData.Post ?? [];
			expectOnePostEach(rounds.map((round) => round.data?.main?.[0]?.[0]?.json ?? {}));
			expect(countOpened()).toBe(NAMES.length);
		},
		RUN_TIMEOUT_MS,
	);
});

const CAPTION_OF_FILE = '={{ $json.fileName }}';

function postNode(parameters: IDataObject, settings: IDataObject = {}): FlowNode {
	return stage.postNode(parameters, { credentials, ...settings });
}

/** Presses Retry and returns what Post puts out. */
async function retry(executionId: string): Promise<IDataObject[]> {
	const { rest } = stage.n8n;
	return readOutput(await rest.waitForExecution(await rest.retryExecution(executionId)));
}

/** A running execution, when it has ended; it must go well. */
async function finish(executionId: string): Promise<Execution> {
	const execution = await stage.n8n.rest.waitForExecution(executionId);
	expect(executionError(execution)?.message).toBeUndefined();
	expect(execution.status).toBe('success');
	return execution;
}

function readOutput(execution: Execution): IDataObject[] {
	return outputItems(execution, 'Post').map(({ json }) => json);
}

/** This test's account has one post with the name of each file, the same that n8n puts out. */
function expectOnePostEach(output: IDataObject[]): void {
	const posted = listOfAccount().filter(({ hasAllBytes }) => hasAllBytes);
	expect(posted.map(({ postInfo }) => postInfo.title).sort()).toEqual([...NAMES].sort());
	expect(output.map(({ publish_id }) => publish_id)).toEqual(
		posted.map(({ publishId }) => publishId),
	);
	// What an earlier try has finished is put out as it was, not as something posted before.
	expect(output.filter(({ skipped }) => skipped === true)).toEqual([]);
}

/** How many posts this test's account has begun. */
function countOpened(): number {
	return listOfAccount().length;
}

function listOfAccount() {
	return stage.simulator.posts.filter(({ openId }) => openId === `account-${account}`);
}
