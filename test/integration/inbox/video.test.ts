import { makeExecutionData } from '../../support/node/executeNode';
import { useStage } from '../../support/node/useStage';
import { sha256Of } from '../../support/video';

const UPLOAD = {
	resource: 'post',
	operation: 'upload',
	mediaType: 'video',
	videoSource: 'binary',
	binaryPropertyName: 'data',
	waitUntilFinished: true,
	options: {},
};

describe('Post: Upload of a video', () => {
	const use = useStage();

	it('puts it into the inbox, ends there, and sends nothing but the video', async () => {
		const items = [await use.videoItem()];
		const { output, hints } = await use.run(UPLOAD, { items });
		expect(output).toStrictEqual([
			{
				json: {
					publish_id: expect.stringMatching(/^v_inbox_file~v2\./),
					status: 'SEND_TO_USER_INBOX',
					uploaded_bytes: use.stage.video.length,
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(hints).toEqual([
			expect.stringMatching(/^The draft waits in the creator's TikTok inbox/),
			expect.stringMatching(/^Uploaded /),
		]);
		const [post] = use.stage.simulator.posts;
		expect(Object.keys(post?.request ?? {})).toEqual(['source_info']);
		expect(post?.sha256).toBe(await sha256Of(use.stage.video));
	});

	it('needs the scope video.upload alone and asks nothing about the creator', async () => {
		const { simulator } = use.stage;
		const tokens = simulator.tokens.issue(simulator.creators[0]?.openId ?? '', ['video.upload']);
		if (use.credential) use.credential.saved.oauthTokenData = { ...tokens };
		await use.run(UPLOAD, { items: [await use.videoItem()] });
		expect(use.stage.listRequests().filter((line) => line.includes('creator'))).toEqual([]);
	});

	it('names the missing scope before anything is sent', async () => {
		const { simulator } = use.stage;
		const tokens = simulator.tokens.issue(simulator.creators[0]?.openId ?? '', ['video.publish']);
		if (use.credential) use.credential.saved.oauthTokenData = { ...tokens };
		const error = await use.fail(UPLOAD, { items: [await use.videoItem()] });
		expect(error.message).toContain('video.upload');
		expect(use.stage.listRequests()).toEqual([]);
	});

	it('goes on without waiting when told to', async () => {
		const output = await use.runOne(
			{ ...UPLOAD, waitUntilFinished: false },
			{ items: [await use.videoItem()] },
		);
		expect(output).toMatchObject({ status: 'PROCESSING_UPLOAD' });
		expect(output).not.toHaveProperty('post_url');
		expect(use.stage.listRequests().join()).not.toContain('status');
	});

	it('is sent once, however often the execution is tried', async () => {
		const items = [await use.videoItem()];
		const executionData = makeExecutionData();
		const first = await use.runOne(UPLOAD, { items, executionData });
		expect(await use.runOne(UPLOAD, { items, executionData })).toEqual(first);
		expect(use.stage.simulator.posts).toHaveLength(1);
	});

	it('tells that too many drafts are waiting', async () => {
		for (let draft = 0; draft < 5; draft++)
			await use.run(UPLOAD, { items: [await use.videoItem()] });
		const error = await use.fail(UPLOAD, { items: [await use.videoItem()] });
		expect(error.message).toMatch(/too many drafts waiting/);
		expect(error.description).toContain('spam_risk_too_many_pending_share');
	});

	it('fails when TikTok can’t use the file after all', async () => {
		use.stage.simulator.switches.failReason = 'file_format_check_failed';
		const error = await use.fail(UPLOAD, { items: [await use.videoItem()] });
		expect(error.description).toMatch(/MP4.*publish_id v_inbox_file/);
	});
});
