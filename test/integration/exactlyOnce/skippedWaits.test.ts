import type { IDataObject } from 'n8n-workflow';
import { createParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';

/** An item that was posted before ends like the first one: with what became of the post. */
describe('a duplicate that is skipped while TikTok still works on the post', () => {
	const use = useStage();

	async function deliver(
		waitUntilFinished: boolean,
		options: IDataObject = {},
	): Promise<IDataObject> {
		const parameters = createParameters({
			waitUntilFinished,
			options: { deduplicationKey: 'asset-1', ...options },
		});
		return await use.runOne(parameters, { items: [await use.videoItem()], mode: 'webhook' });
	}

	beforeEach(async () => {
		use.stage.simulator.switches.processingPolls = 5;
		await deliver(false);
	});

	it('waits for the end, where that is wanted', async () => {
		expect(await deliver(true)).toMatchObject({
			status: 'PUBLISH_COMPLETE',
			post_ids: [expect.any(String)],
			post_url: expect.stringContaining('/video/'),
			skipped: true,
			skip_reason: 'already_posted',
		});
	});

	it('does not wait, where that is not wanted', async () => {
		const output = await deliver(false);
		expect(output).toMatchObject({ status: 'PROCESSING_UPLOAD', skipped: true });
		expect(output).not.toHaveProperty('timed_out');
	});

	it('waits no longer than Max Wait', async () => {
		use.stage.simulator.switches.processingPolls = 1_000;
		expect(await deliver(true, { maxWaitSeconds: 60 })).toMatchObject({
			status: 'PROCESSING_UPLOAD',
			skipped: true,
			timed_out: true,
		});
	});

	it('fails when TikTok fails the post meanwhile, and the next delivery is posted', async () => {
		use.stage.simulator.switches.processingPolls = 5;
		const [post] = use.stage.simulator.posts;
		if (post) post.pendingFailure = 'internal';
		await expect(deliver(true)).rejects.toMatchObject({
			description: expect.stringContaining('code internal'),
		});
		const asked = use.stage.listRequests().length;
		expect(await deliver(true)).not.toHaveProperty('skipped');
		// The key is free again: TikTok need not be asked about the failed post any more.
		expect(use.stage.listRequests()[asked]).toBe('creator_info/query 200');
		expect(use.stage.simulator.posts.map(({ status }) => status)).toEqual([
			'FAILED',
			'PUBLISH_COMPLETE',
		]);
	});

	it('is known as posted when TikTok has forgotten it', async () => {
		const [post] = use.stage.simulator.posts;
		const body = { error: { code: 'invalid_publish_id', message: 'gone', log_id: '1' } };
		const on = { endpoint: 'status' } as const;
		use.stage.simulator.faults.add({ on, do: 'status', status: 400, body });
		expect(await deliver(true)).toEqual({
			publish_id: post?.publishId,
			skipped: true,
			skip_reason: 'already_posted',
			deduplication_key: 'asset-1',
		});
		expect(use.stage.simulator.posts).toHaveLength(1);
	});
});
