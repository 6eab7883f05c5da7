import { probeVideo, type VideoProbe } from '../../support/tested/video';
import {
	box,
	bytesOf,
	element,
	fileType,
	largeBoxHeader,
	movie,
	movieHeader,
	track,
	uint,
} from '../../support/video/buildContainers';

const GIGABYTE = 1_000_000_000;
const UNKNOWN_32_BIT = 0xffff_ffff;

function probe(file: Uint8Array) {
	return probeVideo(file, file.length);
}

describe('a video of more than 4 GB', () => {
	const start = bytesOf(fileType(), largeBoxHeader('mdat', 6 * GIGABYTE));
	const moov = box('moov', movieHeader(), track());
	const moovOffset = fileType().length + 6 * GIGABYTE;
	const fileSize = moovOffset + moov.length;

	it('says exactly where its header is, and is read there', () => {
		const missing = { offset: moovOffset, bytes: moov.length };
		expect(probeVideo(start, fileSize)).toMatchObject({ complete: false, missing });

		const pieces = [
			{ offset: 0, bytes: start },
			{ offset: moovOffset, bytes: moov },
		];
		expect(probeVideo(pieces, fileSize)).toMatchObject({
			complete: true,
			truncated: false,
			width: 720,
			frameRate: 30,
			durationSeconds: 5,
		});
	});

	it('is truncated by a single byte', () => {
		const lastBoxCut = [
			{ offset: 0, bytes: start },
			{ offset: moovOffset, bytes: moov.subarray(0, -1) },
		];
		expect(probeVideo(lastBoxCut, fileSize - 1)).toMatchObject({
			truncated: true,
			expectedBytes: fileSize,
			complete: false,
			width: 720,
		});
	});

	it('claims no size beyond what a number can hold', () => {
		const absurd = bytesOf(fileType(), [0, 0, 0, 1], 'mdat', new Uint8Array(8).fill(0xff));
		const barelyTooLarge = bytesOf(fileType(), largeBoxHeader('mdat', Number.MAX_SAFE_INTEGER));
		for (const file of [absurd, barelyTooLarge]) {
			const result = probeVideo(file, file.length);
			expect(result).toMatchObject({ truncated: true, complete: false });
			expect(result.expectedBytes).toBeUndefined();
		}
	});
});

