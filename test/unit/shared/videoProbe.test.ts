import { probeVideo, type VideoProbe } from '../../support/tested/video';
import { findPicturesEnd, listVideoFixtures, readVideoFixture } from '../../support/video';
import { box, bytesOf, uint } from '../../support/video/buildContainers';

const PORTRAIT_H264: Partial<VideoProbe> = {
	hasVideoTrack: true,
	durationSeconds: 0.5,
	width: 360,
	height: 640,
	frameRate: 30,
	videoCodec: 'h264',
	complete: true,
	truncated: false,
	missing: undefined,
};

/** What ffprobe says about the same files. */
const FACTS_BY_FILE: Record<string, Partial<VideoProbe>> = {
	'header-first.mp4': { ...PORTRAIT_H264, container: 'mp4', frameRateVaries: false },
	'header-last.mp4': { ...PORTRAIT_H264, container: 'mp4' },
	'quicktime.mov': { ...PORTRAIT_H264, container: 'quicktime' },
	'fragmented.mp4': { ...PORTRAIT_H264, container: 'mp4' },
	'rotated.mp4': { ...PORTRAIT_H264, container: 'mp4' },
	'15fps.mp4': { ...PORTRAIT_H264, container: 'mp4', frameRate: 15, durationSeconds: 0.6 },
	'120fps.mp4': { ...PORTRAIT_H264, container: 'mp4', frameRate: 120, durationSeconds: 0.25 },
	'ntsc.mp4': { ...PORTRAIT_H264, container: 'mp4', frameRate: 29.97, durationSeconds: 0.501 },
	'200x200.mp4': { ...PORTRAIT_H264, container: 'mp4', width: 200, height: 200 },
	'h265.mp4': { ...PORTRAIT_H264, container: 'mp4', videoCodec: 'h265' },
	'av1.mp4': { ...PORTRAIT_H264, container: 'mp4', videoCodec: 'av1' },
	'mpeg4.mp4': { ...PORTRAIT_H264, container: 'mp4', videoCodec: 'mpeg4' },
	'variable-rate.mp4': {
		...PORTRAIT_H264,
		container: 'mp4',
		frameRate: 12,
		frameRateVaries: true,
		durationSeconds: 3.334,
	},
	'vp8.webm': { ...PORTRAIT_H264, container: 'webm', videoCodec: 'vp8' },
	'vp9.webm': { ...PORTRAIT_H264, container: 'webm', videoCodec: 'vp9' },
	'live.webm': {
		...PORTRAIT_H264,
		container: 'webm',
		videoCodec: 'vp8',
		durationSeconds: undefined,
	},
	'sound-only.mp4': {
		container: 'mp4',
		hasVideoTrack: false,
		durationSeconds: 0.5,
		width: undefined,
		videoCodec: undefined,
		complete: true,
		truncated: false,
	},
	'sound-only.webm': {
		container: 'webm',
		hasVideoTrack: false,
		width: undefined,
		videoCodec: undefined,
		complete: true,
		truncated: false,
	},
	'sound.m4a': { container: 'unknown', looksLike: 'M4A audio', complete: true },
	'video.avi': { container: 'unknown', looksLike: 'AVI', complete: true },
	'video.mkv': { container: 'unknown', looksLike: 'Matroska (MKV)', complete: true },
	'video.flv': { container: 'unknown', looksLike: 'FLV', complete: true },
	'mpeg-ts.bin': { container: 'unknown', looksLike: 'MPEG-TS', complete: true },
};

describe('probing real files', () => {
	it('knows every file of the fixtures folder', () => {
		expect(Object.keys(FACTS_BY_FILE).sort()).toEqual(listVideoFixtures());
	});

	it.each(Object.entries(FACTS_BY_FILE))('%s tells what ffprobe tells', (fileName, facts) => {
		const file = readVideoFixture(fileName);
		const probe = probeVideo(file, file.length);
		for (const [name, value] of Object.entries(facts)) {
			expect([name, probe[name as keyof VideoProbe]]).toEqual([name, value]);
		}
		expect(probe.fileSize).toBe(file.length);
	});
});

