import type { IDataObject } from 'n8n-workflow';
import { makeExecutionData } from '../../support/node/executeNode';
import { createParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';
import { onPause } from '../../support/node/virtualTime';
import type { FaultAction } from '../../simulator/core/faults';

const VIDEO_URL = 'https://media.example.com/clips/run.mp4';
const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');

function pullParameters(changes: IDataObject = {}): IDataObject {
	return createParameters({ videoSource: 'pullFromUrl', videoUrl: VIDEO_URL, ...changes });
}

/** The calls that publish by themselves, and how each is asked for. */
const CALLS = [
	['a pulled video', 'videoInit', {}],
	['a pulled draft', 'inboxInit', { operation: 'upload' }],
	['photos', 'contentInit', { mediaType: 'photos', photoUrls: 'https://media.example.com/1.jpg' }],
] as const;

/** Answers that leave open whether TikTok made the post. */
const LOST: ReadonlyArray<readonly [action: FaultAction, more: object]> = [
	['reset-after', {}],
	['truncated-json', {}],
	['empty', {}],
	['html', { status: 502 }],
	[
		'status',
		{ status: 500, body: { error: { code: 'internal_error', message: '', log_id: 'L' } } },
	],
	['status', { status: 504, body: '' }],
];

describe.each(CALLS)('%s', (_title, endpoint, changes) => {
	const use = useStage();

	beforeEach(() => {
		const { simulator, video } = use.stage;
		simulator.app.verifiedProperties.push('media.example.com');
		simulator.media.serve(VIDEO_URL, { content: video, contentType: 'video/mp4' });
		simulator.media.serve('https://media.example.com/1.jpg', {
			content: JPEG,
			contentType: 'image/jpeg',
		});
	});

	function countInits(): number {
		return use.stage.listRequests().filter((request) => request.includes('init')).length;
	}

	it('that is stopped while TikTok refuses its number is posted by a retry', async () => {
		const executionData = makeExecutionData();
		const stop = new AbortController();
		const parameters = pullParameters({ ...changes, options: { onRateLimit: 'wait' } });
		use.stage.simulator.faults.add({ on: { endpoint }, do: 'rate-limit' });
		onPause(() => stop.abort());
		const error = await use.fail(parameters, { executionData, abortSignal: stop.signal });
		expect(error.message).toMatch(/stopped/);
		onPause(() => {});
		use.stage.simulator.clock.advance(120_000);
		await use.run(parameters, { executionData, mode: 'retry' });
		expect(use.stage.simulator.posts).toHaveLength(1);
	});

	it.each(LOST)('whose answer is lost (%s %j) is never asked for twice', async (action, more) => {
		const executionData = makeExecutionData();
		use.stage.simulator.faults.add({ on: { endpoint }, do: action, ...more });
		const error = await use.fail(pullParameters(changes), { executionData });
		expect(error.message).toMatch(/it is unknown whether it will/);
		expect(error.description).toMatch(/TikTok app.*Deduplication Key.*code outcome_unknown/);
		expect(countInits()).toBe(1);
		const again = await use.fail(pullParameters(changes), { executionData });
		expect(again.description).toContain('code outcome_unknown');
		expect(countInits()).toBe(1);
	});

	it('whose answer is lost stays lost for its Deduplication Key, in any execution', async () => {
		const parameters = pullParameters({ ...changes, options: { deduplicationKey: 'asset-1' } });
		use.stage.simulator.faults.add({ on: { endpoint }, do: 'reset-after' });
		await use.fail(parameters);
		const again = await use.fail(parameters);
		expect(again.description).toContain('code outcome_unknown');
		expect(countInits()).toBe(1);
		const other = { ...changes, options: { deduplicationKey: 'asset-2' } };
		await use.run(pullParameters(other));
		expect(countInits()).toBe(2);
	});

	it('that TikTok refuses may be asked for again', async () => {
		const executionData = makeExecutionData();
		use.stage.simulator.faults.add({
			on: { endpoint },
			do: 'status',
			status: 400,
			body: { error: { code: 'invalid_params', message: 'no', log_id: 'L1' } },
		});
		const error = await use.fail(pullParameters(changes), { executionData });
		expect(error.description).toContain('code invalid_params');
		await use.run(pullParameters(changes), { executionData });
		expect(use.stage.simulator.posts).toHaveLength(1);
	});

	it('that meets the limit per minute may be asked for again', async () => {
		const executionData = makeExecutionData();
		use.stage.simulator.faults.add({ on: { endpoint }, do: 'rate-limit' });
		const error = await use.fail(pullParameters(changes), { executionData });
		expect(error.httpCode).toBe('429');
		await use.run(pullParameters(changes), { executionData });
		expect(use.stage.simulator.posts).toHaveLength(1);
	});

	it('is made once, however often the execution is tried', async () => {
		const executionData = makeExecutionData();
		const first = await use.runOne(pullParameters(changes), { executionData });
		expect(await use.runOne(pullParameters(changes), { executionData })).toEqual(first);
		expect(countInits()).toBe(1);
	});

	it('goes on waiting for the same post when the wait broke off', async () => {
		const executionData = makeExecutionData();
		use.stage.simulator.faults.add({
			on: { endpoint: 'status' },
			do: 'status',
			status: 400,
			body: { error: { code: 'invalid_params', message: '', log_id: 'L' } },
		});
		await use.fail(pullParameters(changes), { executionData });
		const output = await use.runOne(pullParameters(changes), { executionData });
		expect(output.publish_id).toBe(use.stage.simulator.posts[0]?.publishId);
		expect(countInits()).toBe(1);
	});

	it('with a Deduplication Key posted before is skipped', async () => {
		const parameters = pullParameters({ ...changes, options: { deduplicationKey: 'asset-1' } });
		const first = await use.runOne(parameters);
		expect(await use.runOne(parameters)).toMatchObject({
			publish_id: first.publish_id,
			skipped: true,
			deduplication_key: 'asset-1',
		});
		expect(countInits()).toBe(1);
	});

	it('that TikTok failed to publish is posted anew under the same Deduplication Key', async () => {
		const options = { deduplicationKey: 'asset-1' };
		const parameters = pullParameters({ ...changes, options, waitUntilFinished: false });
		const { publish_id: publishId } = await use.runOne(parameters);
		use.stage.simulator.finishPost(String(publishId), 'internal');
		const output = await use.runOne(parameters);
		expect(output).not.toHaveProperty('skipped');
		expect(output.publish_id).not.toBe(publishId);
		expect(countInits()).toBe(2);
	});
});
