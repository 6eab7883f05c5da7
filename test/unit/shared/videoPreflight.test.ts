import { InputError } from '../../support/tested/tiktok';
import {
	checkVideoFacts,
	type VideoDestination,
	type VideoProbe,
} from '../../support/tested/video';

const GOOD: VideoProbe = {
	container: 'mp4',
	fileSize: 34_500_000,
	complete: true,
	truncated: false,
	hasVideoTrack: true,
	durationSeconds: 30,
	width: 1080,
	height: 1920,
	frameRate: 30,
	videoCodec: 'h264',
};

const CREATOR: VideoDestination = { kind: 'direct', maxDurationSeconds: 180 };
const UNKNOWN_CREATOR: VideoDestination = { kind: 'direct', maxDurationSeconds: undefined };
const INBOX: VideoDestination = { kind: 'inbox', maxDurationSeconds: 600 };

function refusalOf(changes: Partial<VideoProbe>, destination = CREATOR) {
	try {
		checkVideoFacts({ ...GOOD, ...changes }, 'binary field "data"', destination);
	} catch (error) {
		expect(error).toBeInstanceOf(InputError);
		const { message, fix, stage } = error as InputError;
		return { message, fix, stage };
	}
	return undefined;
}

describe('a video before a byte of it moves', () => {
	it('that keeps every rule passes without a word', () => {
		expect(checkVideoFacts(GOOD, 'x', CREATOR)).toEqual([]);
	});

	it('whose header tells nothing passes', () => {
		const unknown: VideoProbe = {
			container: 'mp4',
			fileSize: 1,
			complete: false,
			truncated: false,
		};
		expect(checkVideoFacts(unknown, 'x', CREATOR)).toEqual([]);
	});

	it.each<[string, Partial<VideoProbe>, RegExp]>([
		['it is too long', { durationSeconds: 200 }, /3 min/],
		['its picture size', { width: 200, height: 200 }, /360/],
		['its frame rate', { frameRate: 15 }, /23/],
		['its codec', { videoCodec: 'mpeg4' }, /MPEG-4/],
		['its format', { hasVideoTrack: false }, /MP4/],
		['it is incomplete or damaged', { truncated: true, expectedBytes: 40_000_000 }, /./],
	])('is refused because of %s, with what to do', (reason, changes, fix) => {
		expect(refusalOf(changes)).toMatchObject({
			message: `TikTok would refuse the video in binary field "data": ${reason}`,
			fix: expect.stringMatching(fix),
			stage: 'media',
		});
	});

	it('is refused for all its reasons at once', () => {
		const { message, fix } = refusalOf({ frameRate: 15, durationSeconds: 200 }) ?? {};
		expect(message).toMatch(/: its frame rate, it is too long$/);
		expect(fix).toMatch(/23.*frames per second\. The video is 3 min/s);
	});

	it('may be as long as the creator may post', () => {
		expect(refusalOf({ durationSeconds: 180 })).toBeUndefined();
		expect(refusalOf({ durationSeconds: 3_000 }, UNKNOWN_CREATOR)).toBeUndefined();
	});

	it('for the inbox may be longer, and its limit is called one of drafts', () => {
		expect(refusalOf({ durationSeconds: 599 }, INBOX)).toBeUndefined();
		expect(refusalOf({ durationSeconds: 700 }, INBOX)?.fix).toBe(
			'The video is 11 min 40 s long, and TikTok takes drafts of up to 10 min. Shorten it.',
		);
		expect(refusalOf({ frameRate: 15 }, INBOX)?.fix).toMatch(/frames/);
	});

	it('that TikTok might refuse passes with a word of warning', () => {
		const doubts = checkVideoFacts({ ...GOOD, fileSize: 4_100_000_000 }, 'x', CREATOR);
		expect(doubts).toEqual([expect.stringMatching(/TikTok may refuse it/)]);
	});
});