describe('MP4 and MOV headers', () => {
	it('are read with 64-bit times', () => {
		const file = movie({
			isLong: true,
			movieTicks: 60_000,
			tracks: [track({ isLong: true, isTurned: true, width: 1920, height: 1080 })],
		});
		expect(probe(file)).toMatchObject({ durationSeconds: 60, width: 1080, height: 1920 });
	});

	it('turn the picture by the track, by the movie, and not by both', () => {
		const turnedTrack = track({ isTurned: true });
		const turnedMovie = (...tracks: Uint8Array[]) =>
			bytesOf(fileType(), box('moov', movieHeader({ isTurned: true }), ...tracks));
		expect(probe(movie({ tracks: [turnedTrack] }))).toMatchObject({ width: 1280, height: 720 });
		expect(probe(turnedMovie(track()))).toMatchObject({ width: 1280, height: 720 });
		expect(probe(turnedMovie(turnedTrack))).toMatchObject({ width: 720, height: 1280 });
		const longTurned = bytesOf(
			fileType(),
			box('moov', movieHeader({ isLong: true, isTurned: true }), track()),
		);
		expect(probe(longTurned)).toMatchObject({ width: 1280, height: 720 });
	});

	it.each([
		['turned half around', [UNKNOWN_32_BIT, 0, 0, 0, UNKNOWN_32_BIT, 0]],
		['made wider while it is turned', [1, 1, 0, 1, 0, 0]],
		['made higher while it is turned', [0, 1, 0, 1, 1, 0]],
		['without width', [0, 0, 0, 1, 0, 0]],
		['without height', [0, 1, 0, 0, 0, 0]],
	])('leave the sides as they are where the picture is %s', (_title, rows) => {
		const matrix = [...rows, 0, 0, 1];
		expect(probe(movie({ tracks: [track({ matrix })] }))).toMatchObject({
			width: 720,
			height: 1280,
		});
	});

	it('without a header of their own turn nothing', () => {
		const file = bytesOf(fileType(), box('moov', track()), box('mdat'));
		expect(probe(file)).toMatchObject({ width: 720, height: 1280, durationSeconds: 5 });
	});

	it.each([
		['avc1', 'h264'],
		['avc3', 'h264'],
		['hvc1', 'h265'],
		['hev1', 'h265'],
		['vp08', 'vp8'],
		['vp09', 'vp9'],
		['av01', 'av1'],
		['mp4v', 'mpeg4'],
		['XVID', 'mpeg4'],
		['apch', 'prores'],
		['encv', 'encrypted'],
		['png ', 'png'],
		['abcd', 'abcd'],
		['a\x00b\x7f', 'ab'],
		['\x00\x00\x00\x00', undefined],
	])('name the codec %j as %s', (codec, name) => {
		expect(probe(movie({ tracks: [track({ codec })] })).videoCodec).toBe(name);
	});

	it('with several video tracks go by the one that plays', () => {
		const cover = track({ codec: 'jpeg', width: 100, height: 100 });
		const off = track({ isEnabled: false, width: 200, height: 200 });
		const on = track({ width: 300, height: 300 });
		const widthOf = (...tracks: Uint8Array[]) => probe(movie({ tracks })).width;
		expect(widthOf(cover, off, on)).toBe(300);
		expect(widthOf(cover, off)).toBe(200);
		expect(widthOf(cover)).toBe(100);
	});

	it('with a track without a header of its own play another', () => {
		const headless = (width: number) => {
			const bytes = Buffer.from(track({ width }));
			bytes.write('free', bytes.indexOf('tkhd'), 'latin1');
			return bytes;
		};
		expect(probe(movie({ tracks: [headless(200), track({ width: 300 })] })).width).toBe(300);
		expect(probe(movie({ tracks: [headless(200)] }))).toMatchObject({ width: 200, height: 1280 });
	});

	it('have their tracks in boxes that are called so', () => {
		const hidden = Buffer.from(track());
		hidden.write('free', 4, 'latin1');
		expect(probe(movie({ tracks: [hidden] }))).toMatchObject({ hasVideoTrack: false });
	});

	it('may stand behind a box of unknown kind', () => {
		const file = movie();
		const behind = bytesOf(
			file.subarray(0, fileType().length),
			box('abcd'),
			file.subarray(fileType().length),
		);
		expect(probe(behind)).toMatchObject({ complete: true, width: 720 });
	});

	it('without a video track say so', () => {
		const sound = track({ handler: 'soun' });
		const nameless = box('trak', box('mdia'));
		const empty = box('trak');
		expect(probe(movie({ tracks: [sound, nameless, empty] }))).toMatchObject({
			complete: true,
			hasVideoTrack: false,
			durationSeconds: 5,
		});
	});

	it('with a track that tells nothing still count as video', () => {
		const bare = box('trak', box('mdia', box('hdlr', uint(0, 8), 'vide')));
		const result = probe(bytesOf(fileType(), box('moov', bare)));
		expect(result).toMatchObject({ complete: true, hasVideoTrack: true });
		expect(result).toMatchObject({ width: undefined, frameRate: undefined, videoCodec: undefined });
		expect(result.durationSeconds).toBeUndefined();
	});

	it('take the duration from the track when the movie has none', () => {
		const tracks = [track({ ticks: 90_000 })];
		expect(probe(movie({ movieTicks: 0, tracks })).durationSeconds).toBe(3);
		expect(probe(movie({ movieTicks: UNKNOWN_32_BIT, tracks })).durationSeconds).toBe(3);
	});

	it('take no duration where both say that they do not know it', () => {
		const tracks = [track({ ticks: UNKNOWN_32_BIT, timing: [] })];
		const options = { movieTicks: UNKNOWN_32_BIT, movieTicksPerSecond: 30_000, tracks };
		expect(probe(movie(options)).durationSeconds).toBeUndefined();
	});

	it('leave absurd values out', () => {
		const tracks = [
			track({ width: 0, height: 0, ticks: 0, ticksPerSecond: 1_000_000, timing: [[1, 1]] }),
		];
		const result = probe(movie({ movieTicks: 4_000_000_000, movieTicksPerSecond: 1, tracks }));
		expect(result).toMatchObject({ complete: true, hasVideoTrack: true, videoCodec: 'h264' });
		expect(result.width).toBeUndefined();
		expect(result.height).toBeUndefined();
		expect(result.frameRate).toBeUndefined();
		expect(result.durationSeconds).toBeUndefined();
	});

	it('divide by no zero', () => {
		const tracks = [track({ ticksPerSecond: 0, timing: [[150, 0]] })];
		const result = probe(movie({ movieTicksPerSecond: 0, tracks }));
		expect(result.frameRate).toBeUndefined();
		expect(result.durationSeconds).toBeUndefined();
	});

	it('compressed as QuickTime once could are not guessed at', () => {
		const file = bytesOf(
			fileType('qt  '),
			box('moov', box('cmov', new Uint8Array(50))),
			box('mdat'),
		);
		const result = probe(file);
		expect(result).toMatchObject({ complete: false, truncated: false });
		expect(result.hasVideoTrack).toBeUndefined();
		expect(result.missing).toBeUndefined();
	});

	it('may have their sizes in 64 bits, also those of empty boxes', () => {
		const parts = bytesOf(largeBoxHeader('free', 16), movieHeader(), track());
		const moov = bytesOf(largeBoxHeader('moov', 16 + parts.length), parts);
		expect(probe(bytesOf(fileType(), moov, box('mdat')))).toMatchObject({
			complete: true,
			width: 720,
			durationSeconds: 5,
		});
	});

	it.each([
		['says that it is shorter than its header', bytesOf(uint(4, 4))],
		['says so in 64 bits', bytesOf(uint(1, 4), 'free', uint(12, 8), 'skip', new Uint8Array(4))],
		['is too long for a number', largeBoxHeader('free', Number.MAX_SAFE_INTEGER)],
	])('end at a box that %s', (_title, broken) => {
		expect(probe(movie({ tracks: [track(), broken] }))).toMatchObject({ width: 720 });
		expect(probe(movie({ tracks: [broken, track()] }))).toMatchObject({ hasVideoTrack: false });
	});

	it('may end the file with boxes of unknown size or kind', () => {
		const openEnd = bytesOf(movie(), uint(0, 4), 'mdat', new Uint8Array(99));
		expect(probe(openEnd)).toMatchObject({ truncated: false, complete: true });
		const unknownKind = bytesOf(movie(), box('abcd', new Uint8Array(99)));
		expect(probe(unknownKind)).toMatchObject({ truncated: false, complete: true });
	});

	it('that are missing altogether make the file unfinished', () => {
		const recording = bytesOf(fileType(), uint(0, 4), 'mdat', new Uint8Array(99));
		const result = probe(recording);
		expect(result).toMatchObject({ truncated: true, complete: false });
		expect(result.expectedBytes).toBeUndefined();
	});

	it('without pictures make the file unfinished', () => {
		const withoutMedia = movie().subarray(0, -8);
		expect(probe(withoutMedia)).toMatchObject({ truncated: true, complete: true });
		const inBoxHeader = movie().subarray(0, -1);
		expect(probe(inBoxHeader)).toMatchObject({ truncated: true, complete: true });
		expect(probeVideo(withoutMedia, withoutMedia.length + 999)).toMatchObject({
			truncated: false,
			complete: true,
		});
	});

	it('behind something unreadable are found by no player, so the file is damaged', () => {
		const header = movie().subarray(fileType().length, -8);
		const file = bytesOf(fileType(), box('mdat'), new Uint8Array(99).fill(0xee), header);
		const result = probe(file);
		expect(result).toMatchObject({ truncated: true, complete: false });
		expect(result.missing).toBeUndefined();
		expect(result.expectedBytes).toBeUndefined();
		expect(probeVideo(file.subarray(0, -header.length - 99), file.length)).toMatchObject({
			truncated: false,
		});
	});

	it.each([
		[99, false],
		[8, false],
		[7, true],
	])(
		'in front of %i unreadable bytes are cut off: %s, as the pictures may be in these from a box on',
		(length, truncated) => {
			const file = bytesOf(movie().subarray(0, -8), new Uint8Array(length).fill(0xee));
			expect(probe(file)).toMatchObject({ truncated, complete: true });
		},
	);

	it('that end the file are named as missing where they are at hand in part', () => {
		const moov = box('moov', movieHeader(), track());
		const file = bytesOf(fileType(), box('mdat'), moov);
		const offset = file.length - moov.length;
		for (const length of [offset + 16, file.length - 1]) {
			expect(probeVideo(file.subarray(0, length), file.length)).toMatchObject({
				complete: false,
				truncated: false,
				missing: { offset, bytes: moov.length },
			});
		}
	});
});