describe('a header that is at the end of the file', () => {
	const file = readVideoFixture('header-last.mp4');
	const head = file.subarray(0, 200);

	it('is named as missing when only the beginning is at hand', () => {
		const probe = probeVideo(head, file.length);
		expect(probe).toMatchObject({ container: 'mp4', complete: false, truncated: false });
		expect(probe.hasVideoTrack).toBeUndefined();
		const { offset, bytes } = probe.missing ?? { offset: 0, bytes: 0 };
		expect(String.fromCharCode(...file.subarray(offset + 4, offset + 8))).toBe('moov');
		expect(offset + bytes).toBe(file.length);
	});

	it('is read when the named range comes as a second piece, in any order', () => {
		const { offset } = probeVideo(head, file.length).missing ?? { offset: 0 };
		const tail = { offset, bytes: file.subarray(offset) };
		const first = { offset: 0, bytes: head };
		const whole = probeVideo(file, file.length);
		expect(probeVideo([first, tail], file.length)).toEqual(whole);
		expect(probeVideo([tail, first], file.length)).toEqual(whole);
	});
});

describe('pieces', () => {
	const file = readVideoFixture('header-first.mp4');
	const whole = probeVideo(file, file.length);

	it('read as one when they touch, overlap or come one byte each', () => {
		const piece = (offset: number, end: number) => ({ offset, bytes: file.subarray(offset, end) });
		const touching = [piece(0, 333), piece(333, 1_000), piece(1_000, file.length)];
		const overlapping = [piece(0, 900), piece(100, 1_000), piece(950, file.length)];
		const single = Array.from(file.subarray(0, 1_500), (_, at) => piece(at, at + 1));
		expect(probeVideo(touching, file.length)).toEqual(whole);
		expect(probeVideo(overlapping, file.length)).toEqual(whole);
		expect(probeVideo([...single, piece(1_500, file.length)], file.length)).toEqual(whole);
	});

	it('with an impossible offset, or nothing in them, are ignored', () => {
		const nonsense = [-1, 0.5, Number.NaN, Infinity].map((offset) => ({ offset, bytes: file }));
		const pieces = [
			...nonsense,
			{ offset: 0, bytes: file },
			{ offset: 5, bytes: file.subarray(0, 0) },
		];
		expect(probeVideo(pieces, file.length)).toEqual(whole);
		expect(probeVideo(nonsense, file.length)).toMatchObject({
			container: 'unknown',
			complete: false,
		});
	});
});

describe('a beginning that ends inside the header', () => {
	it.each(['header-first.mp4', 'header-last.mp4', 'quicktime.mov', 'vp9.webm', 'sound-only.webm'])(
		'of %s leads to the whole by reading what is said to be missing',
		(name) => {
			const file = readVideoFixture(name);
			const whole = probeVideo(file, file.length);
			for (let length = 48; length < 1_200; length += 7) {
				const pieces = [{ offset: 0, bytes: file.subarray(0, length) }];
				let probe = probeVideo(pieces, file.length);
				for (let round = 0; probe.missing !== undefined && round < 4; round++) {
					const { offset, bytes } = probe.missing;
					pieces.push({ offset, bytes: file.subarray(offset, offset + bytes) });
					expect(probe).toMatchObject({ container: whole.container, truncated: false });
					probe = probeVideo(pieces, file.length);
				}
				expect(probe).toEqual(whole);
			}
		},
	);

	it('still gives what stands before the cut', () => {
		const file = readVideoFixture('header-first.mp4');
		const probe = probeVideo(file.subarray(0, 600), file.length);
		expect(probe).toMatchObject({ complete: false, width: 360, videoCodec: 'h264' });
	});
});

