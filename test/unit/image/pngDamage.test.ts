/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- packs what the tested code unpacks, and looks at the memory */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { deflateSync } from 'node:zlib';
import {
	listPngChunks,
	planPicture,
	PNG_SIGNATURE,
	pngChunk,
	pngHeader,
	readPixels,
	writePng,
} from '../../support/image';
import {
	isPng,
	MAX_PNG_PIXELS,
	MAX_PNG_SIDE,
	openPng,
	PictureError,
	readPixelRows,
} from '../../support/tested/image';

const PLAN = planPicture(2, 8, { width: 6, height: 5 });
const PNG = writePng(PLAN);
const BOMB_BYTES = 64_000_000;

type Chunks = ReturnType<typeof listPngChunks>;

/** The picture with other parts. */
function rebuild(change: (chunks: Chunks) => Chunks): Buffer {
	const chunks = change(listPngChunks(PLAN));
	return Buffer.concat([PNG_SIGNATURE, ...chunks.map(([type, data]) => pngChunk(type, data))]);
}

function replace(type: string, data: Uint8Array): Buffer {
	return rebuild((chunks) => chunks.map((chunk) => (chunk[0] === type ? [type, data] : chunk)));
}

/** The picture with these bytes as its pixels, packed. */
function withPixels(packed: Uint8Array): Buffer {
	return rebuild((chunks) => [
		...chunks.filter(([type]) => type === 'IHDR'),
		['IDAT', packed],
		['IEND', Buffer.alloc(0)],
	]);
}

function withHeader(change: (header: Buffer) => void): Buffer {
	const header = pngHeader(PLAN);
	change(header);
	return replace('IHDR', header);
}

async function findFault(png: Uint8Array): Promise<string> {
	const error: unknown = await readPixels(png).then(
		() => undefined,
		(caught: unknown) => caught,
	);
	if (error === undefined) return 'none';
	if (!(error instanceof PictureError)) throw error;
	expect(error.name).toBe('PictureError');
	expect(error.fix).toMatch(/JPEG/);
	return error.message;
}

describe('a damaged PNG is refused', () => {
	it('wherever it is cut off', async () => {
		for (let length = 0; length < PNG.length; length++) {
			expect(await findFault(PNG.subarray(0, length))).toMatch(/^is a damaged PNG: /);
		}
		expect(await findFault(PNG.subarray(0, -1))).toBe('is a damaged PNG: it ends too early');
		expect(await findFault(PNG)).toBe('none');
	});

	it('with any bit turned over that is part of what is seen', async () => {
		const { rgb } = await readPixels(PNG);
		let unseen = 0;
		for (let at = 0; at < PNG.length; at++) {
			const copy = Buffer.from(PNG);
			copy[at] = (copy[at] ?? 0) ^ (1 << at % 8);
			if ((await findFault(copy)) !== 'none') continue;
			expect((await readPixels(copy)).rgb).toEqual(rgb);
			unseen += 1;
		}
		const comment = 'Comment\0two parts of pixels'.length;
		expect(unseen).toBeGreaterThan(comment);
		expect(unseen).toBeLessThan(comment + 20);
	});

	it.each([
		['IHDR', () => withHeader(() => {})],
		['IDAT', () => PNG],
		['PLTE', () => writePng(planPicture(3, 8))],
		['tRNS', () => writePng({ ...PLAN, transparency: Buffer.alloc(6) })],
	])('with a wrong checksum of %s', async (type, make) => {
		const png = make();
		const start = png.indexOf(type) - 4;
		const crcEnd = start + 12 + png.readUInt32BE(start);
		png[crcEnd - 1] = (png[crcEnd - 1] ?? 0) ^ 1;
		expect(await findFault(png)).toBe(
			`is a damaged PNG: the checksum of its part ${type} is wrong`,
		);
	});

	it.each([
		['no header', () => rebuild((chunks) => chunks.slice(1)), 'its header is missing'],
		['a short header', () => replace('IHDR', Buffer.alloc(12)), 'its header has the wrong length'],
		[
			'no palette',
			() => writePng({ ...planPicture(3, 8), palette: undefined }),
			'its colours are missing',
		],
		['no pixels', () => rebuild((chunks) => chunks.filter(([type]) => type !== 'IDAT')), 'pixels'],
		['something else', () => Buffer.from('<!doctype html>'), 'it does not begin like one'],
		[
			'line breaks that were changed on the way',
			() => Buffer.from(PNG.toString('latin1').replace('\r\n', '\n'), 'latin1'),
			'it does not begin like one',
		],
		...['\0\0\0\0', 'te3t', '1ext'].map((name): [string, () => Buffer, string] => [
			`a part that is called ${JSON.stringify(name)}`,
			() => rebuild(([first, ...rest]) => [first ?? fail(), [name, Buffer.alloc(0)], ...rest]),
			'its parts do not follow each other',
		]),
		[
			'a filter of its own',
			() => withPixels(deflateSync(Buffer.alloc(95, 5))),
			'its rows are not packed as PNG wants it',
		],
		[
			'fewer rows than it says',
			() => withPixels(deflateSync(Buffer.alloc(94))),
			'it has fewer rows of pixels than it says',
		],
		[
			'pixels that are not packed',
			() => withPixels(Buffer.alloc(95, 7)),
			'its pixels can not be unpacked',
		],
		[
			'packed pixels that break off',
			() => withPixels(deflateSync(Buffer.alloc(95)).subarray(0, 6)),
			'its pixels can not be unpacked',
		],
	])('with %s', async (_title, make, fault) => {
		expect(await findFault(make())).toContain(`is a damaged PNG: `);
		expect(await findFault(make())).toContain(fault);
	});

	it.each([
		['no width', 0, 0, 4],
		['no height', 4, 0, 4],
		['3 bits', 8, 3, 1],
		['16 bits in a palette', 8, 0x1003, 2],
		['a colour of its own', 9, 5, 1],
		['a compression of its own', 10, 1, 1],
		['a filter of its own', 11, 1, 1],
		['an interlace of its own', 12, 2, 1],
	])('with a header that says %s', async (_title, at, value, bytes) => {
		const png = withHeader((header) => header.writeUIntBE(value, at, bytes));
		expect(await findFault(png)).toBe('is a damaged PNG: its header says what no PNG may say');
	});

	it('with an end that claims to have something in it', async () => {
		const png = Buffer.from(PNG);
		png.writeUInt32BE(1, png.length - 12);
		expect(await findFault(png)).toBe('is a damaged PNG: it ends too early');
	});

	it('of a private kind, which other programs do not show either', async () => {
		const png = rebuild((chunks) => [['CgBI', Buffer.alloc(4)], ...chunks]);
		expect(await findFault(png)).toBe(
			'is a PNG of a private kind, with a part "CgBI" that is not in the standard',
		);
	});
});

