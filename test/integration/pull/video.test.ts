import type { IDataObject } from 'n8n-workflow';
import { makeExecutionData } from '../../support/node/executeNode';
import { createParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';
import { sha256Of } from '../../support/video';

const VIDEO_URL = 'https://media.example.com/clips/run.mp4';

function pullParameters(changes: IDataObject = {}): IDataObject {
	return createParameters({ videoSource: 'pullFromUrl', videoUrl: VIDEO_URL, ...changes });
}

describe('a video pulled by TikTok', () => {
	const use = useStage();

	beforeEach(() => {
		const { simulator, video } = use.stage;
		simulator.app.verifiedProperties.push('media.example.com');
		simulator.media.serve(VIDEO_URL, { content: video, contentType: 'video/mp4' });
	});

	it('is published without passing through n8n', async () => {
		const { output, hints } = await use.run(pullParameters());
		expect(output[0]?.json).toMatchObject({
			publish_id: expect.stringMatching(/^v_pub_url~v2\./),
			status: 'PUBLISH_COMPLETE',
			post_ids: ['7678907398077074696'],
			post_url: 'https://www.tiktok.com/@sim.creator/video/7678907398077074696',
			downloaded_bytes: use.stage.video.length,
		});
		expect(hints).toEqual([]);
		expect(use.stage.listPuts()).toEqual([]);
		expect(use.stage.simulator.posts).toMatchObject([
			{ sha256: await sha256Of(use.stage.video), sourceInfo: { video_url: VIDEO_URL } },
		]);
	});

	it('can be a draft', async () => {
		const output = await use.runOne(pullParameters({ operation: 'upload' }));
		expect(output).toMatchObject({
			publish_id: expect.stringMatching(/^v_inbox_url~v2\./),
			status: 'SEND_TO_USER_INBOX',
		});
		expect(Object.keys(use.stage.simulator.posts[0]?.request ?? {})).toEqual(['source_info']);
	});

	it.each([
		['http://media.example.com/a.mp4', /does not begin with https/],
		['https://203.0.113.7/a.mp4', /IP address/],
		['https://[2001:db8::1]/a.mp4', /IP address/],
		['https://3405803783/a.mp4', /IP address/],
		['https://localhost/a.mp4', /no public domain/],
		['https://user:pass@media.example.com/a.mp4', /user name or password/],
		['media.example.com/a.mp4', /is not a URL/],
		['', /is empty/],
	])('%s is refused before TikTok is asked', async (videoUrl, message) => {
		const error = await use.fail(pullParameters({ videoUrl }));
		expect(error.message).toMatch(message);
		expect(error.message).toMatch(/^Video URL/);
		expect(error.message).not.toContain('user:pass');
		expect(error.description).toContain('https://media.example.com/clip.mp4');
		expect(use.stage.listRequests()).toEqual([]);
	});

	it.each([
		[`${VIDEO_URL}\nhttps://media.example.com/b.mp4`, 2],
		['https://media.example.com/clips\n/run.mp4', 2],
		[`${VIDEO_URL}, ${VIDEO_URL}; ${VIDEO_URL}`, 3],
		[`={{ ${JSON.stringify([VIDEO_URL, VIDEO_URL])} }}`, 2],
	])('%j is refused: one post has one video', async (videoUrl, count) => {
		for (const videoSource of ['pullFromUrl', 'url']) {
			const error = await use.fail(pullParameters({ videoSource, videoUrl }));
			expect(error.message).toBe(
				`Video URL holds ${count} lines or URLs, and a post has one video`,
			);
			expect(error.description).toMatch(/^Give one URL only/);
		}
		expect(use.stage.listRequests()).toEqual([]);
	});

	it.each([
		[` "${VIDEO_URL}",\n`, VIDEO_URL],
		['https://media.example.com/my run.mp4', 'https://media.example.com/my%20run.mp4'],
		['HTTPS://media.example.com/\u200bé.mp4', 'https://media.example.com/%C3%A9.mp4'],
		[`={{ { url: "${VIDEO_URL}" } }}`, VIDEO_URL],
	])('%j goes out as %j, the text that was checked', async (videoUrl, sent) => {
		const { simulator, video } = use.stage;
		simulator.media.serve(sent, { content: video, contentType: 'video/mp4' });
		await use.run(pullParameters({ videoUrl }));
		await use.run(pullParameters({ videoUrl, videoSource: 'url', caption: 'Streamed' }));
		expect(simulator.posts).toMatchObject([
			{ status: 'PUBLISH_COMPLETE', sourceInfo: { video_url: sent } },
			{ status: 'PUBLISH_COMPLETE', sourceInfo: { source: 'FILE_UPLOAD' } },
		]);
	});

	it('on a domain that is not verified fails with the way out', async () => {
		const error = await use.fail(pullParameters({ videoUrl: 'https://other.example/a.mp4' }));
		expect(error.message).toMatch(/not on a property verified/);
		expect(error.description).toMatch(/developer portal/);
	});

	it('that TikTok can’t download fails, and may be tried again', async () => {
		const gone = 'https://media.example.com/gone.mp4';
		const executionData = makeExecutionData();
		const error = await use.fail(pullParameters({ videoUrl: gone }), { executionData });
		expect(error.message).toMatch(/could not download the video/);
		use.stage.simulator.media.serve(gone, { content: use.stage.video, contentType: 'video/mp4' });
		const output = await use.runOne(pullParameters({ videoUrl: gone }), { executionData });
		expect(output.status).toBe('PUBLISH_COMPLETE');
		expect(use.stage.simulator.posts.map(({ status }) => status)).toEqual([
			'FAILED',
			'PUBLISH_COMPLETE',
		]);
	});
});
