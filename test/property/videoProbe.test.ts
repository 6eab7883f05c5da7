import {
	type BytePiece,
	checkVideoAgainstLimits,
	probeVideo,
	sniffVideoType,
	SparseBytes,
	TIKTOK_VIDEO_LIMITS,
	type VideoProbe,
} from '../support/tested/video';
import { fc } from '../support/randomness';
import { findPicturesEnd, listVideoFixtures, readVideoFixture } from '../support/video';

/** Each byte at hand may be looked at this often: headers are searched several times, never more. */
const MAX_READS_PER_BYTE = 60;
const MAX_READS_AT_LEAST = 20_000;

const VIDEO_NAMES = listVideoFixtures().filter(
	(name) => sniffVideoType(readVideoFixture(name)).container !== 'unknown',
);
const anyVideo = fc.constantFrom(...VIDEO_NAMES);

const INTERESTING_BYTES = [0x00, 0x01, 0x07, 0x08, 0x7f, 0x80, 0xff];

interface Mutation {
	at: number;
	bytes: number[];
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
	at: fc.oneof(fc.nat(2_000), fc.nat(30_000)),
	bytes: fc.array(
		fc.oneof(fc.constantFrom(...INTERESTING_BYTES), fc.integer({ min: 0, max: 255 })),
		{ minLength: 1, maxLength: 8 },
	),
});

interface MutatedVideo {
	name: string;
	mutations: Mutation[];
	/** How much of the file is kept. */
	share: number;
}

/** The recipe of a real video with some bytes changed, perhaps cut off; small to print. */
const mutatedVideo: fc.Arbitrary<MutatedVideo> = fc.record({
	name: anyVideo,
	mutations: fc.array(mutation, { maxLength: 12 }),
	share: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
});

function mutate({ name, mutations, share }: MutatedVideo): Uint8Array {
	const file = Uint8Array.from(readVideoFixture(name));
	for (const { at, bytes } of mutations) {
		const start = at % file.length;
		file.set(bytes.slice(0, file.length - start), start);
	}
	return file.subarray(0, Math.floor(file.length * share));
}

const anyFileSize = fc.oneof(
	fc.nat(40_000),
	fc.maxSafeNat(),
	fc.constantFrom(0, -1, 0.5, Number.NaN, Infinity, 4_000_000_000, Number.MAX_SAFE_INTEGER),
);

const anyPieces: fc.Arbitrary<BytePiece[]> = fc.array(
	fc.record({
		offset: fc.oneof(fc.nat(5_000), fc.constantFrom(0, -1, Number.NaN, Number.MAX_SAFE_INTEGER)),
		bytes: fc.oneof(fc.uint8Array({ maxLength: 200 }), mutatedVideo.map(mutate)),
	}),
	{ maxLength: 5 },
);

function expectPlausible(probe: VideoProbe): void {
	expect(['mp4', 'quicktime', 'webm', 'unknown']).toContain(probe.container);
	expect(typeof probe.complete).toBe('boolean');
	expect(typeof probe.truncated).toBe('boolean');
	expectNumberIn(probe.durationSeconds, 0.001, 1_000_000);
	expectNumberIn(probe.frameRate, 0.001, 1_000);
	for (const side of [probe.width, probe.height]) {
		expectNumberIn(side, 1, 65_535);
		if (side !== undefined) expect(Number.isInteger(side)).toBe(true);
	}
	if (probe.videoCodec !== undefined) expect(probe.videoCodec).toMatch(/^[!-~]{1,64}$/);
	if (probe.missing !== undefined) {
		expect(probe.complete).toBe(false);
		expectNumberIn(probe.missing.offset, 0, probe.fileSize - 1);
		expectNumberIn(probe.missing.bytes, 1, probe.fileSize - probe.missing.offset);
	}
	if (probe.expectedBytes !== undefined) {
		expect(probe.truncated).toBe(true);
		expect(Number.isSafeInteger(probe.expectedBytes)).toBe(true);
		expect(probe.expectedBytes).toBeGreaterThan(probe.fileSize);
	}
}

function expectNumberIn(value: number | undefined, min: number, max: number): void {
	if (value === undefined) return;
	expect(value).toBeGreaterThanOrEqual(min);
	expect(value).toBeLessThanOrEqual(max);
}