describe('frame rate of MP4 and MOV', () => {
	const rateOf = (timing: Array<[number, number]>) => {
		const { frameRate, frameRateVaries } = probe(movie({ tracks: [track({ timing })] }));
		return { frameRate, frameRateVaries };
	};

	it.each([
		['one row', [[300, 1_001]], 29.97, false],
		[
			'a longer last frame',
			[
				[299, 1_000],
				[1, 1_200],
			],
			29.98,
			false,
		],
		[
			'a phone that trembles',
			[
				[100, 990],
				[100, 1_010],
				[100, 1_000],
			],
			30,
			false,
		],
		[
			'a screen recording',
			[
				[100, 1_000],
				[100, 3_000],
			],
			15,
			true,
		],
		[
			'frames just a quarter off',
			[
				[1, 750],
				[1, 1_250],
			],
			30,
			false,
		],
		[
			'just a tenth of frames that are odd',
			[
				[9, 1_000],
				[1, 2_000],
			],
			27.27,
			false,
		],
	] as Array<[string, Array<[number, number]>, number, boolean]>)(
		'with %s',
		(_, timing, frameRate, frameRateVaries) => {
			const result = rateOf(timing);
			expect(result.frameRate).toBeCloseTo(frameRate, 2);
			expect(result.frameRateVaries).toBe(frameRateVaries);
		},
	);

	it('is unknown without frames', () => {
		expect(rateOf([])).toEqual({ frameRate: undefined, frameRateVaries: undefined });
		expect(rateOf([[0, 1_000]])).toEqual({ frameRate: undefined, frameRateVaries: undefined });
	});

	it('believes no more rows than the table holds', () => {
		const table = box('stts', uint(0, 4), uint(UNKNOWN_32_BIT, 4), uint(30, 4), uint(1_000, 4));
		const honest = track({ timing: [[30, 1_000]] });
		const lying = Buffer.from(honest);
		lying.set(table, lying.indexOf('stts', 0, 'latin1') - 4);
		expect(probe(movie({ tracks: [lying] }))).toMatchObject({ frameRate: 30 });
	});

	it('believes no more rows than the table counts', () => {
		const rows = track({
			timing: [
				[30, 1_000],
				[30, 9_000],
			],
		});
		const counting = Buffer.from(rows);
		counting.writeUInt32BE(1, counting.indexOf('stts', 0, 'latin1') + 8);
		expect(probe(movie({ tracks: [counting] }))).toMatchObject({ frameRate: 30 });
	});

	it('goes by the rows that are at hand as a whole', () => {
		const timing: Array<[number, number]> = [
			[30, 1_000],
			[30, 9_000],
		];
		const file = movie({ tracks: [track({ timing })] });
		const lastRow = file.length - box('mdat').length - 8;
		for (let length = lastRow; length < lastRow + 8; length++) {
			expect(probeVideo(file.subarray(0, length), file.length)).toMatchObject({ frameRate: 30 });
		}
	});
});