describe('a PNG whose pixels are unpacked in several pieces', () => {
	const plan = planPicture(2, 8, { width: 320, height: 200 });
	const packed = Buffer.concat(
		listPngChunks(plan).flatMap(([type, data]) => (type === 'IDAT' ? [data] : [])),
	);

	it.each([65_535, 65_536, 65_537, 70_000])(
		'is read, and its checksum is not left out, where a part has %i bytes',
		async (length) => {
			const first = pngChunk('IDAT', packed.subarray(0, length));
			const write = () =>
				Buffer.concat([
					...[PNG_SIGNATURE, pngChunk('IHDR', pngHeader(plan)), first],
					...[pngChunk('IDAT', packed.subarray(length)), pngChunk('IEND', Buffer.alloc(0))],
				]);
			const { rgb } = await readPixels(write());
			expect(rgb.subarray(-3)).toEqual(Uint8Array.from(plan.draw(319, 199)));
			first[first.length - 1] = (first.at(-1) ?? 0) ^ 1;
			expect(await findFault(write())).toContain('the checksum of its part IDAT is wrong');
		},
	);
});

describe('a PNG of the largest size', () => {
	it.each([
		[MAX_PNG_SIDE, 1],
		[1, MAX_PNG_SIDE],
		[8_000, 5_000],
	])('of %i × %i is read', (width, height) => {
		const png = withHeader((header) => {
			header.writeUInt32BE(width, 0);
			header.writeUInt32BE(height, 4);
		});
		expect(openPng(png).header).toMatchObject({ width, height });
	});
});

describe('a PNG that is a bomb', () => {
	it.each([
		[MAX_PNG_SIDE + 1, 1],
		[1, MAX_PNG_SIDE + 1],
		[0xffff_ffff, 0xffff_ffff],
		[MAX_PNG_SIDE, Math.floor(MAX_PNG_PIXELS / MAX_PNG_SIDE) + 1],
	])('by its size of %i × %i is refused before it is unpacked', (width, height) => {
		const png = withHeader((header) => {
			header.writeUInt32BE(width, 0);
			header.writeUInt32BE(height, 4);
		});
		expect(() => openPng(png)).toThrow(
			expect.objectContaining({ fix: 'Make it smaller first, or export it as JPEG.' }),
		);
		expect(() => openPng(png)).toThrow(
			`is a PNG of ${width} × ${height} pixels, and up to 40 million and 16384 a side can be converted`,
		);
	});

	it('by what lies behind its pixels is not unpacked to the end', async () => {
		const packed = deflateSync(Buffer.alloc(BOMB_BYTES));
		const before = process.memoryUsage().arrayBuffers;
		const { rgb } = await readPixels(withPixels(packed));
		expect(rgb).toEqual(new Uint8Array(PLAN.width * PLAN.height * 3));
		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(5_000_000);
	});

	it('is let go of by whoever takes no more of its rows', async () => {
		const file = openPng(withPixels(deflateSync(Buffer.alloc(BOMB_BYTES))));
		let isOver = false;
		const pixels = [...file.pixels];
		pixels[Symbol.iterator] = function* () {
			try {
				yield* file.pixels;
				return undefined;
			} finally {
				isOver = true;
			}
		};
		for await (const row of readPixelRows({ ...file, pixels })) {
			expect(row.y).toBe(0);
			break;
		}
		for (let turn = 0; turn < 100 && !isOver; turn++) await nextTurn();
		expect(isOver).toBe(true);
	});
});

it('a PNG is told by how it begins', () => {
	expect(isPng(PNG)).toBe(true);
	expect(isPng(PNG.subarray(1))).toBe(false);
	expect(isPng(Buffer.from('\x89PNG\r\n\x1a'))).toBe(false);
});

function fail(): never {
	throw new Error('there is always a header');
}
