import { makeExecutionData } from '../../support/node/executeNode';
import { createParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';
import { onPause } from '../../support/node/virtualTime';

/** TikTok's count of received bytes may lag behind what it has. */
describe('a post whose last bytes were sent when its execution was stopped', () => {
	const use = useStage();

	it('is waited for by the retry, not sent again, although TikTok counts too few bytes at first', async () => {
		const { faults, posts } = use.stage.simulator;
		const stop = new AbortController();
		const run = { items: [await use.videoItem()], executionData: makeExecutionData() };
		faults.add({ on: { endpoint: 'upload' }, do: 'reset-after' });
		faults.add({ on: { endpoint: 'status' }, do: 'html', times: 3 });
		onPause((milliseconds) => {
			if (milliseconds < 5_000) stop.abort();
		});
		await expect(
			use.run(createParameters({ caption: 'At 9:00' }), { ...run, abortSignal: stop.signal }),
		).rejects.toThrow('stopped');
		for (const fault of faults.pending()) fault.consumed = fault.times ?? 1;

		onPause(() => {});
		const status = { status: 'PROCESSING_UPLOAD', uploaded_bytes: 0 };
		const body = { data: status, error: { code: 'ok', message: '', log_id: 'SIM' } };
		faults.add({ on: { endpoint: 'status' }, do: 'status', status: 200, body, times: 2 });
		// Another caption is another post, which this upload could not go on with.
		const { output } = await use.run(createParameters({ caption: 'At 9:05' }), run);
		expect(output[0]?.json).toMatchObject({ status: 'PUBLISH_COMPLETE' });
		expect(posts.map(({ postInfo }) => postInfo.title)).toEqual(['At 9:00']);
	});
});
