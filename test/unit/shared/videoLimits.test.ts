import {
	checkVideoAgainstLimits,
	probeVideo,
	TIKTOK_VIDEO_LIMITS,
	type VideoFinding,
	type VideoProbe,
} from '../../support/tested/video';
import { recognizeVideo } from '../../support/tested/n8n';
import { readVideoFixture } from '../../support/video';

const GOOD: VideoProbe = {
	container: 'mp4',
	fileSize: 5_000_000,
	complete: true,
	truncated: false,
	hasVideoTrack: true,
	durationSeconds: 30,
	width: 1080,
	height: 1920,
	frameRate: 30,
	videoCodec: 'h264',
};

function check(changes: Partial<VideoProbe>, maxDurationSeconds?: number): VideoFinding[] {
	return checkVideoAgainstLimits(
		{ ...GOOD, ...changes },
		{ ...TIKTOK_VIDEO_LIMITS, maxDurationSeconds },
	);
}

function severities(changes: Partial<VideoProbe>, maxDurationSeconds?: number): string[] {
	return check(changes, maxDurationSeconds).map(({ rule, severity }) => `${severity} ${rule}`);
}

it('a picture of which one side is known is judged by that one', () => {
	expect(check({ width: 200, height: undefined })).toMatchObject([
		{ rule: 'picture_size', value: '200×?', message: expect.stringContaining('is 200×? pixels') },
	]);
});

it('a frame rate is too low where two decimals would show it', () => {
	const limits = { ...TIKTOK_VIDEO_LIMITS, minFramesPerSecond: 0.01 };
	expect(checkVideoAgainstLimits({ ...GOOD, frameRate: 0 }, limits)).toMatchObject([
		{ rule: 'frame_rate', severity: 'warn' },
	]);
});

describe('real files', () => {
	const findingsOf = (name: string) => {
		const file = readVideoFixture(name);
		const limits = { ...TIKTOK_VIDEO_LIMITS, maxDurationSeconds: 600 };
		return checkVideoAgainstLimits(probeVideo(file, file.length), limits).map(
			({ rule, severity }) => `${severity} ${rule}`,
		);
	};

	it.each([
		['header-first.mp4', []],
		['header-last.mp4', []],
		['quicktime.mov', []],
		['fragmented.mp4', []],
		['rotated.mp4', []],
		['ntsc.mp4', []],
		['h265.mp4', []],
		['vp8.webm', []],
		['vp9.webm', []],
		['live.webm', []],
		['15fps.mp4', ['refuse frame_rate']],
		['120fps.mp4', ['refuse frame_rate']],
		['variable-rate.mp4', ['warn frame_rate']],
		['200x200.mp4', ['refuse picture_size']],
		['av1.mp4', ['refuse codec']],
		['mpeg4.mp4', ['refuse codec']],
		['sound-only.mp4', ['refuse container']],
		['sound-only.webm', ['refuse container']],
	])('%s: %j', (name, expected) => {
		expect(findingsOf(name)).toEqual(expected);
	});

	it.each(['sound.m4a', 'video.avi', 'video.mkv', 'video.flv', 'mpeg-ts.bin'])(
		'%s is refused before its header is read',
		(name) => {
			expect(() => recognizeVideo(readVideoFixture(name), name)).toThrow(
				`The file in ${name} is not a video that TikTok takes`,
			);
		},
	);

	it.each(['header-first.mp4', 'header-last.mp4', 'vp9.webm'])('%s cut off is refused', (name) => {
		const file = readVideoFixture(name).subarray(0, -100);
		const probe = probeVideo(file, file.length);
		const findings = checkVideoAgainstLimits(probe, TIKTOK_VIDEO_LIMITS);
		expect(findings.map(({ rule }) => rule)).toEqual(['truncated']);
	});

	it('a header out of reach is no reason to refuse', () => {
		const file = readVideoFixture('header-last.mp4');
		const probe = probeVideo(file.subarray(0, 64), file.length);
		expect(probe.complete).toBe(false);
		expect(checkVideoAgainstLimits(probe, TIKTOK_VIDEO_LIMITS)).toEqual([]);
	});
});

describe('a good video', () => {
	it('has no findings', () => {
		expect(check({}, 600)).toEqual([]);
	});

	it('may leave everything unsaid', () => {
		const unsaid = {
			hasVideoTrack: undefined,
			durationSeconds: undefined,
			width: undefined,
			height: undefined,
			frameRate: undefined,
			videoCodec: undefined,
			complete: false,
		};
		expect(check(unsaid, 600)).toEqual([]);
	});
});

