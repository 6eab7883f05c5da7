import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { createParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';
import { readVideoFixture } from '../../support/video';

/** Real files made with ffmpeg; what TikTok documents decides. */
const TAKEN = [
	'header-first.mp4',
	'header-last.mp4',
	'fragmented.mp4',
	'rotated.mp4',
	'ntsc.mp4',
	'h265.mp4',
	'quicktime.mov',
	'vp8.webm',
	'vp9.webm',
	'live.webm',
];

const REFUSED: ReadonlyArray<readonly [file: string, reason: RegExp, fix: RegExp]> = [
	['15fps.mp4', /: its frame rate$/, /15 frames per second.*23 to 60.*30 frames/],
	['120fps.mp4', /: its frame rate$/, /120 frames per second.*23 to 60/],
	['200x200.mp4', /: its picture size$/, /200×200 pixels.*360 to 4,096.*1080×1920/],
	['av1.mp4', /: its codec$/, /AV1.*H\.264/],
	['mpeg4.mp4', /: its codec$/, /MPEG-4 Part 2.*H\.264/],
	['sound-only.mp4', /: its format$/, /no picture/],
	['sound-only.webm', /: its format$/, /no picture/],
	['sound.m4a', /not a video that TikTok takes: it looks like M4A audio/, /MP4, MOV or WebM/],
	['video.avi', /not a video that TikTok takes: it looks like AVI/, /MP4, MOV or WebM/],
	['video.mkv', /not a video that TikTok takes: it looks like Matroska/, /MP4, MOV or WebM/],
	['video.flv', /not a video that TikTok takes: it looks like/, /MP4, MOV or WebM/],
	['mpeg-ts.bin', /not a video that TikTok takes: it looks like/, /MP4, MOV or WebM/],
];

describe('before any byte moves', () => {
	const use = useStage();

	async function store(video: Uint8Array): Promise<INodeExecutionData[]> {
		return [await use.stage.storage.store(Buffer.from(video))];
	}

	function listInits(): string[] {
		return use.stage.listRequests().filter((request) => /init|upload/.test(request));
	}

	function setMaxDuration(seconds: number): void {
		const [creator] = use.stage.simulator.creators;
		if (creator) creator.maxDurationSec = seconds;
	}

	it.each(TAKEN)('%s is taken, without a warning', async (name) => {
		const items = await store(readVideoFixture(name));
		const { output, hints } = await use.run(createParameters(), { items });
		expect(output[0]?.json.status).toBe('PUBLISH_COMPLETE');
		expect(hints).toEqual([expect.stringMatching(/^Uploaded/)]);
	});

	it.each(REFUSED)('%s is refused with the reason and the fix', async (name, reason, fix) => {
		const items = await store(readVideoFixture(name));
		const error = await use.fail(createParameters(), { items });
		expect(error.message).toMatch(/ binary field "data"/);
		expect(error.message).toMatch(reason);
		expect(error.description).toMatch(fix);
		expect(listInits()).toEqual([]);
	});

	it('a file that is cut off is refused with both lengths', async () => {
		const whole = readVideoFixture('header-first.mp4');
		const items = await store(whole.subarray(0, whole.length - 500));
		const error = await use.fail(createParameters(), { items });
		expect(error.message).toMatch(/: it is incomplete or damaged$/);
		expect(error.description).toMatch(/has 4,012 bytes of at least 4,512/);
		expect(listInits()).toEqual([]);
	});

	it('a file that a step took for text is refused, with the steps that do so', async () => {
		const damaged = Buffer.from(Buffer.from(readVideoFixture('header-first.mp4')).toString('utf8'));
		const error = await use.fail(createParameters(), { items: await store(damaged) });
		expect(error.message).toBe(
			'The file in binary field "data" is not a video that TikTok takes: it looks like a file that a step before handled as text',
		);
		expect(error.description).toMatch(/Response Format to File in HTTP Request.*toString\(\)/);
		expect(listInits()).toEqual([]);
	});

	it('the base64 text of a video is refused, with the node that makes it one', async () => {
		const text = Buffer.from(Buffer.from(readVideoFixture('header-first.mp4')).toString('base64'));
		const error = await use.fail(createParameters(), { items: await store(text) });
		expect(error.message).toMatch(/it looks like the base64 text of a video$/);
		expect(error.description).toMatch(/Convert to File.*"Move Base64 String to File"/);
		expect(listInits()).toEqual([]);
	});

	it('a file whose boxes lead nowhere is refused', async () => {
		const video = Buffer.from(readVideoFixture('header-last.mp4'));
		video.writeUInt32BE(3, video.indexOf('mdat') - 4);
		const error = await use.fail(createParameters(), { items: await store(video) });
		expect(error.message).toMatch(/: it is incomplete or damaged$/);
		expect(error.description).toMatch(/no header that can be found/);
		expect(listInits()).toEqual([]);
	});

	it.each(['free', 'udta', 'uuid', 'meta'])(
		'a complete video whose last box %s is cut is taken, by TikTok too',
		async (type) => {
			use.stage.simulator.switches.mediaCheck = 'full';
			const cutBox = Buffer.alloc(108);
			cutBox.writeUInt32BE(4_096, 0);
			cutBox.write(type, 4, 'latin1');
			const items = await store(Buffer.concat([readVideoFixture('header-first.mp4'), cutBox]));
			const { output } = await use.run(createParameters(), { items });
			expect(output[0]?.json.status).toBe('PUBLISH_COMPLETE');
		},
	);

	it('what may pass is posted, with a warning beside it', async () => {
		const items = await store(readVideoFixture('variable-rate.mp4'));
		const { hints } = await use.run(createParameters(), { items });
		expect(hints[0]).toMatch(/frames per second on average/);
		expect(use.stage.simulator.posts).toHaveLength(1);
	});

	it('a header that can’t be read is no reason to refuse', async () => {
		const video = Buffer.from(use.stage.video);
		video.write('abcd', video.indexOf('stsd'), 'latin1');
		const { output } = await use.run(createParameters(), { items: await store(video) });
		expect(output[0]?.json.status).toBe('PUBLISH_COMPLETE');
	});

	describe('the length of the video', () => {
		it('is held against what this creator may post', async () => {
			setMaxDuration(1);
			const error = await use.fail(createParameters(), { items: [await use.videoItem()] });
			expect(error.message).toMatch(/: it is too long$/);
			expect(error.description).toMatch(/3 s long, and this TikTok account may post up to 1 s/);
			expect(listInits()).toEqual([]);
		});

		it('is read from a header behind the pictures, too', async () => {
			setMaxDuration(1);
			const video = withHeaderLast(use.stage.video, 2_000_000);
			const error = await use.fail(createParameters(), { items: await store(video) });
			expect(error.message).toMatch(/: it is too long$/);
		});

		it('of a draft is not the creator’s limit', async () => {
			setMaxDuration(1);
			const items = [await use.videoItem()];
			const output = await use.runOne({ resource: 'post', operation: 'upload' }, { items });
			expect(output.status).toBe('SEND_TO_USER_INBOX');
		});

		it('of a draft is up to ten minutes', async () => {
			const items = await store(withDuration(use.stage.video, 660));
			const error = await use.fail({ resource: 'post', operation: 'upload' }, { items });
			expect(error.description).toBe(
				'The video is 11 min long, and TikTok takes drafts of up to 10 min. Shorten it.',
			);
		});
	});

	it('every rule that is broken is named at once', async () => {
		setMaxDuration(1);
		const video = withDuration(Buffer.from(readVideoFixture('200x200.mp4')), 60);
		const error = await use.fail(createParameters(), { items: await store(video) });
		expect(error.message).toMatch(/its picture size.*too long/);
	});

	it('the same goes for a URL', async () => {
		const videoUrl = 'https://media.example.com/small.mp4';
		const content = Buffer.from(readVideoFixture('200x200.mp4'));
		use.stage.simulator.media.serve(videoUrl, { content, contentType: 'video/mp4' });
		const parameters: IDataObject = { videoSource: 'url', videoUrl };
		const error = await use.fail(createParameters(parameters));
		expect(error.message).toBe('TikTok would refuse the video in Video URL: its picture size');
		expect(listInits()).toEqual([]);
	});
});

/** The same film with its header behind the pictures, and padding in between. */
function withHeaderLast(video: Buffer, paddingBytes: number): Buffer {
	const boxes = new Map<string, Buffer>();
	for (let at = 0; at < video.length; at += video.readUInt32BE(at)) {
		boxes.set(
			video.toString('latin1', at + 4, at + 8),
			video.subarray(at, at + video.readUInt32BE(at)),
		);
	}
	const padding = Buffer.alloc(paddingBytes);
	padding.writeUInt32BE(paddingBytes, 0);
	padding.write('free', 4, 'latin1');
	const order = [boxes.get('ftyp'), boxes.get('mdat'), padding, boxes.get('moov')];
	return Buffer.concat(order.filter((box) => box !== undefined));
}

/** The same film with other words in its header about its length. */
function withDuration(video: Buffer, seconds: number): Buffer {
	const changed = Buffer.from(video);
	for (const [type, timescaleAt] of [
		['mvhd', 16],
		['mdhd', 16],
	] as const) {
		for (let at = changed.indexOf(type); at >= 0; at = changed.indexOf(type, at + 4)) {
			const timescale = changed.readUInt32BE(at + timescaleAt);
			changed.writeUInt32BE(timescale * seconds, at + timescaleAt + 4);
		}
	}
	return changed;
}
