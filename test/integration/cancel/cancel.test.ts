import { useStage } from '../../support/node/useStage';
import { createParameters } from '../../support/node/postStage';

const VIDEO_URL = 'https://media.example.com/clips/run.mp4';

function cancelParameters(publishId: string) {
	return { resource: 'post', operation: 'cancel', publishId, options: {} };
}

describe('Post: Cancel', () => {
	const use = useStage();

	/** A post whose download TikTok never gets to the end of. */
	async function startEndlessPull(): Promise<string> {
		const { simulator, video } = use.stage;
		simulator.app.verifiedProperties.push('media.example.com');
		simulator.media.serve(VIDEO_URL, {
			content: video,
			contentType: 'video/mp4',
			stallAfterBytes: 1_000,
		});
		const { publish_id: publishId } = await use.runOne(
			createParameters({
				videoSource: 'pullFromUrl',
				videoUrl: VIDEO_URL,
				waitUntilFinished: false,
			}),
		);
		return String(publishId);
	}

	it('stops a download that runs, and tells what became of the post', async () => {
		const publishId = await startEndlessPull();
		expect(await use.runOne(cancelParameters(publishId))).toMatchObject({
			publish_id: publishId,
			status: 'FAILED',
			fail_reason: 'publish_cancelled',
			fail_message: expect.stringMatching(/cancelled/),
			cancel_accepted: true,
		});
		expect(use.stage.simulator.posts).toMatchObject([{ failReason: 'publish_cancelled' }]);
	});

	it('holds although the effect can’t be asked for', async () => {
		const publishId = await startEndlessPull();
		use.stage.simulator.faults.add({ on: { endpoint: 'status' }, do: 'html', times: 3 });
		expect(await use.runOne(cancelParameters(publishId))).toStrictEqual({
			publish_id: publishId,
			cancel_accepted: true,
		});
	});

	it('says of an uploaded file that it can’t be cancelled, and which post it was', async () => {
		const { publish_id: publishId } = await use.runOne(
			createParameters({ waitUntilFinished: false }),
			{ items: [await use.videoItem()] },
		);
		const error = await use.fail(cancelParameters(String(publishId)));
		expect(error.message).toMatch(/can no longer be cancelled/);
		expect(error.description).toMatch(/uploaded as a file/);
		expect(error.description).toContain(`publish_id ${String(publishId)}`);
	});

	it.each([
		['', 'Publish ID is empty'],
		['no such/id', 'Publish ID is not one that TikTok issues'],
	])('refuses the publish id %j without asking TikTok', async (publishId, message) => {
		expect((await use.fail(cancelParameters(publishId))).message).toBe(message);
		expect(use.stage.listRequests()).toEqual([]);
	});

	it('tells an id that TikTok does not know', async () => {
		const error = await use.fail(cancelParameters('v_pub_url~v2.1'));
		expect(error.message).toMatch(/does not know this Publish ID/);
	});
});
