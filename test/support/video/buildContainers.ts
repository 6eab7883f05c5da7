/** Builds MP4 boxes and WebM elements byte by byte, for structures no encoder at hand writes. */

type Part = Uint8Array | string | number[];

/** Joins bytes, ASCII texts and byte lists. */
export function bytesOf(...parts: Part[]): Uint8Array {
	return Buffer.concat(
		parts.map((part) =>
			typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part),
		),
	);
}

/** A big-endian unsigned number of `byteCount` bytes, exact to 2^53. */
export function uint(value: number, byteCount: number): Uint8Array {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64BE(BigInt(value));
	return bytes.subarray(8 - byteCount);
}

/** A box with its size in 32 bits. */
export function box(type: string, ...parts: Part[]): Uint8Array {
	const body = bytesOf(...parts);
	return bytesOf(uint(8 + body.length, 4), type, body);
}

/** A box header that declares `size` bytes in 64 bits, without the bytes. */
export function largeBoxHeader(type: string, size: number): Uint8Array {
	return bytesOf(uint(1, 4), type, uint(size, 8));
}

/** A WebM element with its size in 8 bytes. */
export function element(id: number[], ...parts: Part[]): Uint8Array {
	const body = bytesOf(...parts);
	return bytesOf(id, [0x01], uint(body.length, 7), body);
}

export interface MovieOptions {
	brand?: string;
	/** 64-bit times in every header. */
	isLong?: boolean;
	movieTicks?: number;
	movieTicksPerSecond?: number;
	tracks?: Uint8Array[];
	extras?: Uint8Array[];
}

export interface TrackOptions {
	isLong?: boolean;
	handler?: string;
	isEnabled?: boolean;
	isTurned?: boolean;
	/** All nine numbers, instead of those of a picture that is turned or not. */
	matrix?: number[];
	codec?: string;
	width?: number;
	height?: number;
	ticksPerSecond?: number;
	ticks?: number;
	/** Rows of frames and ticks per frame. */
	timing?: Array<[number, number]>;
}

const UPRIGHT = [1, 0, 0, 0, 1, 0, 0, 0, 1];
const TURNED = [0, 1, 0, 1, 0, 0, 0, 0, 1];

function matrixOf(isTurned: boolean): number[] {
	return isTurned ? TURNED : UPRIGHT;
}

function words(numbers: number[]): Uint8Array {
	return bytesOf(...numbers.map((number) => uint(number, 4)));
}

function times(isLong: boolean, ticksPerSecond: number, ticks: number): Uint8Array {
	const wide = isLong ? 8 : 4;
	return bytesOf(
		[isLong ? 1 : 0, 0, 0, 0],
		uint(0, wide),
		uint(0, wide),
		uint(ticksPerSecond, 4),
		uint(ticks, wide),
	);
}

/** An `mvhd` box. */
export function movieHeader(options: MovieOptions & { isTurned?: boolean } = {}): Uint8Array {
	const { isLong = false, movieTicks = 5_000, movieTicksPerSecond = 1_000, isTurned } = options;
	return box(
		'mvhd',
		times(isLong, movieTicksPerSecond, movieTicks),
		uint(0, 8),
		uint(0, 8),
		words(matrixOf(isTurned ?? false)),
		uint(0, 8),
	);
}

/** A `trak` box with one sample entry; 720×1280 H.264 at 30 fps unless told. */
export function track(options: TrackOptions = {}): Uint8Array {
	const { isLong = false, handler = 'vide', isEnabled = true, isTurned = false } = options;
	const { codec = 'avc1', matrix = matrixOf(isTurned), width = 720, height = 1280 } = options;
	const { ticksPerSecond = 30_000, ticks = 150_000, timing = [[150, 1_000]] } = options;
	const wide = isLong ? 8 : 4;
	const header = box(
		'tkhd',
		[isLong ? 1 : 0, 0, 0, isEnabled ? 3 : 2],
		uint(0, wide),
		uint(0, wide),
		uint(1, 4),
		uint(0, 4),
		uint(0, wide),
		uint(0, 8),
		uint(0, 8),
		words(matrix),
		uint(0, 8),
	);
	const entry = box(codec, uint(0, 8), uint(0, 8), uint(0, 8), uint(width, 2), uint(height, 2));
	const rows = timing.flatMap(([frames, each]) => [uint(frames, 4), uint(each, 4)]);
	return box(
		'trak',
		header,
		box(
			'mdia',
			box('mdhd', times(isLong, ticksPerSecond, ticks)),
			box('hdlr', uint(0, 8), handler),
			box(
				'minf',
				box(
					'stbl',
					box('stsd', uint(0, 4), uint(1, 4), entry),
					box('stts', uint(0, 4), uint(timing.length, 4), ...rows),
				),
			),
		),
	);
}

/** An `ftyp` box of one brand. */
export function fileType(brand = 'isom'): Uint8Array {
	return box('ftyp', brand, uint(512, 4), brand);
}

/** `ftyp`, `moov` and an `mdat` without pictures. */
export function movie(options: MovieOptions = {}): Uint8Array {
	const { brand, tracks = [track()], extras = [] } = options;
	const moov = box('moov', movieHeader(options), ...tracks, ...extras);
	return bytesOf(fileType(brand), moov, box('mdat'));
}