describe('fragmented MP4', () => {
	const VIDEO_TRACK_ID = 1;
	const emptyTrack = track({ ticks: 0, timing: [] });

	function trackExtends(trackId: number, ticks: number): Uint8Array {
		return box('trex', uint(0, 4), uint(trackId, 4), uint(1, 4), uint(ticks, 4), uint(0, 8));
	}

	function fragment(trackHeader: Uint8Array, ...runs: Uint8Array[]): Uint8Array {
		return box('moof', box('mfhd', uint(0, 8)), box('traf', trackHeader, ...runs));
	}

	function trackHeader(flags: number, ...fields: Uint8Array[]): Uint8Array {
		return box('tfhd', uint(flags, 4), uint(VIDEO_TRACK_ID, 4), ...fields);
	}

	function run(flags: number, count: number, ...fields: Uint8Array[]): Uint8Array {
		return box('trun', uint(flags, 4), uint(count, 4), ...fields);
	}

	function fragmented(extras: Uint8Array[], ...fragments: Uint8Array[]): Uint8Array {
		const start = movie({ movieTicks: 0, tracks: [emptyTrack], extras });
		return bytesOf(start, ...fragments.flatMap((moof) => [moof, box('mdat')]));
	}

	it('adds up fragments whose frames last what the header says', () => {
		const extras = [box('mvex', trackExtends(2, 5), trackExtends(VIDEO_TRACK_ID, 1_000))];
		const half = fragment(trackHeader(0), run(0, 15));
		expect(probe(fragmented(extras, half, half))).toMatchObject({
			frameRate: 30,
			durationSeconds: 1,
		});
	});

	it('prefers what the fragment says, behind its optional fields', () => {
		const extras = [box('mvex', trackExtends(VIDEO_TRACK_ID, 1))];
		const plain = fragment(trackHeader(0x8, uint(1_250, 4)), run(0, 24));
		const full = fragment(trackHeader(0xb, uint(0, 8), uint(1, 4), uint(1_250, 4)), run(0, 24));
		expect(probe(fragmented(extras, plain))).toMatchObject({ frameRate: 24, durationSeconds: 1 });
		expect(probe(fragmented(extras, full))).toMatchObject({ frameRate: 24, durationSeconds: 1 });
	});

	it('reads each frame of a run that lists them', () => {
		const plain = run(0x100, 2, uint(1_000, 4), uint(2_000, 4));
		const full = run(
			0xf05,
			2,
			...[uint(7, 4), uint(7, 4)],
			...[uint(1_000, 4), uint(7, 4), uint(7, 4), uint(7, 4)],
			...[uint(2_000, 4), uint(7, 4), uint(7, 4), uint(7, 4)],
		);
		for (const listed of [plain, full]) {
			const file = fragmented([], fragment(trackHeader(0), listed));
			expect(probe(file)).toMatchObject({ frameRate: 20, durationSeconds: 0.1 });
		}
	});

	it('believes no more frames than a run lists, and none that it does not count', () => {
		const lists = [run(0x100, 9_999, uint(1_000, 4)), run(0x100, 1, uint(1_000, 4), uint(9, 4))];
		for (const listed of lists) {
			const file = fragmented([], fragment(trackHeader(0), listed));
			expect(probe(file)).toMatchObject({ frameRate: 30, durationSeconds: 0.033 });
		}
	});

	it('reads nothing from boxes of another kind, whatever is in them', () => {
		const numbers = [uint(0, 4), uint(VIDEO_TRACK_ID, 4), uint(1, 4), uint(7, 4), uint(0, 8)];
		const extras = [
			box('mvex', box('free', ...numbers), trackExtends(VIDEO_TRACK_ID, 1_000)),
			box('free', trackExtends(VIDEO_TRACK_ID, 7)),
		];
		const part = box('traf', trackHeader(0), run(0, 15), box('free', uint(0, 4), uint(9, 4)));
		const other = box('free', trackHeader(0), run(0, 99));
		expect(probe(fragmented(extras, box('moof', other, part, other)))).toMatchObject({
			frameRate: 30,
			durationSeconds: 0.5,
		});
	});

	it('leaves what the header says as it is where fragments have other tracks alone', () => {
		const timing: Array<[number, number]> = [
			[100, 1_000],
			[100, 3_000],
		];
		const start = movie({ tracks: [track({ timing })], extras: [box('mvex')] });
		const other = fragment(box('tfhd', uint(0, 4), uint(9, 4)), run(0, 15));
		expect(probe(bytesOf(start, other, box('mdat')))).toMatchObject({
			frameRate: 15,
			frameRateVaries: true,
		});
	});

	it('takes the duration the header gives for all fragments', () => {
		const short = [box('mvex', box('mehd', uint(0, 4), uint(7_000, 4)))];
		const long = [box('mvex', box('mehd', [1, 0, 0, 0], uint(7_000, 8)))];
		for (const extras of [short, long]) {
			const file = fragmented(extras);
			expect(probeVideo(file, file.length + 1_000)).toMatchObject({ durationSeconds: 7 });
		}
	});

	it('counts the frames in the header and those in the fragments, and takes neither for all', () => {
		const extras = [box('mvex', trackExtends(VIDEO_TRACK_ID, 1_500))];
		const tracks = [track({ ticks: 30_000, timing: [[30, 1_000]] })];
		const file = bytesOf(
			movie({ movieTicks: 1_000, tracks, extras }),
			fragment(trackHeader(0), run(0, 20)),
			box('mdat'),
		);
		expect(probe(file)).toMatchObject({ frameRate: 25, durationSeconds: 2 });
		const beginning = probeVideo(file.subarray(0, -8), file.length);
		expect(beginning.durationSeconds).toBeUndefined();
	});

	it('takes the duration of headers without frames for the whole', () => {
		const extras = [box('mvex', trackExtends(VIDEO_TRACK_ID, 1_000))];
		const file = movie({ movieTicks: 9_000, tracks: [emptyTrack], extras });
		expect(probeVideo(file, file.length + 1_000)).toMatchObject({ durationSeconds: 9 });
	});

	it('skips other tracks and fragments without a header, and knows nothing then', () => {
		const extras = [box('mvex', trackExtends(VIDEO_TRACK_ID, 1_000))];
		const other = box('tfhd', uint(0, 4), uint(9, 4));
		const headless = box('moof', box('traf', run(0, 5)));
		const result = probe(fragmented(extras, fragment(other, run(0, 15)), headless));
		expect(result).toMatchObject({ complete: true, hasVideoTrack: true });
		expect(result.frameRate).toBeUndefined();
		expect(result.durationSeconds).toBeUndefined();
	});

	it('without any frame duration knows no rate', () => {
		const foreign = [box('mvex', trackExtends(2, 1_000))];
		for (const extras of [[], foreign]) {
			const result = probe(fragmented(extras, fragment(trackHeader(0), run(0, 15))));
			expect(result.frameRate).toBeUndefined();
			expect(result.durationSeconds).toBeUndefined();
		}
	});

	it('gives no total from the fragments of a beginning', () => {
		const extras = [box('mvex', trackExtends(VIDEO_TRACK_ID, 1_000))];
		const file = fragmented(extras, fragment(trackHeader(0), run(0, 15)));
		const mdatHeader = { offset: file.length - 8, bytes: file.subarray(-8) };
		const gap = { offset: 0, bytes: file.subarray(0, -9) };
		for (const probed of [
			probeVideo(file, file.length + 1_000),
			probeVideo(file.subarray(0, -8), file.length),
			probeVideo([gap, mdatHeader], file.length),
		]) {
			expect([30, undefined]).toContain(probed.frameRate);
			expect(probed.durationSeconds).toBeUndefined();
		}
	});

	it('gives the total in front of a box of unknown kind that ends the file', () => {
		const extras = [box('mvex', trackExtends(VIDEO_TRACK_ID, 1_000))];
		const file = fragmented(extras, fragment(trackHeader(0), run(0, 15)));
		expect(probe(bytesOf(file, box('abcd')))).toMatchObject({ durationSeconds: 0.5 });
	});

	it('gives no total where one of its fragments is at hand in part', () => {
		const extras = [box('mvex', trackExtends(VIDEO_TRACK_ID, 1_000))];
		const half = fragment(trackHeader(0), run(0, 15));
		const file = fragmented(extras, half, half);
		expect(probe(file)).toMatchObject({ durationSeconds: 1 });
		const hole = file.length - box('mdat').length - 4;
		const pieces = [
			{ offset: 0, bytes: file.subarray(0, hole) },
			{ offset: hole + 1, bytes: file.subarray(hole + 1) },
		];
		expect(probeVideo(pieces, file.length).durationSeconds).toBeUndefined();
	});

	it('survives a fragment that is cut inside its fields', () => {
		const listed = run(0x100, 4, uint(1_000, 4), uint(1_000, 4), uint(1_000, 4), uint(1_000, 4));
		const file = fragmented([], fragment(trackHeader(0x8, uint(1_000, 4)), listed));
		for (let length = movie().length; length < file.length; length++) {
			const { frameRate } = probeVideo(file.subarray(0, length), file.length);
			const hasFrame = length >= file.length - box('mdat').length - 12;
			expect([length, frameRate]).toEqual([length, hasFrame ? 30 : undefined]);
		}
	});
});