describe('a file that was cut off', () => {
	it.each([
		'header-first.mp4',
		'header-last.mp4',
		'quicktime.mov',
		'vp8.webm',
		'vp9.webm',
		'sound-only.webm',
	])('%s is truncated wherever the cut is', (name) => {
		const whole = readVideoFixture(name);
		const file = whole.subarray(0, findPicturesEnd(whole));
		for (let length = 36; length < file.length; length += length < 1_000 ? 1 : 97) {
			const probe = probeVideo(file.subarray(0, length), length);
			expect([length, probe.truncated]).toEqual([length, true]);
			expect(probe.missing).toBeUndefined();
			if (probe.expectedBytes !== undefined) {
				expect(probe.expectedBytes).toBeGreaterThan(length);
				expect(probe.expectedBytes).toBeLessThanOrEqual(whole.length);
			}
		}
		expect(probeVideo(file.subarray(0, -1), file.length - 1).truncated).toBe(true);
	});

	it.each(['vp8.webm', 'vp9.webm', 'sound-only.webm'])(
		'%s is none when only its list of places to jump to is missing',
		(name) => {
			const file = readVideoFixture(name);
			for (let length = findPicturesEnd(file); length < file.length; length++) {
				const probe = probeVideo(file.subarray(0, length), length);
				expect([length, probe.truncated]).toEqual([length, false]);
				expect(probe.expectedBytes).toBeUndefined();
			}
		},
	);

	it('is none when only a box behind header and pictures is cut', () => {
		for (const name of ['header-first.mp4', 'header-last.mp4', 'quicktime.mov', 'fragmented.mp4']) {
			const file = readVideoFixture(name);
			for (const type of ['free', 'skip', 'wide', 'pnot', 'uuid', 'udta', 'meta', 'mfra', 'zzzz']) {
				const longer = bytesOf(file, uint(4_096, 4), type, new Uint8Array(100));
				const probe = probeVideo(longer, longer.length);
				expect([name, type, probe.truncated]).toEqual([name, type, false]);
				expect(probe.expectedBytes).toBeUndefined();
			}
			const isFragmented = name === 'fragmented.mp4';
			for (const type of ['mdat', 'moof', 'moov', 'ftyp', 'styp', 'sidx', 'ssix', 'emsg', 'prft']) {
				const longer = bytesOf(file, uint(4_096, 4), type, new Uint8Array(100));
				const probe = probeVideo(longer, longer.length);
				// no header tells where the pictures of fragments end
				expect([name, type, probe.truncated]).toEqual([name, type, isFragmented]);
				expect(probe.expectedBytes).toBe(isFragmented ? file.length + 4_096 : undefined);
			}
		}
	});

	it.each([1, 4_096])('is none when the last box of pictures claims %i bytes more', (more) => {
		const file = Buffer.from(readVideoFixture('header-first.mp4'));
		const mdat = file.lastIndexOf('mdat') - 4;
		file.writeUInt32BE(file.readUInt32BE(mdat) + more, mdat);
		expect(probeVideo(file, file.length).truncated).toBe(false);
		expect(probeVideo(file.subarray(0, -1), file.length - 1)).toMatchObject({
			truncated: true,
			expectedBytes: file.length,
		});
	});

	it('is none when a header at the end is cut behind its tracks, or claims more', () => {
		const file = Buffer.from(readVideoFixture('header-last.mp4'));
		for (let length = findPicturesEnd(file); length < file.length; length++) {
			const { truncated } = probeVideo(file.subarray(0, length), length);
			expect([length, truncated]).toEqual([length, false]);
		}
		const moov = file.lastIndexOf('moov') - 4;
		file.writeUInt32BE(file.readUInt32BE(moov) + 999, moov);
		expect(probeVideo(file, file.length)).toMatchObject({ truncated: false, width: 360 });
	});

	it('is seen where the box of pictures goes to the end of the file', () => {
		const file = Buffer.from(readVideoFixture('header-first.mp4'));
		file.writeUInt32BE(0, file.lastIndexOf('mdat') - 4);
		expect(probeVideo(file, file.length).truncated).toBe(false);
		const half = file.subarray(0, file.length - 1_000);
		expect(probeVideo(half, half.length)).toMatchObject({
			truncated: true,
			expectedBytes: file.length,
		});
	});

	it('is seen behind the header of a fragment, whatever comes there but pictures', () => {
		const file = Buffer.from(readVideoFixture('fragmented.mp4'));
		const moof = file.lastIndexOf('moof') - 4;
		const end = moof + file.readUInt32BE(moof);
		for (const rest of [[], [0], box('free', [1])]) {
			const cut = bytesOf(file.subarray(0, end), rest);
			expect(probeVideo(cut, cut.length).truncated).toBe(true);
		}
		const trackHeader = box('tfhd', uint(0, 4), uint(1, 4));
		const emptyFragment = bytesOf(
			file,
			box('moof', box('traf', trackHeader, box('trun', uint(0, 8)))),
		);
		expect(probeVideo(emptyFragment, emptyFragment.length).truncated).toBe(false);
	});

	it('is one when the box that is cut stands where pictures or header should be', () => {
		const file = readVideoFixture('header-last.mp4');
		const pictures = file.subarray(0, Buffer.from(file).indexOf('moov') - 4);
		const cut = bytesOf(pictures, uint(4_096, 4), 'free', new Uint8Array(100));
		expect(probeVideo(cut, cut.length)).toMatchObject({
			truncated: true,
			expectedBytes: pictures.length + 4_096,
		});
	});

	it('is seen from its beginning alone', () => {
		const file = readVideoFixture('header-first.mp4');
		const probe = probeVideo(file.subarray(0, 2_000), file.length - 1);
		expect(probe).toMatchObject({ truncated: true, expectedBytes: file.length, complete: true });
	});

	it('is not one when the length is right, or longer by an appendix', () => {
		const file = readVideoFixture('header-first.mp4');
		const appendices = [
			new Uint8Array(3),
			new Uint8Array(100).fill(0x41),
			Uint8Array.of(0, 0, 0, 3, 0x6d, 0x6f, 0x6f, 0x76, ...new Uint8Array(20)),
		];
		for (const appendix of appendices) {
			const longer = Uint8Array.from([...file, ...appendix]);
			expect(probeVideo(longer, longer.length)).toMatchObject({
				truncated: false,
				complete: true,
				missing: undefined,
				frameRate: 30,
			});
		}
	});

	it.each([-1, 0, 0.5, Number.NaN, Infinity])(
		'is never claimed when the length of the file is unknown (%d)',
		(length) => {
			for (const name of ['header-first.mp4', 'vp9.webm']) {
				const half = readVideoFixture(name).subarray(0, 2_000);
				const probe = probeVideo(half, length);
				expect(probe).toMatchObject({ truncated: false, width: 360 });
				expect(probe.missing).toBeUndefined();
				expect(probe.expectedBytes).toBeUndefined();
			}
		},
	);
});

describe('a fragmented file', () => {
	const file = readVideoFixture('fragmented.mp4');

	it('tells its frame rate from the beginning, but not how long it is', () => {
		const withFirstFragment = file.length - 300;
		const probe = probeVideo(file.subarray(0, withFirstFragment), file.length);
		expect(probe).toMatchObject({ complete: true, frameRate: 30, width: 360 });
		expect(probe.durationSeconds).toBeUndefined();
	});
});

describe('nothing, or too little', () => {
	it('is an empty file when it is one', () => {
		expect(probeVideo(new Uint8Array(0), 0)).toEqual({
			container: 'unknown',
			looksLike: 'empty file',
			fileSize: 0,
			complete: true,
			truncated: false,
		});
	});

	it('is no finding about a file of which nothing is at hand', () => {
		expect(probeVideo(new Uint8Array(0), 1_000)).toEqual({
			container: 'unknown',
			fileSize: 1_000,
			complete: false,
			truncated: false,
		});
	});
});