describe('whatever the bytes are', () => {
	it('a probe of a mutated video says only what a video can be, and checks without trouble', () => {
		fc.assert(
			fc.property(mutatedVideo, fc.option(anyFileSize), (recipe, fileSize) => {
				const file = mutate(recipe);
				const probe = probeVideo(file, fileSize ?? file.length);
				expectPlausible(probe);
				const limits = { ...TIKTOK_VIDEO_LIMITS, maxDurationSeconds: 600 };
				for (const { message } of checkVideoAgainstLimits(probe, limits)) {
					expect(message).not.toMatch(/undefined|NaN|Infinity|null/);
				}
			}),
			{ numRuns: 2_000 },
		);
	});

	it('random bytes behind a video’s first bytes do no harm', () => {
		fc.assert(
			fc.property(
				anyVideo,
				fc.nat(400),
				fc.uint8Array({ maxLength: 600 }),
				anyFileSize,
				(name, length, rest, fileSize) => {
					const head = readVideoFixture(name).subarray(0, length);
					expectPlausible(probeVideo(Uint8Array.from([...head, ...rest]), fileSize));
				},
			),
			{ numRuns: 1_000 },
		);
	});

	it('pieces may lie anywhere', () => {
		fc.assert(
			fc.property(anyPieces, anyFileSize, (pieces, fileSize) => {
				expectPlausible(probeVideo(pieces, fileSize));
			}),
			{ numRuns: 500 },
		);
	});

	it('the work is bounded by the bytes at hand, not by the sizes they claim', () => {
		const reads = jest.spyOn(SparseBytes.prototype, 'byteAt');
		try {
			fc.assert(
				fc.property(mutatedVideo, anyFileSize, (recipe, fileSize) => {
					const file = mutate(recipe);
					reads.mockClear();
					probeVideo(file, fileSize);
					const bound = Math.max(MAX_READS_AT_LEAST, file.length * MAX_READS_PER_BYTE);
					expect(reads.mock.calls.length).toBeLessThanOrEqual(bound);
				}),
				{ numRuns: 300 },
			);
		} finally {
			reads.mockRestore();
		}
	});

	it('tables of samples that lie do no harm', () => {
		const lie = fc.oneof(fc.nat(20), fc.constantFrom(0, 1, 0x7fff_ffff, 0xffff_ffff));
		const tableType = fc.constantFrom('stco', 'co64', 'stsc', 'stsz');
		const lies = fc.array(fc.tuple(tableType, fc.nat(9), lie), { minLength: 1, maxLength: 8 });
		fc.assert(
			fc.property(
				fc.constantFrom('header-first.mp4', 'header-last.mp4', 'quicktime.mov'),
				lies,
				anyFileSize,
				(name, changes, fileSize) => {
					const file = Buffer.from(readVideoFixture(name));
					for (const [type, place, number] of changes) {
						const at = file.indexOf(type) + 4 + place * 4;
						if (at + 4 <= file.length) file.writeUInt32BE(number, at);
					}
					for (const size of [fileSize, file.length]) expectPlausible(probeVideo(file, size));
				},
			),
			{ numRuns: 1_000 },
		);
	});

	it('a sniff names a container or gives up, for any bytes', () => {
		fc.assert(
			fc.property(fc.oneof(fc.uint8Array({ maxLength: 600 }), mutatedVideo.map(mutate)), (head) => {
				const sniffed = sniffVideoType(head);
				if (sniffed.container === 'unknown') {
					expect(sniffed.looksLike ?? 'x').toMatch(/\S/);
				} else {
					expect(sniffed.mimeType).toBe(`video/${sniffed.container}`);
				}
			}),
			{ numRuns: 1_000 },
		);
	});
});

describe('a real video', () => {
	it('tells the same however it is cut into pieces', () => {
		fc.assert(
			fc.property(anyVideo, fc.array(fc.nat(30_000), { maxLength: 8 }), (name, cuts) => {
				const video = readVideoFixture(name);
				const edges = [
					0,
					...cuts.map((at) => at % video.length).sort((a, b) => a - b),
					video.length,
				];
				const pieces = edges.slice(1).map((end, index) => ({
					offset: edges[index] ?? 0,
					bytes: video.subarray(edges[index], end),
				}));
				expect(probeVideo(pieces, video.length)).toEqual(probeVideo(video, video.length));
			}),
			{ numRuns: 200 },
		);
	});

	it('of which only a beginning is at hand tells nothing that the whole contradicts', () => {
		const facts = ['width', 'height', 'videoCodec', 'durationSeconds', 'hasVideoTrack'] as const;
		fc.assert(
			fc.property(anyVideo, fc.nat(30_000), (name, cut) => {
				const video = readVideoFixture(name);
				const whole = probeVideo(video, video.length);
				const part = probeVideo(video.subarray(0, cut % video.length), video.length);
				expectPlausible(part);
				expect(part.truncated).toBe(false);
				for (const fact of facts) expect([undefined, whole[fact]]).toContain(part[fact]);
			}),
			{ numRuns: 500 },
		);
	});

	it('cut off anywhere is seen to be', () => {
		// these say nowhere how long they are, so a cut between two of their pieces can't be seen
		const seamless = ['live.webm', 'fragmented.mp4'];
		const anyOther = anyVideo.filter((name) => !seamless.includes(name));
		fc.assert(
			fc.property(anyOther, fc.nat(30_000), (name, cut) => {
				const video = readVideoFixture(name);
				const file = video.subarray(0, cut % findPicturesEnd(video));
				const probe = probeVideo(file, file.length);
				fc.pre(probe.container !== 'unknown');
				expect(probe.truncated).toBe(true);
			}),
			{ numRuns: 1_000 },
		);
	});
});
