/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- test code runs in plain Node, not in n8n; test code is never shipped and may use Node and any library */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { jsonOf } from './support/client';
import { useWorld } from './support/useWorld';
import { wholeSource } from './support/video';

const world = useWorld();
const FOLDER = path.resolve(__dirname, '../fixtures/videos');

const FORMAT = 'file_format_check_failed';
const SIZE = 'picture_size_check_failed';
const RATE = 'frame_rate_check_failed';

/** Real files and what TikTok's limits say to them; undefined: published. */
const FILES: Array<[file: string, failReason: string | undefined]> = [
	['header-first.mp4', undefined],
	['header-last.mp4', undefined],
	['fragmented.mp4', undefined],
	['rotated.mp4', undefined],
	['ntsc.mp4', undefined],
	['h265.mp4', undefined],
	['quicktime.mov', undefined],
	['vp8.webm', undefined],
	['vp9.webm', undefined],
	['live.webm', undefined],
	['av1.mp4', FORMAT],
	['mpeg4.mp4', FORMAT],
	['sound-only.mp4', FORMAT],
	['sound-only.webm', FORMAT],
	['sound.m4a', FORMAT],
	['video.avi', FORMAT],
	['video.mkv', FORMAT],
	['video.flv', FORMAT],
	['mpeg-ts.bin', FORMAT],
	['200x200.mp4', SIZE],
	['15fps.mp4', RATE],
	['120fps.mp4', RATE],
	['variable-rate.mp4', RATE],
];

async function post(content: Buffer): Promise<unknown> {
	Object.assign(world().simulator.switches, { mediaCheck: 'full', processingPolls: 0 });
	const size = content.length;
	const { id, url } = await world().init(world().directPost(wholeSource(size)));
	await world().put(url, [0, size - 1, size], {}, content);
	return jsonOf(await world().call('status', { body: { publish_id: id } })).data;
}

describe("a video that is looked into (mediaCheck: 'full')", () => {
	test.each(FILES)('%s: %s', async (file, failReason) => {
		const data = await post(readFileSync(path.join(FOLDER, file)));
		expect(data).toMatchObject(
			failReason === undefined
				? { status: 'PUBLISH_COMPLETE' }
				: { status: 'FAILED', fail_reason: failReason },
		);
	});

	test('longer than this creator may post', async () => {
		Object.assign(world().simulator.creators[0] ?? {}, { maxDurationSec: 0.4 });
		expect(await post(readFileSync(path.join(FOLDER, 'header-first.mp4')))).toMatchObject({
			fail_reason: 'duration_check_failed',
		});
	});

	test('cut off in the middle of its header', async () => {
		const whole = readFileSync(path.join(FOLDER, 'header-first.mp4'));
		expect(await post(whole.subarray(0, 400))).toMatchObject({ fail_reason: FORMAT });
	});
});
