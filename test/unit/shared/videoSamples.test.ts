import { probeVideo } from '../../support/tested/video';
import { box, bytesOf, fileType, movieHeader, uint } from '../../support/video/buildContainers';

const FILE_BYTES = 10_000;
const MEDIA_CLAIM = 20_000;

interface Track {
	handler?: string;
	isEnabled?: boolean;
	id?: number;
	/** Each table as it stands in the file, behind version and flags. */
	tables?: Record<string, Uint8Array>;
}

function list(values: number[], bytesEach = 4): Uint8Array {
	return bytesOf(uint(values.length, 4), ...values.map((value) => uint(value, bytesEach)));
}

/** From which chunk on there are how many samples in each. */
function runs(...rows: Array<[firstChunk: number, samples: number]>): Uint8Array {
	const numbers = rows.flatMap((row) => [...row, 1].map((value) => uint(value, 4)));
	return bytesOf(uint(rows.length, 4), ...numbers);
}

const sizes = (...each: number[]) => bytesOf(uint(0, 4), list(each));
const alike = (each: number, count: number) => bytesOf(uint(each, 4), uint(count, 4));

/** One chunk of samples that ends there. */
const endingAt = (end: number) => ({
	stco: list([end - 30]),
	stsc: runs([1, 2]),
	stsz: sizes(10, 20),
});

function track({ handler = 'vide', isEnabled = true, id = 1, tables = {} }: Track): Uint8Array {
	const header = box(
		'tkhd',
		[0, 0, 0, isEnabled ? 1 : 0],
		uint(0, 8),
		uint(id, 4),
		new Uint8Array(68),
	);
	const boxes = Object.entries(tables).map(([type, body]) => box(type, uint(0, 4), body));
	const media = [box('hdlr', uint(0, 8), handler), box('minf', box('stbl', ...boxes))];
	return box('trak', header, box('mdia', ...media));
}

/** The verdict on a file of pictures behind its header, in a box that claims more than there is. */
function judge(...tracks: Uint8Array[]) {
	const start = bytesOf(fileType(), box('moov', movieHeader(), ...tracks));
	const head = bytesOf(start, uint(MEDIA_CLAIM, 4), 'mdat');
	const { truncated, expectedBytes } = probeVideo(head, FILE_BYTES);
	return expectedBytes === start.length + MEDIA_CLAIM
		? 'by its boxes'
		: (expectedBytes ?? truncated);
}