describe('WebM headers', () => {
	const ID = {
		ebml: [0x1a, 0x45, 0xdf, 0xa3],
		docType: [0x42, 0x82],
		segment: [0x18, 0x53, 0x80, 0x67],
		info: [0x15, 0x49, 0xa9, 0x66],
		scale: [0x2a, 0xd7, 0xb1],
		duration: [0x44, 0x89],
		tracks: [0x16, 0x54, 0xae, 0x6b],
		entry: [0xae],
		type: [0x83],
		codec: [0x86],
		defaultDuration: [0x23, 0xe3, 0x83],
		video: [0xe0],
		width: [0xb0],
		height: [0xba],
		cluster: [0x1f, 0x43, 0xb6, 0x75],
		cues: [0x1c, 0x53, 0xbb, 0x6b],
		tags: [0x12, 0x54, 0xc3, 0x67],
		chapters: [0x10, 0x43, 0xa7, 0x70],
		attachments: [0x19, 0x41, 0xa4, 0x69],
		seekHead: [0x11, 0x4d, 0x9b, 0x74],
		seek: [0x4d, 0xbb],
		seekId: [0x53, 0xab],
		seekPosition: [0x53, 0xac],
		void: [0xec],
	};
	const start = bytesOf(ID.ebml, [0x87], ID.docType, [0x84], 'webm');
	const float32 = [0x45, 0x9c, 0x40, 0x00]; // 5000
	const info = element(ID.info, element(ID.duration, float32));
	const videoEntry = element(
		ID.entry,
		element(ID.type, [1]),
		element(ID.codec, 'V_VP9'),
		element(ID.defaultDuration, uint(40_000_000, 4)),
		element(ID.video, element(ID.width, uint(720, 2)), element(ID.height, uint(1_280, 2))),
	);
	const soundEntry = element(ID.entry, element(ID.type, [2]), element(ID.codec, 'A_OPUS'));
	const tracks = element(ID.tracks, element(ID.void, [0]), soundEntry, videoEntry);

	const webm = (...parts: Uint8Array[]) => bytesOf(start, element(ID.segment, ...parts));

	it('give length, picture, rate and codec of the video track, also behind a sound track', () => {
		expect(probe(webm(info, tracks))).toMatchObject({
			container: 'webm',
			complete: true,
			truncated: false,
			hasVideoTrack: true,
			durationSeconds: 5,
			width: 720,
			height: 1_280,
			frameRate: 25,
			videoCodec: 'vp9',
		});
	});

	it('may stand behind the pictures when those say their size', () => {
		const cluster = element(ID.cluster, new Uint8Array(1_000));
		const file = webm(cluster, tracks, info);
		expect(probe(file)).toMatchObject({ complete: true, width: 720, durationSeconds: 5 });
		const beginning = probeVideo(file.subarray(0, 100), file.length);
		const offset = file.length - tracks.length - info.length;
		expect(beginning).toMatchObject({
			complete: false,
			truncated: false,
			missing: { offset, bytes: file.length - offset },
		});
	});

	it('behind pictures of unknown size are out of reach, which is no reason to ask for more', () => {
		const endless = bytesOf(ID.cluster, [0x01], new Uint8Array(7).fill(0xff), new Uint8Array(50));
		const result = probe(webm(info, endless, tracks));
		expect(result).toMatchObject({ complete: false, truncated: false, durationSeconds: 5 });
		expect(result.hasVideoTrack).toBeUndefined();
		expect(result.missing).toBeUndefined();
	});

	it('that never come make the file damaged', () => {
		const result = probe(webm(element(ID.void, [0])));
		expect(result).toMatchObject({ complete: false, truncated: true });
		expect(result.expectedBytes).toBeUndefined();
		expect(result.hasVideoTrack).toBeUndefined();
	});

	it('behind the segment are not its own', () => {
		const result = probe(bytesOf(webm(info), tracks));
		expect(result).toMatchObject({ complete: false, truncated: true, durationSeconds: 5 });
		expect(result.hasVideoTrack).toBeUndefined();
	});

	it('that are at hand are enough', () => {
		const file = webm(info, tracks, element(ID.cluster, new Uint8Array(100)));
		const length = file.length - 112;
		expect(probeVideo(file.subarray(0, length), file.length)).toMatchObject({ complete: true });
		expect(probeVideo(file.subarray(0, length), file.length).missing).toBeUndefined();
	});

	it('that are at hand in part are named as missing', () => {
		const file = webm(info, tracks);
		const offset = file.length - tracks.length;
		for (const length of [offset + 12, file.length - 1]) {
			expect(probeVideo(file.subarray(0, length), file.length)).toMatchObject({
				complete: false,
				truncated: false,
				missing: { offset, bytes: tracks.length },
			});
		}
	});

	it('that may still come leave everything open', () => {
		const file = webm(element(ID.void, new Uint8Array(100)), element(ID.void, [0]));
		expect(probeVideo(file.subarray(0, 50), file.length)).toMatchObject({ truncated: false });
	});

	describe('and all pictures are there, but the file ends', () => {
		const cluster = element(ID.cluster, new Uint8Array(100));
		const sideElement = (id: number[]) => element(id, new Uint8Array(200));
		const seek = (id: number[], position: number) =>
			element(ID.seek, element(ID.seekId, id), element(ID.seekPosition, uint(position, 2)));
		/** The file without its last bytes. */
		const cutTo = (file: Uint8Array, length: number) => probe(file.subarray(0, length));
		const CUT: Partial<VideoProbe> = { truncated: true };
		const WHOLE: Partial<VideoProbe> = { truncated: false, complete: true };

		it.each([
			['Cues', ID.cues],
			['Tags', ID.tags],
			['Chapters', ID.chapters],
			['Attachments', ID.attachments],
			['padding', ID.void],
		])('in its %s: it can be played', (_title, id) => {
			const file = webm(info, tracks, cluster, sideElement(id));
			expect(cutTo(file, file.length - 1)).toMatchObject(WHOLE);
			expect(cutTo(file, file.length - 190)).toMatchObject(WHOLE);
			expect(cutTo(file, file.length - 190).expectedBytes).toBeUndefined();
			expect(cutTo(file, file.length - sideElement(id).length - 1)).toMatchObject(CUT);
		});

		it('in a second cluster, it is cut off', () => {
			const file = webm(info, tracks, cluster, sideElement(ID.cues), cluster);
			expect(cutTo(file, file.length - 1)).toMatchObject(CUT);
		});

		it('in front of what follows a side element, it is cut off, as that may be a cluster', () => {
			const file = webm(info, tracks, cluster, sideElement(ID.cues), cluster);
			expect(cutTo(file, file.length - cluster.length)).toMatchObject(CUT);
		});

		it('in a side element in front of all clusters, or with nothing else, it is cut off', () => {
			expect(cutTo(webm(info, tracks, sideElement(ID.tags), cluster), 300)).toMatchObject(CUT);
			const unknown = webm(info, tracks, cluster, sideElement([0x1b, 0x53, 0x86, 0x67]));
			expect(cutTo(unknown, unknown.length - 1)).toMatchObject(CUT);
		});

		it('in a track list behind the pictures, it is cut off', () => {
			const file = webm(info, cluster, sideElement(ID.tags), tracks);
			expect(cutTo(file, file.length - 1)).toMatchObject(CUT);
		});

		describe('by the segment’s own list', () => {
			const listing = (entry: Uint8Array, id = ID.seekHead) =>
				webm(element(id, entry), info, tracks, cluster, sideElement(ID.cues));
			const listed = (id: number[], position: number) => listing(seek(id, position));
			const start = listed(ID.cues, 0).length - sideElement(ID.cues).length;
			const bodyStart = listed(ID.cues, 0).indexOf(0x11, 20);
			const file = listed(ID.cues, start - bodyStart);
			const head = { offset: 0, bytes: file.subarray(0, start - 20) };

			it.each([
				['at the first byte of a side element', start],
				['in the element’s own header', start + 3],
				['in the element', start + 30],
			])('%s: it can be played', (_title, length) => {
				expect(cutTo(file, length)).toMatchObject(WHOLE);
				expect(probeVideo([head], length)).toMatchObject(WHOLE);
			});

			it('in a track list behind what is listed, it is cut off', () => {
				const place = start - bodyStart - tracks.length;
				const list = element(ID.seekHead, seek(ID.cues, place));
				const late = webm(list, info, cluster, sideElement(ID.cues), tracks);
				expect(probe(late)).toMatchObject(WHOLE);
				expect(cutTo(late, late.length - 1)).toMatchObject(CUT);
				const longer = webm(
					list,
					info,
					cluster,
					sideElement(ID.cues),
					tracks,
					sideElement(ID.tags),
				);
				expect(cutTo(longer, late.length)).toMatchObject(WHOLE);
				expect(cutTo(longer, late.length - 1)).toMatchObject(CUT);
			});

			it('which names the place first, it can be played', () => {
				const place = element(ID.seekPosition, uint(start - bodyStart, 2));
				const other = listing(element(ID.seek, place, element(ID.seekId, ID.cues)));
				expect(cutTo(other, start)).toMatchObject(WHOLE);
			});

			it('before that, it is cut off', () => {
				expect(cutTo(file, start - 1)).toMatchObject(CUT);
				expect(probeVideo([head], start - 1)).toMatchObject(CUT);
			});

			it.each([
				['names only what stands in front of the pictures', listed(ID.cues, 1)],
				['names the pictures', listed(ID.cues, start - bodyStart - cluster.length)],
				['is padding', listing(seek(ID.cues, start - bodyStart), ID.void)],
				['names other elements', listed(ID.info, start - bodyStart)],
				['names no place', listing(element(ID.seek, element(ID.seekId, ID.cues)))],
				[
					'names nothing',
					listing(element(ID.seek, element(ID.seekPosition, uint(start - bodyStart, 2)))),
				],
			])('which %s: it is cut off', (_title, other) => {
				expect(cutTo(other, other.length - sideElement(ID.cues).length + 3)).toMatchObject(CUT);
			});
		});
	});

	it('may be set apart from the start by padding', () => {
		const file = bytesOf(start, element(ID.void, [0]), element(ID.segment, info, tracks));
		expect(probe(file)).toMatchObject({ complete: true, width: 720 });
	});

	it('without a segment make the file unfinished', () => {
		expect(probe(start)).toMatchObject({ truncated: true, complete: false });
		for (const [length, truncated] of [
			[11, true],
			[12, false],
			[15, false],
		] as const) {
			const wrong = bytesOf(start, new Uint8Array(length));
			expect(probe(wrong)).toMatchObject({ truncated, complete: false, missing: undefined });
		}
		const absent = probeVideo(start, 1_000);
		expect(absent.missing).toEqual({ offset: start.length, bytes: 1_000 - start.length });
	});

	it('are cut off when the segment is', () => {
		const file = webm(info, tracks);
		expect(probeVideo(file, file.length - 1)).toMatchObject({
			truncated: true,
			expectedBytes: file.length,
		});
		const inTracks = file.subarray(0, -10);
		expect(probe(inTracks)).toMatchObject({ truncated: true, complete: false, missing: undefined });
	});

	it('use their own time scale and 64-bit lengths', () => {
		const float64 = [0x40, 0xb3, 0x88, 0, 0, 0, 0, 0]; // 5000
		const scaled = (scale: number, float: number[]) =>
			element(ID.info, element(ID.scale, uint(scale, 4)), element(ID.duration, float));
		const durationOf = (part: Uint8Array) => probe(webm(part, tracks)).durationSeconds;
		expect(durationOf(scaled(2_000_000, float64))).toBe(10);
		const wideScale = (bytes: number) =>
			element(
				ID.info,
				element(ID.scale, new Uint8Array(bytes - 4), uint(2_000_000, 4)),
				element(ID.duration, float64),
			);
		expect(durationOf(wideScale(8))).toBe(10);
		expect(durationOf(wideScale(9))).toBeUndefined();
		expect(durationOf(scaled(0, float64))).toBeUndefined();
		expect(durationOf(scaled(1_000_000, [0x7f, 0x80, 0, 0]))).toBeUndefined();
		expect(durationOf(scaled(1_000_000, [0x40, 0x45]))).toBeUndefined();
		expect(durationOf(scaled(1_000_000, new Array<number>(9).fill(1)))).toBeUndefined();
		expect(durationOf(element(ID.info, element(ID.scale, new Uint8Array(9))))).toBeUndefined();
	});

	it.each([
		['only sound', soundEntry],
		['a track only in their padding', element(ID.void, element(ID.type, [1]))],
	])('with %s have no video', (_title, entry) => {
		expect(probe(webm(info, element(ID.tracks, entry)))).toMatchObject({
			complete: true,
			hasVideoTrack: false,
		});
	});

	it('name a codec TikTok does not know by its own name, unless that is no name', () => {
		const codecOf = (codec: string) =>
			probe(
				webm(
					info,
					element(ID.tracks, element(ID.entry, element(ID.type, [1]), element(ID.codec, codec))),
				),
			).videoCodec;
		expect(codecOf('V_AV1')).toBe('av1');
		expect(codecOf('V_MPEG4/ISO/AVC')).toBe('h264');
		expect(codecOf('V_SNOW')).toBe('v_snow');
		expect(codecOf('V_' + 'X'.repeat(62))).toBe('v_' + 'x'.repeat(62));
		expect(codecOf('V_' + 'X'.repeat(63))).toBeUndefined();
		expect(codecOf('constructor')).toBe('constructor');
	});

	it('end at an element that cannot be one', () => {
		const idTooLong = new Uint8Array(20).fill(0x01);
		const idOfFiveBytes = bytesOf([0x08, 1, 1, 1, 1], [0x81, 0]);
		const noSize = bytesOf(ID.void, [0], new Uint8Array(20));
		const beyondNumbers = bytesOf(ID.void, [0x01, 0xff, 0, 0, 0, 0, 0, 0], new Uint8Array(20));
		const barelyBeyond = bytesOf(ID.void, [0x01, 0x1f], new Uint8Array(26).fill(0xff));
		const unknownSizeOfNineBytes = bytesOf(
			ID.entry,
			[0],
			new Uint8Array(8).fill(0xff),
			element(ID.type, [1]),
		);
		for (const broken of [
			...[idTooLong, idOfFiveBytes, noSize, beyondNumbers, barelyBeyond, unknownSizeOfNineBytes],
		]) {
			expect(probe(webm(info, broken, tracks))).toMatchObject({
				complete: false,
				truncated: false,
				durationSeconds: 5,
			});
			expect(probe(webm(info, element(ID.tracks, broken)))).toMatchObject({
				complete: true,
				hasVideoTrack: false,
			});
		}
	});

	it('give an element of unknown size inside them the rest of its parent', () => {
		const openEntry = bytesOf(ID.entry, [0xff], element(ID.type, [1]), element(ID.codec, 'V_VP8'));
		expect(probe(webm(info, element(ID.tracks, openEntry)))).toMatchObject({ videoCodec: 'vp8' });
	});

	it('claim no size beyond what a number can hold', () => {
		const largest = [0x01, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
		const result = probe(bytesOf(start, ID.segment, largest, info, tracks));
		expect(result).toMatchObject({ truncated: false, complete: false });
		expect(result.expectedBytes).toBeUndefined();
	});

	it('are not read beyond an element whose part claims to be longer', () => {
		const tooLong = bytesOf(ID.entry, [0x43, 0xe8], element(ID.type, [1]));
		const next = element(ID.video, element(ID.width, uint(99, 2)));
		const result = probe(webm(info, element(ID.tracks, tooLong), next));
		expect(result).toMatchObject({ complete: true, hasVideoTrack: true });
		expect(result.width).toBeUndefined();
	});

	it('of which a byte is not at hand add no fact', () => {
		const file = webm(info, tracks);
		const whole = probe(file);
		for (let hole = start.length; hole < file.length; hole++) {
			const { complete, truncated, ...facts } = probeVideo(
				[
					{ offset: 0, bytes: file.subarray(0, hole) },
					{ offset: hole + 1, bytes: file.subarray(hole + 1) },
				],
				file.length,
			);
			expect([hole, complete, truncated]).toEqual([hole, false, false]);
			expect([undefined, whole.width]).toContain(facts.width);
			expect([undefined, whole.videoCodec]).toContain(facts.videoCodec);
			expect([undefined, whole.frameRate]).toContain(facts.frameRate);
			expect([undefined, whole.durationSeconds]).toContain(facts.durationSeconds);
		}
	});

	it('cut at any byte tell nothing false', () => {
		const file = webm(info, tracks);
		const whole = probe(file);
		for (let length = start.length; length <= file.length; length++) {
			const part = probeVideo(file.subarray(0, length), file.length);
			expect([undefined, whole.width]).toContain(part.width);
			expect([undefined, whole.durationSeconds]).toContain(part.durationSeconds);
			expect([undefined, true]).toContain(part.hasVideoTrack);
		}
	});
});

describe('files with a hole in what is at hand', () => {
	const trackExtends = box('trex', uint(0, 4), uint(1, 4), uint(1, 4), uint(1_000, 4), uint(0, 8));
	const fragment = box(
		'moof',
		box(
			'traf',
			box('tfhd', uint(0x8, 4), uint(1, 4), uint(1_000, 4)),
			box('trun', uint(0, 4), uint(15, 4)),
		),
	);
	const fragmented = bytesOf(
		movie({ tracks: [track({ timing: [] })], extras: [box('mvex', trackExtends)] }),
		fragment,
		box('mdat'),
	);

	it.each([
		['a plain file', movie()],
		['a fragmented file', fragmented],
	])('%s: a hole at any place adds no fact', (_, file) => {
		const whole = probe(file);
		for (let hole = 4; hole < file.length; hole++) {
			const pieces = [
				{ offset: 0, bytes: file.subarray(0, hole) },
				{ offset: hole + 1, bytes: file.subarray(hole + 1) },
			];
			const result = probeVideo(pieces, file.length);
			expect([undefined, whole.videoCodec]).toContain(result.videoCodec);
			expect([undefined, whole.frameRate]).toContain(result.frameRate);
			expect([undefined, whole.durationSeconds]).toContain(result.durationSeconds);
			expect(result.truncated).toBe(false);
		}
	});
});