describe('limits, each on its edge', () => {
	it.each([
		[{ width: 360, height: 4_096 }, []],
		[{ width: 359 }, ['refuse picture_size']],
		[{ height: 359 }, ['refuse picture_size']],
		[{ width: 4_097 }, ['refuse picture_size']],
		[{ height: 4_097 }, ['refuse picture_size']],
		[{ width: undefined, height: 200 }, ['refuse picture_size']],
		[{ width: 200, height: undefined }, ['refuse picture_size']],
		[{ frameRate: 23 }, []],
		[{ frameRate: 60 }, []],
		[{ frameRate: 60.004 }, []],
		[{ frameRate: 60.02 }, ['warn frame_rate']],
		[{ frameRate: 22.5 }, ['warn frame_rate']],
		[{ frameRate: 22.4 }, ['refuse frame_rate']],
		[{ frameRate: 60.6 }, ['refuse frame_rate']],
		[{ frameRate: 10, frameRateVaries: true }, ['warn frame_rate']],
		[{ fileSize: 4_000_000_000 }, []],
		[{ fileSize: 4_000_000_001 }, ['warn size']],
		[{ fileSize: 4_294_967_296 }, ['warn size']],
		[{ fileSize: Number.NaN }, []],
		[{ videoCodec: 'vp8' }, []],
		[{ videoCodec: 'zzzz' }, ['refuse codec']],
		[{ container: 'unknown', complete: false }, []],
	] as Array<[Partial<VideoProbe>, string[]]>)('%j → %j', (changes, expected) => {
		expect(severities(changes)).toEqual(expected);
	});

	it.each([
		[600, []],
		[600.4, ['warn duration']],
		[601, ['refuse duration']],
		[3_600, ['refuse duration']],
	])('%d s where 600 s are allowed → %j', (durationSeconds, expected) => {
		expect(severities({ durationSeconds }, 600)).toEqual(expected);
	});

	it('does not judge the duration when the creator’s maximum is unknown', () => {
		expect(check({ durationSeconds: 36_000 })).toEqual([]);
	});

	it('lists everything that is wrong at once', () => {
		const wrong = { width: 100, frameRate: 5, videoCodec: 'av1', durationSeconds: 900 };
		expect(severities(wrong, 600)).toEqual([
			'refuse codec',
			'refuse picture_size',
			'refuse frame_rate',
			'refuse duration',
		]);
	});
});

describe('messages', () => {
	const messageOf = (changes: Partial<VideoProbe>, maxDurationSeconds?: number) =>
		check(changes, maxDurationSeconds).map(({ message }) => message);

	it.each([
		['duration', { durationSeconds: 725 }, 600],
		['duration by a little', { durationSeconds: 600.02 }, 600],
		['duration in seconds', { durationSeconds: 75.25 }, 59.5],
		['picture too small', { width: 200, height: 200 }, undefined],
		['picture too large', { width: 8_000, height: 4_500 }, undefined],
		['picture half known', { width: undefined, height: 200 }, undefined],
		['frame rate', { frameRate: 15 }, undefined],
		['frame rate that varies', { frameRate: 12.345, frameRateVaries: true }, undefined],
		['codec', { videoCodec: 'av1' }, undefined],
		['codec by tag', { videoCodec: 'zzzz' }, undefined],
		['codec with the name of a property', { videoCodec: 'constructor' }, undefined],
		['copy protection', { videoCodec: 'encrypted' }, undefined],
		['no video track', { hasVideoTrack: false }, undefined],
		['size that may pass', { fileSize: 4_100_000_000 }, undefined],
		['cut off', { truncated: true, expectedBytes: 9_876_543 }, undefined],
		['cut off, small', { truncated: true, fileSize: 1_234, expectedBytes: 9_876 }, undefined],
		['without header', { truncated: true }, undefined],
	] as Array<[string, Partial<VideoProbe>, number | undefined]>)('%s', (_, changes, max) => {
		expect(messageOf(changes, max)).toMatchSnapshot();
	});

	it('carry the value for programs', () => {
		const valueOf = (changes: Partial<VideoProbe>, max?: number) => check(changes, max)[0]?.value;
		expect(valueOf({ durationSeconds: 725 }, 600)).toBe(725);
		expect(valueOf({ width: 200 })).toBe('200×1920');
		expect(valueOf({ frameRate: 15 })).toBe(15);
		expect(valueOf({ videoCodec: 'av1' })).toBe('av1');
		expect(valueOf({ fileSize: 4_100_000_000 })).toBe(4_100_000_000);
		expect(valueOf({ hasVideoTrack: false })).toBe('mp4');
		expect(valueOf({ truncated: true })).toBe(GOOD.fileSize);
	});
});