describe('a file whose header tells where its samples are', () => {
	const whole = endingAt(FILE_BYTES);
	const cut = endingAt(FILE_BYTES + 1);

	it.each<[title: string, tracks: Track[], verdict: number | false]>([
		['is whole when they end with it', [{ tables: whole }], false],
		['is cut off when one ends behind it', [{ tables: cut }], FILE_BYTES + 1],
		['counts sound', [{ tables: whole }, { handler: 'soun', tables: cut }], FILE_BYTES + 1],
		['leaves out texts', [{ tables: whole }, { handler: 'text', tables: cut }], false],
		['leaves out what is off', [{ tables: whole }, { isEnabled: false, tables: cut }], false],
		[
			'may have its chunks in any order',
			[{ tables: { ...whole, stco: list([15_000, 500]), stsc: runs([1, 1]) } }],
			15_010,
		],
		[
			'may have chunks of different lengths',
			[{ tables: { stco: list([1, 2, 9_995]), stsc: runs([1, 3], [3, 1]), stsz: alike(6, 7) } }],
			10_001,
		],
		[
			'counts a chunk by the lengths that are meant for it',
			[{ tables: { stco: list([9_990, 1, 2]), stsc: runs([1, 3], [3, 1]), stsz: alike(6, 7) } }],
			10_008,
		],
		[
			'may have chunks without samples behind its end',
			[{ tables: { ...whole, stco: list([500, 15_000]) } }],
			false,
		],
		[
			'may have 64-bit places',
			[{ tables: { co64: list([2 ** 40], 8), stsc: runs([1, 9]), stsz: alike(10, 1) } }],
			2 ** 40 + 10,
		],
	])('%s', (_title, tracks, verdict) => {
		expect(judge(...tracks.map(track))).toBe(verdict);
	});

	it.each<[title: string, tables: Record<string, Uint8Array>]>([
		['has no places', { stsc: runs([1, 2]), stsz: sizes(10) }],
		['has no chunks', { stco: list([500]), stsz: sizes(10) }],
		['has no sizes', { stco: list([500]), stsc: runs([1, 2]) }],
		['has no samples', { stco: list([]), stsc: runs(), stsz: sizes() }],
		['has sizes of 1, which may stand for another', { ...whole, stsz: alike(1, 99) }],
		['counts more places than it has', { ...whole, stco: uint(0xffff_ffff, 4) }],
		['counts more chunks than it has', { ...whole, stsc: uint(0xffff_ffff, 4) }],
		['counts more sizes than it has', { ...whole, stsz: alike(0, 0xffff_ffff) }],
		['ends in front of a count', { ...whole, stco: uint(0, 2) }],
		['ends in front of the sizes', { ...whole, stsz: uint(9, 4) }],
		[
			'claims what no number holds',
			{ ...whole, stsc: runs([1, 0xffff_ffff]), stsz: alike(0xffff_ffff, 0xffff_ffff) },
		],
		['has a place that no number holds', { ...whole, stco: bytesOf(), co64: list([2 ** 53], 8) }],
	])('is judged by its boxes when it %s', (_title, tables) => {
		expect(judge(track({ tables }))).toBe('by its boxes');
	});

	it('is judged by its boxes when it goes on in fragments, or has no tracks', () => {
		expect(judge(track({ tables: whole }), box('mvex'))).toBe('by its boxes');
		expect(judge()).toBe('by its boxes');
		expect(judge(box('trak'))).toBe('by its boxes');
	});

	it('is judged with a million samples', () => {
		const count = 1_000_000;
		const numbers = new Uint8Array(count * 4).fill(9, -1);
		const counted = bytesOf(uint(count, 4), numbers);
		const tables = { stco: counted, stsc: runs([1, 1]), stsz: bytesOf(uint(0, 4), counted) };
		const file = track({ tables });
		expect(judge(file)).toBe(false);
	});
});

describe('a header that ends the file and claims more', () => {
	const header = (nextId: number, isLong = false) =>
		box('mvhd', [isLong ? 1 : 0], new Uint8Array(isLong ? 107 : 95), uint(nextId, 4));
	const tracks = track({ tables: endingAt(50) });
	const second = track({ tables: endingAt(60), id: 2 });
	const isCut = (...parts: Uint8Array[]) => {
		const inside = bytesOf(...parts);
		const file = bytesOf(
			fileType(),
			box('mdat', new Uint8Array(90)),
			uint(9_999, 4),
			'moov',
			inside,
		);
		return probeVideo(file, file.length).truncated;
	};

	it.each([
		['has all its tracks', false, [header(2), tracks]],
		['has all its tracks, with 64-bit times', false, [header(2, true), tracks]],
		['is cut in what stands behind them', false, [header(2), tracks, uint(99, 4), bytesOf('udta')]],
		['has several tracks', false, [header(3), tracks, second]],
		['has them in another order', false, [header(3), second, tracks]],
		['lacks a track', true, [header(3), tracks]],
		['lacks all', true, [header(2)]],
		['lacks a part of a track', true, [header(2), tracks.subarray(0, -1)]],
		['lacks a part of the last track', true, [header(3), tracks, second.subarray(0, -1)]],
		[
			'lacks a part of the last, whose number is lower',
			true,
			[header(3), second, tracks.subarray(0, -1)],
		],
		['does not tell how many there are', true, [tracks]],
		['has a track without a number', true, [header(1), box('trak')]],
	])('%s', (_title, verdict, parts) => {
		expect(isCut(...parts)).toBe(verdict);
	});
});
