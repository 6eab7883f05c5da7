import type { IDataObject } from 'n8n-workflow';
import { makeExecutionData } from '../../support/node/executeNode';
import { createParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';
import { readVideoFixture } from '../../support/video';

const VIDEO_URL = 'https://media.example.com/clips/run.mp4';
const PHOTO_URLS = 'https://media.example.com/1.jpg\nhttps://media.example.com/2.webp';

function dryRun(changes: IDataObject = {}): IDataObject {
	return createParameters({ options: { validateOnly: true }, ...changes });
}

describe('Validate Only', () => {
	const use = useStage();

	afterEach(() => {
		expect(use.stage.simulator.posts).toEqual([]);
		expect(
			use.stage.listRequests().filter((request) => /init|upload|status/.test(request)),
		).toEqual([]);
		expect(use.stage.storage.opened.every((stream) => stream.destroyed)).toBe(true);
	});

	it('tells what Create would send, about whom, and posts nothing', async () => {
		const { output, hints } = await use.run(dryRun(), { items: [await use.videoItem()] });
		const bytes = use.stage.video.length;
		expect(output).toStrictEqual([
			{
				json: {
					valid: true,
					endpoint: '/v2/post/publish/video/init/',
					request: {
						post_info: {
							title: 'Morning run #sim',
							privacy_level: 'PUBLIC_TO_EVERYONE',
							disable_comment: true,
							disable_duet: true,
							disable_stitch: true,
							brand_content_toggle: false,
							brand_organic_toggle: false,
							is_aigc: false,
						},
						source_info: {
							source: 'FILE_UPLOAD',
							video_size: bytes,
							chunk_size: bytes,
							total_chunk_count: 1,
						},
					},
					creator: expect.objectContaining({
						creator_username: 'sim.creator',
						max_video_post_duration_sec: 600,
					}),
					video: {
						mime_type: 'video/mp4',
						bytes,
						duration_seconds: expect.closeTo(3, 1),
						width: 720,
						height: 1280,
						frame_rate: expect.closeTo(30, 1),
						video_codec: 'h264',
					},
					warnings: [],
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(hints).toEqual([expect.stringMatching(/^Checked only, nothing was posted/)]);
	});

	it('lists what TikTok may object to', async () => {
		const file = Buffer.from(readVideoFixture('variable-rate.mp4'));
		const items = [await use.stage.storage.store(file)];
		const output = await use.runOne(dryRun(), { items });
		expect(output).toMatchObject({
			valid: true,
			warnings: [expect.stringMatching(/on average/)],
		});
	});

	it('warns of a cover behind the end, which TikTok replaces without a word', async () => {
		const options = { validateOnly: true, videoCoverTimestampMs: 3_500 };
		const output = await use.runOne(dryRun({ options }), { items: [await use.videoItem()] });
		expect(output).toMatchObject({
			warnings: [expect.stringMatching(/^Cover Timestamp \(Ms\) is 3500, and the video ends at 3/)],
		});
	});

	it('fails as posting would', async () => {
		const file = Buffer.from(readVideoFixture('200x200.mp4'));
		const items = [await use.stage.storage.store(file)];
		expect((await use.fail(dryRun(), { items })).message).toMatch(/its picture size/);
		const tooLong = dryRun({ caption: 'x'.repeat(2_201) });
		expect((await use.fail(tooLong, { items })).message).toMatch(/^Caption is too long/);
	});

	it('fails when the creator can post nothing now', async () => {
		const [creator] = use.stage.simulator.creators;
		if (creator) creator.banned = true;
		const error = await use.fail(dryRun(), { items: [await use.videoItem()] });
		expect(error.message).toMatch(/banned/);
	});

	it('looks at a file behind a URL', async () => {
		const { simulator, video } = use.stage;
		simulator.media.serve(VIDEO_URL, { content: video, contentType: 'video/mp4' });
		const output = await use.runOne(dryRun({ videoSource: 'url', videoUrl: VIDEO_URL }));
		expect(output).toMatchObject({ valid: true, video: { bytes: video.length, width: 720 } });
	});

	it('can’t look at a file that TikTok pulls, and says what it would be told', async () => {
		const output = await use.runOne(dryRun({ videoSource: 'pullFromUrl', videoUrl: VIDEO_URL }));
		expect(output).toMatchObject({
			valid: true,
			request: { source_info: { source: 'PULL_FROM_URL', video_url: VIDEO_URL } },
		});
		expect(output).not.toHaveProperty('video');
	});

	it('shows a photo post', async () => {
		const parameters = { mediaType: 'photos', photoUrls: PHOTO_URLS, photoTitle: 'Three views' };
		expect(await use.runOne(dryRun(parameters))).toMatchObject({
			valid: true,
			endpoint: '/v2/post/publish/content/init/',
			request: {
				media_type: 'PHOTO',
				post_mode: 'DIRECT_POST',
				post_info: { title: 'Three views' },
			},
		});
	});

	it('of Upload asks nothing about the creator', async () => {
		const items = [await use.videoItem()];
		const output = await use.runOne(dryRun({ operation: 'upload' }), { items });
		expect(output).toMatchObject({ valid: true, endpoint: '/v2/post/publish/inbox/video/init/' });
		expect(output).not.toHaveProperty('creator');
		expect(use.stage.listRequests()).toEqual([]);
	});

	it('takes the chunks as chosen', async () => {
		const video = Buffer.concat([
			use.stage.video,
			Buffer.alloc(12_000_000 - use.stage.video.length),
		]);
		video.writeUInt32BE(12_000_000 - use.stage.video.length, use.stage.video.length);
		video.write('free', use.stage.video.length + 4, 'latin1');
		const items = [await use.stage.storage.store(video)];
		const output = await use.runOne(dryRun({ options: { validateOnly: true, chunkSizeMb: 6 } }), {
			items,
		});
		expect(output).toMatchObject({
			request: { source_info: { chunk_size: 6_000_000, total_chunk_count: 2 } },
		});
	});
});

describe('after Validate Only', () => {
	const use = useStage();

	it('the same item with the same Deduplication Key is posted', async () => {
		const items = [await use.videoItem()];
		const executionData = makeExecutionData();
		const options = { deduplicationKey: 'asset-1' };
		const parameters = dryRun({ options: { ...options, validateOnly: true } });
		await use.run(parameters, { items, executionData });
		const output = await use.runOne(createParameters({ options }), { items, executionData });
		expect(output.status).toBe('PUBLISH_COMPLETE');
		expect(use.stage.simulator.posts).toHaveLength(1);
	});
});
